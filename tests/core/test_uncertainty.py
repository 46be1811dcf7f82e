"""Intervals: exact coverage of Wilson and Newcombe, effective counts, undefined cells."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom
from scipy.stats import t as student

from iffair_core.fairness.uncertainty import (
    effective_count,
    effective_rows,
    newcombe,
    wilson,
)
from iffair_core.fairness.weighted import weighted

PROBABILITIES = (0.05, 0.1, 0.3, 0.5, 0.8, 0.97)
COUNTS = (12, 40, 150)


def wilson_coverage(p: float, n: int) -> float:
    """Exact probability that the interval of Binomial(n, p) successes contains p."""
    successes = np.arange(n + 1)
    interval = wilson(successes / n, np.full(n + 1, float(n)))
    inside = (interval.low <= p) & (p <= interval.high)
    return float(binom.pmf(successes, n, p) @ inside)


def newcombe_coverage(p_a: float, n_a: int, p_b: float, n_b: int) -> float:
    """Exact probability that the interval of two independent samples contains p_a - p_b."""
    a, b = (v.ravel() for v in np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1)))
    interval = newcombe(a / n_a, np.full(a.shape, n_a), b / n_b, np.full(b.shape, n_b))
    inside = (interval.low <= p_a - p_b) & (p_a - p_b <= interval.high)
    return float((binom.pmf(a, n_a, p_a) * binom.pmf(b, n_b, p_b)) @ inside)


def test_wilson_covers_95_percent_on_average() -> None:
    coverage = [wilson_coverage(p, n) for p, n in product(PROBABILITIES, COUNTS)]
    assert 0.94 < np.mean(coverage) < 0.96
    assert min(coverage) > 0.86


def test_newcombe_covers_95_percent_on_average() -> None:
    cells = list(product(PROBABILITIES, (12, 40)))
    coverage = [newcombe_coverage(*a, *b) for a, b in product(cells, cells)]
    assert 0.94 < np.mean(coverage) < 0.97
    assert min(coverage) > 0.86


def test_level_widens_the_interval() -> None:
    rate, count = np.array([0.3]), np.array([50.0])
    assert wilson(rate, count, 0.99).low[0] < wilson(rate, count).low[0]
    assert (
        newcombe(rate, count, rate, count, 0.99).high[0]
        > newcombe(rate, count, rate, count).high[0]
    )


def test_wilson_agrees_with_its_published_value() -> None:
    """81 of 263: .2553 to .3662; 0 of 20: 0 to .1611 (Newcombe 1998, table I)."""
    interval = wilson(np.array([81 / 263, 0.0]), np.array([263.0, 20.0]))
    assert interval.low == pytest.approx([0.2553, 0.0], abs=5e-5)
    assert interval.high == pytest.approx([0.3662, 0.1611], abs=5e-5)


def test_newcombe_agrees_with_its_published_value() -> None:
    """56/70 - 48/80: .0524 to .3339; 10/10 - 0/10: .6075 to 1 (Newcombe 1998, table II)."""
    interval = newcombe(
        np.array([56 / 70, 1.0]),
        np.array([70.0, 10.0]),
        np.array([48 / 80, 0.0]),
        np.array([80.0, 10.0]),
    )
    assert interval.low == pytest.approx([0.0524, 0.6075], abs=5e-5)
    assert interval.high == pytest.approx([0.3339, 1.0], abs=5e-5)


def test_empty_cells_have_no_interval() -> None:
    rate, count = np.array([np.nan, 0.5]), np.array([0.0, 8.0])
    assert np.isnan(wilson(rate, count).low).tolist() == [True, False]
    both = newcombe(rate, count, np.array([0.5, 0.25]), np.array([4.0, 4.0]))
    assert np.isnan(both.low).tolist() == [True, False]
    assert np.isnan(both.high).tolist() == [True, False]


def test_a_rate_that_rounds_above_one_keeps_its_interval() -> None:
    assert wilson(np.array([1 + 1e-15]), np.array([10.0])).high[0] == pytest.approx(1.0)


def test_effective_count_is_the_number_of_rows_of_equal_weight() -> None:
    """Also where the rate is 0, and where a row has no weight."""
    weight = np.array([2.0, 2.0, 2.0, 0.0, 3.0, 3.0, 5.0])
    group = np.array([0, 0, 0, 0, 1, 1, 2])
    score = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0])
    assert effective_count(score, weight, group, 4) == pytest.approx([3.0, 2.0, 1.0, 0.0])


def test_effective_count_follows_the_variance_and_how_well_it_is_known() -> None:
    weight, score = np.array([1.0, 2.0, 4.0, 9.0]), np.array([1.0, 0.0, 1.0, 0.0])
    p, freedom = 5.0 / 16.0, float(weighted(weight, np.zeros(4, dtype=np.int64), 1).freedom[0])
    variance = ((1.0 + 16.0) * (1.0 - p) ** 2 + (4.0 + 81.0) * p**2) / 16.0**2
    ratio = student.ppf(0.975, 3) / student.ppf(0.975, freedom)
    expected = p * (1.0 - p) / variance * ratio**2
    assert effective_rows(score, weight)[0] == pytest.approx(expected)
    assert effective_rows(np.zeros(4), weight)[0] == pytest.approx(16.0**2 / 102.0 * ratio**2)


def test_weighted_rates_are_covered() -> None:
    """A weighted rate with its effective count covers the truth; with the raw count it does not."""
    random = np.random.default_rng(0)
    n, trials, p = 120, 4000, 0.3
    weight = random.lognormal(sigma=1.0, size=n)
    outcomes = random.random((trials, n)) < p
    rate = outcomes @ weight / weight.sum()
    code = np.repeat(np.arange(trials), n)
    effective = effective_count(
        outcomes.ravel().astype(float), np.tile(weight, trials), code, trials
    )

    def coverage(count: np.ndarray) -> float:
        interval = wilson(rate, count)
        return float(np.mean((interval.low <= p) & (p <= interval.high)))

    assert 0.93 < coverage(effective) < 0.97
    assert coverage(np.full(trials, float(n))) < 0.85
