"""Bounds of maxima: what they are put together from, and what leaves them undefined."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from scipy.stats import norm

from iffair_core.fairness.cells import Cells, Scores, cells
from iffair_core.fairness.extremes import fold, larger_intervals, simultaneous
from iffair_core.fairness.gap_intervals import (
    MEAN_GAP,
    difference,
    gap_bounds,
    pair_intervals,
    pairs_by_size,
)
from iffair_core.fairness.uncertainty import Interval, newcombe

PARITY = "demographic_parity"


def counted(rates: list[float], rows: list[int]) -> Cells:
    count = np.array(rows)
    return Cells(np.array(rates), count, count.astype(float))


def folded(low: float, high: float) -> tuple[float, float]:
    interval = fold(Interval(np.array([low]), np.array([high])))
    return float(interval.low[0]), float(interval.high[0])


def test_fold_is_the_range_of_the_absolute_value() -> None:
    assert folded(0.1, 0.4) == (0.1, 0.4)
    assert folded(-0.4, -0.1) == (0.1, 0.4)
    assert folded(-0.1, 0.4) == (0.0, 0.4)
    assert folded(-0.5, 0.4) == (0.0, 0.5)


def test_two_groups_are_newcombes_interval_folded() -> None:
    interval = newcombe(*(np.array([v]) for v in (0.3, 50.0, 0.6, 40.0)))
    found = gap_bounds(PARITY, [counted([0.3, 0.6], [50, 40])])
    assert found == pytest.approx((-interval.high[0], -interval.low[0]))


def test_critical_values_are_tukeys() -> None:
    """q(.95) of 2, 3 and 10 means, infinite freedom: 2.772, 3.314 and 4.474 (Harter 1960)."""
    for groups, q in ((2, 2.772), (3, 3.314), (10, 4.474)):
        critical = norm.isf((1.0 - simultaneous(0.95, groups)) / 2.0)
        assert critical * np.sqrt(2.0) == pytest.approx(q, abs=6e-4)


def test_three_groups_take_the_upper_bound_at_95_and_the_lower_one_together() -> None:
    used = counted([0.2, 0.5, 0.8], [60, 50, 70])
    pairs = np.array([0, 0, 1]), np.array([1, 2, 2])
    together = simultaneous(0.975, 3)
    low, high = gap_bounds(PARITY, [used])
    assert high == pytest.approx(-difference(used, *pairs, 0.95).low.min())
    assert low == pytest.approx(-difference(used, *pairs, together).high.min())


def test_more_groups_widen_the_bounds_of_the_same_difference() -> None:
    two = gap_bounds(PARITY, [counted([0.2, 0.8], [60, 60])])
    five = gap_bounds(PARITY, [counted([0.2, 0.5, 0.5, 0.5, 0.8], [60] * 5)])
    assert 0.0 < five[0] < two[0]
    assert five[1] == pytest.approx(two[1])


def test_undefined_groups_and_rates_are_left_out() -> None:
    whole = counted([0.2, np.nan, 0.8], [60, 0, 60])
    assert gap_bounds(PARITY, [whole]) == gap_bounds(PARITY, [counted([0.2, 0.8], [60, 60])])
    alone = counted([0.4, np.nan, np.nan], [60, 0, 0])
    assert gap_bounds("equalized_odds", [whole, alone]) == gap_bounds(PARITY, [whole])
    assert np.isnan(gap_bounds(PARITY, [alone])).all()
    assert np.isnan(gap_bounds(MEAN_GAP, [whole, alone])).all()


def test_a_pair_without_an_interval_leaves_none_for_the_maximum() -> None:
    """The loss of a single row may make the largest difference, but has no variance."""
    loss, group = np.array([0.1, 0.4, 0.2, 0.6, 0.3, 5.0]), np.array([0, 0, 0, 1, 1, 2])
    scores = Scores(loss, np.ones(6, dtype=bool), proportion=False)
    assert np.isnan(gap_bounds("loss_parity", [cells(scores, group, 3, np.ones(6))])).all()
    known = gap_bounds("loss_parity", [cells(scores, group, 3, np.ones(6), min_cell=2)])
    assert known[0] < 0.45 - 0.7 / 3 < known[1]


def test_mean_bounds_average_those_of_rates_that_hold_together() -> None:
    rates = [counted([0.2, 0.6], [60, 50]), counted([0.1, 0.9], [40, 30])]
    each = [gap_bounds(PARITY, [rate], np.sqrt(0.95)) for rate in rates]
    assert gap_bounds(MEAN_GAP, rates) == pytest.approx(tuple(np.mean(each, axis=0)))


def fixed(low: float, high: float, level: float) -> Interval:
    assert level == pytest.approx(np.sqrt(0.95))
    return Interval(np.array([low]), np.array([high]))


def test_the_larger_difference_spans_the_rates_that_may_be_it() -> None:
    clear = larger_intervals([partial(fixed, 0.3, 0.5), partial(fixed, -0.1, 0.2)])
    assert (clear.low[0], clear.high[0]) == (0.3, 0.5)
    open_ = larger_intervals([partial(fixed, 0.1, 0.5), partial(fixed, -0.3, -0.2)])
    assert (open_.low[0], open_.high[0]) == (-0.3, 0.5)


def test_equalised_odds_of_a_pair_with_one_rate_are_those_of_that_rate() -> None:
    known, partly = counted([0.2, 0.6], [60, 50]), counted([0.4, np.nan], [60, 0])
    pair = np.array([0]), np.array([1])
    found = pair_intervals("equalized_odds", [known, partly], *pair)
    alone = difference(known, *pair, np.sqrt(0.95))
    assert (found.low[0], found.high[0]) == (alone.low[0], alone.high[0])
    neither = pair_intervals("equalized_odds", [partly, partly], *pair)
    assert np.isnan([neither.low[0], neither.high[0]]).all()


def test_the_group_of_more_rows_is_the_reference() -> None:
    reference, other = pairs_by_size(np.array([5, 9, 7]))
    assert list(zip(reference, other, strict=True)) == [(1, 2), (1, 0), (2, 0)]
