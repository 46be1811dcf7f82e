"""Ratios of rates: exact coverage, the edges, and the smallest ratio over several groups."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from iffair_core.arrays import Vector
from iffair_core.fairness.cells import Cells
from iffair_core.fairness.ratios import ratio, smallest_ratio, smallest_ratio_bounds

PROBABILITIES = (0.05, 0.1, 0.3, 0.5, 0.8, 0.97)


def coverage(p_a: float, n_a: int, p_b: float, n_b: int) -> float:
    """Exact probability, given that a ratio is defined, that its interval contains p_a / p_b."""
    a, b = (v.ravel() for v in np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1)))
    defined = (a > 0) | (b > 0)
    a, b = a[defined], b[defined]
    found = ratio(a / n_a, np.full(a.shape, n_a), b / n_b, np.full(b.shape, n_b))
    inside = (found.low <= p_a / p_b) & (p_a / p_b <= found.high)
    mass = binom.pmf(a, n_a, p_a) * binom.pmf(b, n_b, p_b)
    return float(mass @ inside / mass.sum())


def of(rates: list[float], rows: list[int]) -> Cells:
    count = np.array(rows)
    return Cells(np.array(rates), count, count.astype(float))


def test_ratio_covers_95_percent_on_average_and_92_at_worst() -> None:
    rates = product(PROBABILITIES, repeat=2)
    sizes = ((12, 12), (12, 40), (150, 40), (20, 400))
    found = [coverage(p_a, n_a, p_b, n_b) for (p_a, p_b), (n_a, n_b) in product(rates, sizes)]
    assert 0.945 < np.mean(found) < 0.965
    assert min(found) > 0.92


def test_exchange_of_the_groups_inverts_the_interval() -> None:
    a, n_a, b, n_b = (
        np.array([0.3, 1.0]),
        np.array([20.0, 20]),
        np.array([0.5, 0.9]),
        np.array([60.0, 50]),
    )
    there, back = ratio(a, n_a, b, n_b), ratio(b, n_b, a, n_a)
    assert there.low == pytest.approx(1 / back.high)
    assert there.high == pytest.approx(1 / back.low)
    assert (there.low < a / b).all()
    assert (a / b < there.high).all()


def test_rates_of_zero_and_empty_cells() -> None:
    zero, half, rows = np.array([0.0]), np.array([0.5]), np.array([20.0])
    assert ratio(zero, rows, half, rows).low[0] == 0
    assert 0 < ratio(zero, rows, half, rows).high[0] < 1
    assert np.isinf(ratio(half, rows, zero, rows).high[0])
    both = ratio(zero, rows, zero, rows)
    assert (both.low[0], both.high[0]) == (0, np.inf)
    empty = ratio(np.array([np.nan]), np.zeros(1), half, rows)
    assert np.isnan(empty.low[0])
    assert np.isnan(empty.high[0])


def test_smallest_ratio_of_two_groups_is_their_ratio_at_most_one() -> None:
    found = of([0.6, 0.3], [200, 100])
    expected = ratio(np.array([0.3]), np.array([100.0]), np.array([0.6]), np.array([200.0]))
    assert smallest_ratio(found.value) == pytest.approx(0.5)
    assert smallest_ratio_bounds(found) == pytest.approx((expected.low[0], expected.high[0]))
    assert smallest_ratio_bounds(of([0.5, 0.5], [80, 80]))[1] == 1


def test_undefined_and_zero_ratios() -> None:
    assert smallest_ratio(np.array([0.4, np.nan])) is None
    assert smallest_ratio(np.array([0.0, 0.0])) is None
    assert smallest_ratio(np.array([0.0, 0.4])) == 0
    assert np.isnan(smallest_ratio_bounds(of([0.4, np.nan], [50, 0]))).all()
    low, high = smallest_ratio_bounds(of([0.0, 0.4, 0.0], [50, 50, 50]))
    assert low == 0
    assert 0 < high < 0.5


def test_smallest_ratio_of_five_equal_groups_is_covered() -> None:
    """The plug-in value is below one in every sample; the interval must still hold one."""
    random = np.random.default_rng(3)
    rows = [40, 60, 100, 300, 500]
    draws: Vector = random.binomial(rows, 0.4, size=(400, 5)) / np.array(rows)
    held = [smallest_ratio_bounds(of(list(rates), rows))[1] == 1 for rates in draws]
    assert np.mean([smallest_ratio(rates) or 0 for rates in draws]) < 0.85
    assert np.mean(held) > 0.95


def test_smallest_ratio_of_five_unequal_groups_is_covered() -> None:
    random = np.random.default_rng(4)
    rows, p = np.array([40, 60, 100, 300, 500]), np.array([0.3, 0.4, 0.45, 0.5, 0.5])
    draws: Vector = random.binomial(rows, p, size=(400, 5)) / rows
    bounds = np.array([smallest_ratio_bounds(of(list(rates), list(rows))) for rates in draws])
    assert np.mean((bounds[:, 0] <= 0.6) & (bounds[:, 1] >= 0.6)) > 0.94
