"""Confidence intervals of rates and of their differences (statsmodels computes them).

A rate over c rows has Wilson's score interval; the difference of two rates of disjoint groups
has Newcombe's hybrid score interval (Newcombe 1998, method 10), built from the two Wilson
intervals. Both hold for rates near 0 and 1 and for small cells, where the textbook normal
interval does not. Mean losses are the matter of ``means``.

Rows with unequal weights carry less information than as many equal ones. Their number is then
replaced by an effective count, which equals c for equal weights: the smaller of Kish's
(sum w)^2 / sum w^2, which takes weights as unrelated to the outcome, and the design's
p (1 - p) / v with the linearised variance v = sum w^2 (r - p)^2 / (sum w)^2, which does not
(Korn and Graubard 1998; Franco et al. 2019 for Wilson's interval). Weights are taken as those of
rows sampled independently: strata and clusters of a survey are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from iffair_core.arrays import Codes, Vector

LEVEL = 0.95
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Interval:
    """Lower and upper bounds, one a rate or difference; NaN where there is no interval."""

    low: Vector
    high: Vector


def effective_count(score: Vector, weight: Vector, group: Codes, n_groups: int) -> Vector:
    """Effective number of rows of each group for a share of scores in {0, 1}; 0 if it has none.

    score, weight and group have shape (n,), the result (n_groups,).
    """

    def summed(values: Vector) -> Vector:
        return np.bincount(group, values, n_groups).astype(np.float64)

    total = summed(weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        kish = total**2 / summed(weight**2)
        share = summed(weight * score) / total
        variance = summed((weight * (score - share[group])) ** 2) / total**2
        binomial = share * (1.0 - share)
        design = np.where(binomial > ROUNDING, binomial / variance, np.inf)
    return np.where(total > 0, np.fmin(kish, design), 0.0)


def effective_rows(score: Vector, weight: Vector) -> Vector:
    """``effective_count`` of one group, shape (1,)."""
    return effective_count(score, weight, np.zeros(len(score), dtype=np.int64), 1)


def wilson(rate: Vector, count: Vector, level: float = LEVEL) -> Interval:
    """Wilson's score interval of each rate over ``count`` (effective) rows.

    Both have shape (m,). The bounds are NaN where ``count`` is 0.
    """
    low, high = np.full_like(rate, np.nan), np.full_like(rate, np.nan)
    known = count > 0
    share = np.clip(rate[known], 0.0, 1.0)
    low[known], high[known] = proportion_confint(
        share * count[known], count[known], alpha=1 - level, method="wilson"
    )
    return Interval(low, high)


def newcombe(
    rate_a: Vector, count_a: Vector, rate_b: Vector, count_b: Vector, level: float = LEVEL
) -> Interval:
    """Newcombe's interval of each difference ``rate_a - rate_b`` of independent rates.

    All have shape (m,). The bounds are NaN where one of the (effective) counts is 0.
    """
    low, high = np.full_like(rate_a, np.nan), np.full_like(rate_a, np.nan)
    known = (count_a > 0) & (count_b > 0)
    share_a, share_b = np.clip(rate_a[known], 0.0, 1.0), np.clip(rate_b[known], 0.0, 1.0)
    low[known], high[known] = confint_proportions_2indep(
        share_a * count_a[known],
        count_a[known],
        share_b * count_b[known],
        count_b[known],
        method="newcomb",
        compare="diff",
        alpha=1 - level,
    )
    return Interval(low, high)
