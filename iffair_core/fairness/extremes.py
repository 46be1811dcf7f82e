"""Intervals of gaps that are maxima: the largest difference over groups, or over rates.

The plug-in value of a maximum over noisy differences is biased upwards, and bootstrap intervals
around it miss a true zero. The intervals here are put together from those of the pairs. Let D be
the largest absolute difference d_p over all pairs p (of groups, and of rates if the gap looks at
several), and [l_p, u_p] the folded interval of |d_p|:

    upper bound   max_p u_p, each at the level asked for. The pair that attains D is one of them,
                  so the bound fails only where the bound of that one pair does.
    lower bound   max_p l_p, valid where all of them hold together: the critical value is
                  Tukey's (studentised range over the groups), with Sidak's correction for
                  several rates, whose rows are disjoint.

Two groups and one rate are one pair, whose interval is folded as it stands. All bounds hold at a
true gap of zero, where the interval starts at zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import norm, studentized_range

from iffair_core.fairness.uncertainty import LEVEL, Interval


@dataclass(frozen=True)
class Pairs:
    """The differences of one rate between all pairs of ``groups`` defined groups.

    ``intervals`` maps a level to the intervals of the m signed differences.
    """

    groups: int
    intervals: Callable[[float], Interval]


def fold(interval: Interval) -> Interval:
    """Intervals of |d| from intervals of d."""
    return Interval(
        np.maximum(np.maximum(interval.low, -interval.high), 0.0),
        np.maximum(np.abs(interval.low), np.abs(interval.high)),
    )


def largest_bounds(rates: Sequence[Pairs], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the largest absolute difference over the pairs of all ``rates``.

    Both are NaN where no rate has two groups, or where one of the pairs has no interval.
    """
    compared = [rate for rate in rates if rate.groups > 1]
    if not compared:
        return float("nan"), float("nan")
    single = len(compared) == 1 and compared[0].groups == 2
    together = level if single else (1.0 + level) / 2.0
    low = max(_lower(rate, together ** (1.0 / len(compared))) for rate in compared)
    high = max(float(np.max(fold(rate.intervals(level)).high)) for rate in compared)
    return low, high


def mean_bounds(rates: Sequence[Pairs], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the mean, over ``rates`` of disjoint rows, of the largest absolute difference."""
    bounds = [largest_bounds([rate], level ** (1.0 / len(rates))) for rate in rates]
    low, high = np.mean(bounds, axis=0)
    return float(low), float(high)


def larger_intervals(
    rates: Sequence[Callable[[float], Interval]], level: float = LEVEL
) -> Interval:
    """Intervals of the signed difference that is larger in absolute value, pair by pair (m,).

    All of the rates' intervals hold together (Sidak); the interval of a pair spans those of the
    rates that may be the larger one. A rate without an interval is left out.
    """
    intervals = [rate(level ** (1.0 / len(rates))) for rate in rates]
    folded = [fold(interval) for interval in intervals]
    least = np.fmax.reduce([f.low for f in folded])
    possible = np.array([f.high for f in folded]) >= least
    low = np.where(possible, [i.low for i in intervals], np.inf).min(axis=0)
    high = np.where(possible, [i.high for i in intervals], -np.inf).max(axis=0)
    known = possible.any(axis=0)
    return Interval(np.where(known, low, np.nan), np.where(known, high, np.nan))


def _lower(rate: Pairs, level: float) -> float:
    return float(np.max(fold(rate.intervals(simultaneous(level, rate.groups))).low))


@lru_cache(maxsize=256)
def simultaneous(level: float, groups: int) -> float:
    """Level of each pair's interval at which those of all pairs of groups hold with ``level``."""
    critical = studentized_range.ppf(level, groups, np.inf) / np.sqrt(2.0)
    return float(1.0 - 2.0 * norm.sf(critical))
