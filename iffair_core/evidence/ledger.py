"""One ledger of what a study left out, and why: rows, columns and groups."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iffair_core.data.prepared import Exclusion, Part
from iffair_core.evidence.rows import PartRows, part_rows
from iffair_core.fairness.gaps import CELL_WORDS, GAP_RATES, RATES, cell_counts
from iffair_core.results import Study
from iffair_core.words import short_of

ORDER = ("rows", "columns", "groups")
PART_WORDS = {Part.VALIDATION: "validation", Part.TEST: "test"}


def ledger(study: Study) -> tuple[Exclusion, ...]:
    """Rows and columns that no model sees, then groups that are too small for a figure.

    ``count`` is the number of rows (one for a column); of a group the rows in the cell that is
    too small.
    """
    task = study.config.task
    hidden = () if task.keep_sensitive else dict.fromkeys(a.column for a in task.sensitive)
    entries = (
        *study.prepared.exclusions,
        *(Exclusion("columns", c, 1, "left out by choice") for c in task.leave_out),
        *(Exclusion("columns", c, 1, "sensitive: forms groups, is no feature") for c in hidden),
        *(
            entry
            for part, name in PART_WORDS.items()
            for entry in small_cells(part_rows(study, part), name)
        ),
    )
    return tuple(sorted(entries, key=lambda entry: ORDER.index(entry.kind)))


def small_cells(at: PartRows, name: str) -> Iterator[Exclusion]:
    """Groups with fewer rows in a cell than ``min_cell``, and the gaps that they stay out of.

    ``name`` is what the rows are called ("test").
    """
    for rate in {rate.rows: rate for rate in RATES.values()}.values():
        count = cell_counts(rate, at.y, at.groups.code, len(at.groups.names))
        gaps = [
            gap.replace("_", " ")
            for gap, names in GAP_RATES.items()
            if any(RATES[name].rows == rate.rows for name in names)
        ]
        cell = f"{name} {CELL_WORDS[rate.rows]}"
        for g in np.flatnonzero(count < at.min_cell).tolist():
            reason = (
                f"not enough evidence ({short_of(int(count[g]), at.min_cell, cell)}): "
                f"stays out of {', '.join(gaps)}"
            )
            yield Exclusion("groups", at.groups.names[g], int(count[g]), reason)
