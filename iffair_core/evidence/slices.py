"""Figures by a column: how a study's model does in each state, year, branch or other slice.

The rows of a slice are compared with all others of the same part of the study. That many slices
are looked at is paid for: the intervals of the differences hold for all slices together
(Bonferroni's correction); those of single figures are at 95 % each, so of twenty one misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iffair_core.arrays import Mask
from iffair_core.config import Attribute
from iffair_core.data.builtin import BUILTIN, builtin_name
from iffair_core.data.groups import attribute_groups, check_reference, group_labels, group_order
from iffair_core.data.prepared import Part
from iffair_core.data.tables import require_columns, table_from_frame
from iffair_core.errors import TaskError
from iffair_core.evidence.rows import PartRows, part_rows, predictions
from iffair_core.evidence.shift import Shift, shift
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.fairness.gaps import CELL_WORDS, RATES, cell_counts
from iffair_core.fairness.independent import Sample, difference_frame
from iffair_core.fairness.inputs import Predictions
from iffair_core.fairness.uncertainty import LEVEL
from iffair_core.results import Point, Study
from iffair_core.study import plain_study
from iffair_core.words import short_of

MOST_SLICES = 60
OTHERS = {
    "then": "others",
    "then_low": "others_low",
    "then_high": "others_high",
    "then_n": "others_n",
    "now": "value",
    "now_low": "value_low",
    "now_high": "value_high",
    "now_n": "n",
}


@dataclass(frozen=True, eq=False)
class Slices:
    """Figures of one model in every slice.

    name     what the slices are ("state")
    rows     rows of each slice by its name, largest first
    figures  ``difference_frame`` of each slice against all other rows, below one another, with
             ``slice`` in front; value, value_low, value_high, n are of the slice, others, ... of
             the other rows, change = value - others; ``reason`` says what a gap without a value
             lacks
    """

    name: str
    rows: dict[str, int]
    figures: pd.DataFrame


def slicing(study: Study, column: str, bins: tuple[float, ...] = ()) -> Attribute:
    """The slices that a column makes, or those that a packaged set names ("state").

    Raises TableError if there is no such column.
    """
    for known in sites(study):
        if column == known.name:
            return known
    require_columns(study.prepared.frame, [column])
    return Attribute(column, bins)


def sites(study: Study) -> tuple[Attribute, ...]:
    """The places or times by which the card of a packaged set divides its rows."""
    name = builtin_name(study.config.data)
    return BUILTIN[name].sites if name else ()


def slices(study: Study, point: Point, by: Attribute, part: Part = Part.TEST) -> Slices:
    """Figures of the point's model in every slice of one part.

    Raises TaskError if the rows form one slice alone or more than ``MOST_SLICES``.
    """
    at = part_rows(study, part)
    labels = attribute_groups(study.prepared.frame[at.rows], by)
    _check(labels, by)
    said = predictions(study, point, at)
    names = group_order(labels, [by])
    level = 1.0 - (1.0 - LEVEL) / len(names)
    sizes = labels.value_counts()
    frames = []
    for name in names:
        inside = (labels == name).to_numpy()
        found = difference_frame(
            _sample(at, said, ~inside),
            _sample(at, said, inside),
            at.groups.names,
            min_cell=at.min_cell,
            level=level,
        ).rename(columns=OTHERS)
        reasons = [
            _reason(at, inside, metric) if status == "undefined" else ""
            for metric, status in zip(found["metric"], found["status"], strict=True)
        ]
        found.insert(0, "slice", name)
        frames.append(found.assign(reason=pd.Series(reasons, dtype="str")))
    figures = pd.concat(frames, ignore_index=True).astype({"slice": "str"})
    return Slices(by.name, {str(n): int(sizes[n]) for n in sizes.index}, figures)


def held_out(study: Study, by: Attribute, name: str) -> Shift:
    """The plain model, trained without one slice, on all rows of that slice.

    The other rows are split and fitted anew with the study's settings; weights are not sought.
    ``then`` is their test part. Raises TaskError if a slice has no such name, or if the other rows
    do not make a study.
    """
    frame = study.table.frame
    labels = attribute_groups(frame, by)
    inside = (labels == name).to_numpy()
    if not inside.any():
        raise TaskError(
            f"{by.name!r} has no slice {name!r}; it has {', '.join(group_order(labels, [by]))}."
        )
    rest, here = (
        table_from_frame(frame[rows].reset_index(drop=True), title)
        for rows, title in ((~inside, f"all but {name}"), (inside, name))
    )
    return shift(plain_study(study.config, table=rest), here)


def can_be_held_out(study: Study, by: Attribute, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the slices without which every reference group and two groups remain."""
    sensitive = study.config.task.sensitive
    columns = list(dict.fromkeys([by.column, *(a.column for a in sensitive)]))
    rows = study.table.frame[columns].drop_duplicates()
    labels = attribute_groups(rows, by)
    return tuple(name for name in names if _comparable(rows[labels != name], sensitive))


def _comparable(rows: pd.DataFrame, sensitive: Sequence[Attribute]) -> bool:
    if rows.empty or group_labels(rows, sensitive).nunique() < 2:
        return False
    try:
        for attribute in sensitive:
            check_reference(rows, attribute)
    except TaskError:
        return False
    return True


def _check(labels: pd.Series, by: Attribute) -> None:
    count = labels.nunique()
    if count > MOST_SLICES:
        raise TaskError(
            f"{by.column!r} has {count} different values here; at most {MOST_SLICES} can be looked "
            "at side by side. Name cut points, or another column."
        )
    if count < 2:
        raise TaskError(f"{by.column!r} has one value here; name a column with at least two.")


def _sample(at: PartRows, said: Predictions, rows: Mask) -> Sample:
    p = said.probability
    chosen = Predictions(said.decision[rows], None if p is None else p[rows])
    return Sample(at.y[rows], chosen, at.groups.code[rows], at.weight[rows])


def _reason(at: PartRows, inside: Mask, metric: str) -> str:
    """What a gap lacks in the slice: "not enough evidence: Female (4 rows, 10 needed)"."""
    few = []
    for name in REPORTED_GAPS.get(metric, ()):
        rate = RATES[name]
        count = cell_counts(rate, at.y[inside], at.groups.code[inside], len(at.groups.names))
        few += [
            f"{at.groups.names[g]} ({short_of(int(count[g]), at.min_cell, CELL_WORDS[rate.rows])})"
            for g in np.flatnonzero(count < at.min_cell).tolist()
        ]
    return f"not enough evidence: {', '.join(few)}" if few else ""
