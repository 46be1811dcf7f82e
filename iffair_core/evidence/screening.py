"""Figures beside a screening line that a user sets (``yardsticks``): which side are they on?

A line is a heuristic of a jurisdiction or of a house, not a finding: a figure beyond it asks for a
closer look, a figure within it proves nothing. The four-fifths line is that of the US Uniform
Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4(D), which also asks whether a
difference is one of small numbers; here its interval says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from iffair_core.arrays import Mask
from iffair_core.data.prepared import Part
from iffair_core.evidence.rows import PartRows, figures, part_rows, predictions
from iffair_core.fairness.cells import cells, rate_scores
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.fairness.ratios import smallest_ratio, smallest_ratio_bounds
from iffair_core.results import Point, Study
from iffair_core.yardsticks import RATIO, ScreeningLine

Side = Literal["near", "far", "chance", "few", "undefined"]


@dataclass(frozen=True)
class Screened:
    """A figure of a model beside a line.

    value, low, high  the figure and its 95 % interval; None where there is none
    rows              rows that it rests on
    left_out          groups that it leaves out: fewer rows than the study asks of a cell
    side              "far": the interval lies on the far side of the line; "near": on the near
                      side; "chance": it holds the line; "few": not enough evidence; "undefined"
    """

    line: ScreeningLine
    value: float | None
    low: float | None
    high: float | None
    rows: int
    left_out: tuple[str, ...]
    side: Side


def screen(
    study: Study, point: Point, lines: Sequence[ScreeningLine], part: Part = Part.TEST
) -> tuple[Screened, ...]:
    """Every line with its figure on the rows of one part."""
    if not lines:
        return ()
    at = part_rows(study, part)
    found = figures(study, point, part)
    return tuple(
        _ratio(line, at, study, point) if line.measure == RATIO else _gap(line, found, at)
        for line in lines
    )


def _ratio(line: ScreeningLine, at: PartRows, study: Study, point: Point) -> Screened:
    said = predictions(study, point, at)
    scores = rate_scores(at.y, said.decision, None)["selection_rate"]
    names = at.groups.names
    found = cells(scores, at.groups.code, len(names), at.weight, at.min_cell)
    value, known = smallest_ratio(found.value), ~np.isnan(found.value)
    rows, small = int(found.count[known].sum()), _named(names, ~known)
    if value is None:
        return Screened(line, None, None, None, rows, small, "undefined")
    low, high = smallest_ratio_bounds(found)
    side: Side = "far" if high < line.limit else "near" if low > line.limit else "chance"
    return Screened(line, value, low, high, rows, small, side)


def _gap(line: ScreeningLine, found: pd.DataFrame, at: PartRows) -> Screened:
    named = found[(found["metric"] == line.measure) & (found["group"] == "")]
    gap = named.iloc[-1]
    small = _small(line.measure, at)
    if gap["status"] != "ok":
        side: Side = "few" if gap["status"] == "few" else "undefined"
        return Screened(line, None, None, None, int(gap["n"]), small, side)
    value, low, high = (float(gap[column]) for column in ("value", "ci_low", "ci_high"))
    side = "far" if low > line.limit else "near" if high < line.limit else "chance"
    return Screened(line, value, low, high, int(gap["n"]), small, side)


def _small(gap: str, at: PartRows) -> tuple[str, ...]:
    """Groups with too few rows in a cell that the gap looks at."""
    names = at.groups.names
    scores = rate_scores(at.y, at.y, None)
    counts = [
        np.bincount(at.groups.code[scores[rate].cell], minlength=len(names))
        for rate in REPORTED_GAPS[gap]
    ]
    return _named(names, np.min(counts, axis=0) < at.min_cell)


def _named(names: Sequence[str], chosen: Mask) -> tuple[str, ...]:
    return tuple(names[g] for g in np.flatnonzero(chosen).tolist())
