"""Intervals of mean losses, and of their differences.

Losses are skewed: a rare large one moves the mean, and in a small sample without one the mean and
its variance are both too small. Student's interval (Welch's for a difference) then misses far more
often than it says. Hall (1992) takes the skewness out of the studentised mean t by

    g(t) = t + a t²/3 + a² t³/27 + a/6         a = skewness of the mean

which increases in t and is inverted in closed form. With the standard error s and Student's
quantile q the interval of a mean m is [m - s g⁻¹(q), m - s g⁻¹(-q)].

The bounds of a difference of independent means are put together from those of the two means by
squaring and adding (Zou and Donner 2008), as Newcombe does for rates.

Variance and degrees of freedom are those of ``weighted``, and the skewness that of the linearised
mean. A group of one row of weight, or whose rows do not vary, has no interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.uncertainty import LEVEL, ROUNDING, Interval
from iffair_core.fairness.weighted import weighted

SYMMETRIC = 1e-6
"""Skewness below which a mean is taken as symmetric."""


@dataclass(frozen=True, eq=False)
class Means:
    """A mean in each group, all (k,); NaN where there is no interval.

    error     standard error
    skewness  that of the mean: the third central moment over the cube of ``error``
    freedom   degrees of freedom of ``error``
    """

    value: Vector
    error: Vector
    skewness: Vector
    freedom: Vector


def means(score: Vector, weight: Vector, group: Codes, n_groups: int) -> Means:
    """Means of scores (n,) by ``group`` (n,), codes below ``n_groups``."""

    rows = weighted(weight, group, n_groups)

    def summed(values: Vector) -> Vector:
        return np.bincount(group, values, n_groups).astype(np.float64)

    value = summed(rows.share * score)
    part = rows.share * (score - value[group])
    variance = summed(part**2 / rows.short)
    known = ~np.isnan(rows.freedom) & (variance > (ROUNDING * value) ** 2)
    skewness = np.divide(
        summed(part**3), summed(part**2) ** 1.5, out=np.full(n_groups, np.nan), where=known
    )
    columns = (value, np.sqrt(variance), skewness, rows.freedom)
    return Means(*(np.where(known, column, np.nan) for column in columns))


def hall(mean: Means, level: float = LEVEL) -> Interval:
    """Hall's interval of each mean, (k,)."""
    quantile = stdtrit(mean.freedom, (1.0 + level) / 2.0).astype(np.float64)
    return Interval(
        mean.value - mean.error * _unskewed(quantile, mean.skewness),
        mean.value - mean.error * _unskewed(-quantile, mean.skewness),
    )


def mean_differences(mean: Means, reference: Codes, other: Codes, level: float = LEVEL) -> Interval:
    """Intervals (m,) of ``value[reference] - value[other]``, from two arrays of indices (m,)."""
    each = hall(mean, level)
    below, above = mean.value - each.low, each.high - mean.value
    difference = mean.value[reference] - mean.value[other]
    return Interval(
        difference - np.hypot(below[reference], above[other]),
        difference + np.hypot(above[reference], below[other]),
    )


def _unskewed(quantile: Vector, skewness: Vector) -> Vector:
    """The inverse of g."""
    a = np.where(np.abs(skewness) < SYMMETRIC, SYMMETRIC, skewness)
    inverse: Vector = 3.0 / a * (np.cbrt(1.0 + a * (quantile - a / 6.0)) - 1.0)
    return inverse
