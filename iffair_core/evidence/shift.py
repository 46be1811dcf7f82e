"""A study's models on a second table: another year or place, with the same columns.

Every figure stands beside that of the study's own test rows. Nothing is fitted again, so what
differs is the people, their outcomes, and how well the model and its weights carry over to them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from iffair_core.data.prepared import Exclusion
from iffair_core.data.tables import Table
from iffair_core.evidence.columns import ColumnChange
from iffair_core.evidence.ledger import small_cells
from iffair_core.evidence.other_table import OtherRows, read_other
from iffair_core.evidence.rows import PartRows, part_rows, predictions
from iffair_core.evidence.summary import records
from iffair_core.fairness.independent import Sample, difference_frame
from iffair_core.fairness.inputs import Predictions
from iffair_core.models.registry import learner_of
from iffair_core.results import Point, Study


@dataclass(frozen=True, eq=False)
class Shift:
    """The plain and the operating point's model on the test rows (then) and a second table (now).

    plain, operating  ``fairness.independent.difference_frame`` of each model
    name              of the second table
    then_rows         test rows of the study
    now_rows          usable rows of the second table
    new_groups        groups that the study does not have
    left_out          rows that cannot be used, and groups that are too small for a gap
    columns           features that hold something else than in the study
    repeated          rows that also stand among the study's training rows
    """

    plain: pd.DataFrame
    operating: pd.DataFrame
    name: str
    then_rows: int
    now_rows: int
    new_groups: tuple[str, ...]
    left_out: tuple[Exclusion, ...]
    columns: tuple[ColumnChange, ...]
    repeated: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``python -m iffair_core shift --json``."""
        return {
            "table": self.name,
            "then_rows": self.then_rows,
            "now_rows": self.now_rows,
            "plain": records(self.plain),
            "chosen": records(self.operating),
            "new_groups": list(self.new_groups),
            "left_out": [dataclasses.asdict(entry) for entry in self.left_out],
            "columns": [dataclasses.asdict(change) for change in self.columns],
            "repeated": self.repeated,
        }


def shift(study: Study, table: Table) -> Shift:
    """The study's models on ``table``, beside their figures on test rows.

    Raises TableError if a column that the study uses is missing or no row can be used.
    """
    other = read_other(study, table)
    test = part_rows(study)
    plain = _difference(study, study.plain, test, other)
    operating = plain if study.chosen == 0 else _difference(study, study.operating, test, other)
    here = PartRows(
        other.y,
        other.weight,
        other.groups,
        np.ones(len(other.y), dtype=bool),
        study.config.min_cell,
    )
    there = dataclasses.replace(
        test, groups=dataclasses.replace(test.groups, names=other.groups.names)
    )
    return Shift(
        plain=plain,
        operating=operating,
        name=table.name,
        then_rows=len(test.y),
        now_rows=len(other.y),
        new_groups=other.groups.names[len(study.prepared.groups) :],
        left_out=(
            *other.left_out,
            *small_cells(there, "test"),
            *small_cells(here, table.name),
        ),
        columns=other.columns,
        repeated=other.repeated,
    )


def _difference(study: Study, point: Point, test: PartRows, other: OtherRows) -> pd.DataFrame:
    p = expit(learner_of(study.config).logit(other.X, point.theta))
    now = Predictions((p >= point.cut).astype(np.float64), p)
    return difference_frame(
        Sample(test.y, predictions(study, point, test), test.groups.code, test.weight),
        Sample(other.y, now, other.groups.code, other.weight),
        other.groups.names,
        min_cell=study.config.min_cell,
    )
