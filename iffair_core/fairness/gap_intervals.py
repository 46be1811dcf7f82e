"""Intervals of every reported gap, from the cells of the rates that it looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np

from iffair_core.arrays import Codes
from iffair_core.fairness.cells import Cells
from iffair_core.fairness.extremes import (
    Pairs,
    fold,
    larger_intervals,
    largest_bounds,
    mean_bounds,
)
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.fairness.means import mean_differences
from iffair_core.fairness.uncertainty import LEVEL, Interval, newcombe

MEAN_GAP = "equalized_odds_mean"
REPORTED_GAPS: Mapping[str, tuple[str, ...]] = {
    **GAP_RATES,
    MEAN_GAP: GAP_RATES["equalized_odds"],
}


def pairs_by_size(rows: Codes) -> tuple[Codes, Codes]:
    """Indices (reference, other) of every pair of groups; the one of more rows comes first."""
    order = np.argsort(-rows, kind="stable")
    pairs = np.array(list(combinations(order, 2)), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def pair_intervals(
    gap: str, used: Sequence[Cells], reference: Codes, other: Codes, level: float = LEVEL
) -> Interval:
    """Intervals (m,) of a gap between the groups of each pair; see ``fairness_report``."""
    rates = [partial(difference, cells, reference, other) for cells in used]
    if gap == MEAN_GAP:
        folded = [fold(rate(level ** (1.0 / len(rates)))) for rate in rates]
        return Interval(
            np.mean([f.low for f in folded], axis=0), np.mean([f.high for f in folded], axis=0)
        )
    return rates[0](level) if len(rates) == 1 else larger_intervals(rates, level)


def gap_bounds(gap: str, used: Sequence[Cells], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the largest difference over all groups; NaN where it is undefined."""
    rates = [_pairs(cells) for cells in used]
    return (mean_bounds if gap == MEAN_GAP else largest_bounds)(rates, level)


def difference(cells: Cells, reference: Codes, other: Codes, level: float) -> Interval:
    """Intervals (m,) of ``rate[reference] - rate[other]``."""
    if cells.means is not None:
        return mean_differences(cells.means, reference, other, level)
    return newcombe(
        cells.value[reference],
        cells.effective[reference],
        cells.value[other],
        cells.effective[other],
        level,
    )


def _pairs(cells: Cells) -> Pairs:
    """All pairs of the groups that have a rate."""
    defined = np.flatnonzero(~np.isnan(cells.value))
    reference, other = pairs_by_size(cells.count[defined])
    return Pairs(len(defined), partial(difference, cells, defined[reference], defined[other]))
