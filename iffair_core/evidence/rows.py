"""The rows of one part of a study, and what its models say of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iffair_core.arrays import Mask, Vector
from iffair_core.data.prepared import Part
from iffair_core.fairness.change import change_frame
from iffair_core.fairness.inputs import Groups, Predictions
from iffair_core.fairness.report import report_frame
from iffair_core.results import Point, Study
from iffair_core.study import probabilities


@dataclass(frozen=True, eq=False)
class PartRows:
    """Outcome and weight (m,), groups and place ``rows`` (n,) of the m rows of one part."""

    y: Vector
    weight: Vector
    groups: Groups
    rows: Mask
    min_cell: int


def part_rows(study: Study, part: Part = Part.TEST) -> PartRows:
    prepared = study.prepared
    rows = prepared.mask(part)
    return PartRows(
        prepared.y[rows],
        prepared.weight[rows],
        Groups(prepared.group[rows], prepared.groups),
        rows,
        study.config.min_cell,
    )


def predictions(study: Study, point: Point, at: PartRows) -> Predictions:
    """Decisions and probabilities of the point's model at its threshold."""
    p = probabilities(study, point)[at.rows]
    return Predictions((p >= point.cut).astype(np.float64), p)


def figures(study: Study, point: Point, part: Part = Part.TEST) -> pd.DataFrame:
    """Rates, gaps and their intervals, in the columns of ``fairness_report``.

    A cell of fewer than the config's ``min_cell`` rows has the status "few"; its group stays out
    of the gap.
    """
    at = part_rows(study, part)
    return figures_at(at, predictions(study, point, at))


def figures_at(at: PartRows, said: Predictions) -> pd.DataFrame:
    """As ``figures``, of any decisions on the rows."""
    return report_frame(
        at.y,
        said,
        at.groups,
        weight=at.weight,
        min_count=at.min_cell,
        min_cell=at.min_cell,
    )


def changes(study: Study, before: Point | None = None, after: Point | None = None) -> pd.DataFrame:
    """Change on test rows, in the columns of ``fairness_change``.

    From the plain model to the operating point where none are named.
    """
    at = part_rows(study)
    return changes_at(
        at,
        predictions(study, before or study.plain, at),
        predictions(study, after or study.operating, at),
    )


def changes_at(at: PartRows, before: Predictions, after: Predictions) -> pd.DataFrame:
    """As ``changes``, of any two sets of decisions on the rows."""
    return change_frame(
        at.y,
        before,
        after,
        at.groups,
        weight=at.weight,
        min_count=at.min_cell,
        min_cell=at.min_cell,
    )
