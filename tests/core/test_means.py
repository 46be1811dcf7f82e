"""Hall's intervals of means, and of their differences by squaring and adding."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import norm, skew
from scipy.stats import t as student

from iffair_core.fairness.means import hall, mean_differences, means

SKEWED = np.array([0.1, 0.2, 0.2, 0.3, 0.5, 0.6, 0.9, 3.4])
ONE = np.zeros(len(SKEWED), dtype=np.int64)


def test_moments_of_equal_weights_are_the_textbooks() -> None:
    found = means(SKEWED, np.full(len(SKEWED), 3.0), ONE, 1)
    n = len(SKEWED)
    assert found.value[0] == pytest.approx(SKEWED.mean())
    assert found.error[0] == pytest.approx(SKEWED.std(ddof=1) / np.sqrt(n))
    assert found.skewness[0] == pytest.approx(skew(SKEWED) / np.sqrt(n))
    assert found.freedom[0] == pytest.approx(n - 1)


def test_bounds_solve_halls_equation() -> None:
    one = means(SKEWED, np.ones(len(SKEWED)), ONE, 1)
    a, quantile = float(one.skewness[0]), float(student.ppf(0.975, len(SKEWED) - 1))

    def g(t: float) -> float:
        return t + a * t**2 / 3.0 + a**2 * t**3 / 27.0 + a / 6.0

    low, high = (brentq(lambda t, q=q: g(t) - q, -60.0, 60.0) for q in (quantile, -quantile))
    found = hall(one)
    assert found.low[0] == pytest.approx(one.value[0] - one.error[0] * low)
    assert found.high[0] == pytest.approx(one.value[0] - one.error[0] * high)
    assert found.high[0] - one.value[0] > 2.0 * (one.value[0] - found.low[0])


def test_symmetric_scores_have_students_interval() -> None:
    score = np.array([-2.0, -1.0, 0.0, 0.0, 1.0, 2.0])
    found = hall(means(score, np.ones(6), np.zeros(6, dtype=np.int64), 1), 0.9)
    margin = student.ppf(0.95, 5) * score.std(ddof=1) / np.sqrt(6)
    assert (found.low[0], found.high[0]) == pytest.approx((-margin, margin), rel=1e-5)


def test_differences_square_and_add_the_sides_that_face_each_other() -> None:
    group = np.repeat([0, 1], [8, 6])
    score = np.concatenate([SKEWED, [1.0, 1.1, 1.5, 1.3, 0.2, 0.4]])
    both = means(score, np.ones(14), group, 2)
    each = hall(both)
    found = mean_differences(both, np.array([0, 1]), np.array([1, 0]))
    (a, b), (la, lb), (ua, ub) = both.value, each.low, each.high
    assert found.low[0] == pytest.approx(a - b - np.hypot(a - la, ub - b))
    assert found.high[0] == pytest.approx(a - b + np.hypot(ua - a, b - lb))
    assert (found.low[1], found.high[1]) == pytest.approx((-found.high[0], -found.low[0]))


def test_many_rows_have_the_normal_interval() -> None:
    score = np.random.default_rng(0).exponential(size=200_000)
    found = hall(means(score, np.ones(200_000), np.zeros(200_000, dtype=np.int64), 1))
    margin = norm.ppf(0.975) * score.std() / np.sqrt(200_000)
    assert found.high[0] - found.low[0] == pytest.approx(2 * margin, rel=1e-3)


def test_weights_act_by_their_ratios_and_rows_without_weight_do_not_count() -> None:
    weight = np.array([1.0, 2.0, 0.5, 1.0, 3.0, 1.0, 0.0, 1.0])
    scaled, plain = (hall(means(SKEWED, w, ONE, 1)) for w in (weight * 9.0, weight))
    filled = weight > 0
    fewer = hall(means(SKEWED[filled], weight[filled], ONE[filled], 1))
    for other in (scaled, fewer):
        assert (other.low[0], other.high[0]) == pytest.approx((plain.low[0], plain.high[0]))


def test_a_cell_without_variance_has_no_interval() -> None:
    """A single row, a single row of weight, rows that do not vary, and no row at all."""
    score = np.array([0.3, 0.3, 0.9, 0.1, 0.1, 0.1, 0.2, 0.7])
    group = np.array([0, 1, 1, 2, 2, 2, 4, 4])
    weight = np.array([1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    found = hall(means(score, weight, group, 5))
    assert np.isnan(found.low).tolist() == [True, True, True, True, False]
    assert np.isnan(found.high).tolist() == [True, True, True, True, False]
