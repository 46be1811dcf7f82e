"""Confidence intervals of rates and of their differences (statsmodels computes them).

A rate over c rows has Wilson's score interval; the difference of two rates of disjoint groups
has Newcombe's hybrid score interval (Newcombe 1998, method 10), built from the two Wilson
intervals. Both hold for rates near 0 and 1 and for small cells, where the textbook normal
interval does not. Mean losses are the matter of ``means``.

Rows with unequal weights carry less information than as many equal ones, or more where the weights
go with the outcome. Their number is then replaced by the effective one of Korn and Graubard (1998;
Franco et al. 2019 for Wilson's interval), which equals c for equal weights:

    p (1 - p) / v * (t_{c-1} / t_d)^2       v = sum h^2 (r - p)^2, the linearised variance

with the shares h and the degrees of freedom d of ``weighted`` and Student's quantiles t at a level
of 95 %. A rate of 0 or 1 has no variance; Kish's (sum w)^2 / sum w^2 then stands for the first
factor. Weights are taken as those of rows sampled independently: strata and clusters of a survey
are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.weighted import weighted

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

    rows = weighted(weight, group, n_groups)

    def summed(values: Vector) -> Vector:
        return np.bincount(group, values, n_groups).astype(np.float64)

    rate = summed(rows.share * score)
    variance = summed((rows.share * (score - rate[group])) ** 2)
    binomial = rate * (1.0 - rate)
    varies = (binomial > ROUNDING) & (variance > 0)
    count = np.divide(binomial, variance, out=rows.kish.copy(), where=varies)
    several = ~np.isnan(rows.freedom)
    many, few = (_student(np.where(several, d, 1.0)) for d in (rows.rows - 1.0, rows.freedom))
    effective: Vector = count * np.where(several, many / few, 1.0) ** 2
    return effective


def _student(freedom: Vector) -> Vector:
    return stdtrit(freedom, (1.0 + LEVEL) / 2.0).astype(np.float64)


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
