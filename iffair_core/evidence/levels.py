"""Gap and accuracy of decisions with their intervals: what a frontier and its controls compare.

Of several targeted gaps the largest is looked at. Its bounds are put together as those of a
largest difference are (``fairness.extremes``): the upper bound is the largest of the gaps' own,
since one of them is the largest; the lower bound is the largest of theirs at Bonferroni's level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iffair_core.data.prepared import Part
from iffair_core.evidence.level import UNKNOWN, Level
from iffair_core.evidence.rows import PartRows, part_rows, predictions
from iffair_core.fairness.cells import cells, no_cells, rate_scores
from iffair_core.fairness.gap_intervals import MEAN_GAP, REPORTED_GAPS, gap_bounds
from iffair_core.fairness.gaps import largest_difference
from iffair_core.fairness.inputs import Predictions
from iffair_core.fairness.uncertainty import LEVEL, effective_rows, wilson
from iffair_core.results import Point, Study


@dataclass(frozen=True)
class Levels:
    """The largest targeted gap and the accuracy of one set of decisions."""

    gap: Level
    accuracy: Level


def levels_at(at: PartRows, said: Predictions, gaps: Sequence[str]) -> Levels:
    """Levels of decisions on the rows; ``gaps`` are the targeted ones."""
    right = (said.decision == at.y).astype(np.float64)
    share = np.array([np.average(right, weights=at.weight)])
    interval = wilson(share, effective_rows(right, at.weight))
    accuracy = Level(float(share[0]), float(interval.low[0]), float(interval.high[0]), len(at.y))
    return Levels(_largest(at, said, gaps), accuracy)


def levels(
    study: Study, point: Point, part: Part = Part.TEST, gaps: Sequence[str] | None = None
) -> Levels:
    """Levels of a point; its targeted gaps unless others are named."""
    at = part_rows(study, part)
    return levels_at(at, predictions(study, point, at), gaps or study.config.gaps)


def _largest(at: PartRows, said: Predictions, gaps: Sequence[str]) -> Level:
    """The largest of the gaps that are defined."""
    scores = rate_scores(at.y, said.decision, said.probability)
    k, found = len(at.groups.names), []
    for gap in gaps:
        used = [
            cells(scores[rate], at.groups.code, k, at.weight, at.min_cell)
            if rate in scores
            else no_cells(k)
            for rate in REPORTED_GAPS[gap]
        ]
        sizes = [d for c in used if (d := largest_difference(c.value)) is not None]
        if sizes and not (gap == MEAN_GAP and len(sizes) < len(used)):
            size = float(np.mean(sizes)) if gap == MEAN_GAP else max(sizes)
            strict = 1.0 - (1.0 - LEVEL) / len(gaps)
            bounds = gap_bounds(gap, used, strict)[0], gap_bounds(gap, used)[1]
            rows = sum(int(c.count[~np.isnan(c.value)].sum()) for c in used)
            found.append((size, *bounds, rows))
    if not found:
        return UNKNOWN
    low, high = (None if np.isnan(b) else float(b) for b in np.max([f[1:3] for f in found], axis=0))
    size, *_, rows = max(found)
    return Level(float(size), low, high, rows)
