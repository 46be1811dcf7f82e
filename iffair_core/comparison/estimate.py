"""Means over splits with their intervals.

The interval over splits is Student's, at 95 %. All splits share one table and their training rows
overlap, so it says how a figure varies with the division of these rows; it is no interval for
other tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.stats import t

from iffair_core.comparison.view import View
from iffair_core.fairness.uncertainty import LEVEL, newcombe, wilson
from iffair_core.fairness.utility import UNBOUNDED
from iffair_core.words import LOSSES


@dataclass(frozen=True)
class Estimate:
    """A mean over ``splits`` and its interval; None: there is none.

    over  what the interval is of: the "splits", or the test "rows" of a single split
    """

    mean: float
    low: float | None
    high: float | None
    splits: int
    over: Literal["splits", "rows"] = "splits"

    @property
    def excludes_zero(self) -> bool:
        return self.low is not None and self.high is not None and self.low * self.high > 0


def over_splits(values: Sequence[float]) -> Estimate | None:
    """Mean and t interval; a single value has no interval, no value no mean."""
    if not values:
        return None
    x = np.array(values)
    mean = float(x.mean())
    if len(x) == 1:
        return Estimate(mean, None, None, 1)
    half = float(t.ppf((1.0 + LEVEL) / 2.0, len(x) - 1) * x.std(ddof=1) / np.sqrt(len(x)))
    return Estimate(mean, mean - half, mean + half, len(x))


def within(found: Estimate, low: float, high: float = np.inf) -> Estimate:
    """The estimate with its interval cut at bounds that no such figure passes."""
    if found.low is None or found.high is None:
        return found
    return replace(found, low=max(found.low, low), high=min(found.high, high))


def utility_over_splits(
    by_seed: Mapping[int, float], view: View, test_rows: Mapping[int, float]
) -> Estimate | None:
    """Mean utility of a view over splits; None if there is no split.

    The accuracy of a single split has the interval over its ``test_rows``.
    """
    if view.utility == "accuracy" and len(by_seed) == 1:
        ((seed, share),) = by_seed.items()
        return share_over_rows(share, test_rows[seed])
    found = over_splits(list(by_seed.values()))
    most = np.inf if view.utility in UNBOUNDED else 1.0
    return None if found is None else within(found, 0.0, most)


def gap_over_splits(values: Sequence[float], gap: str) -> Estimate | None:
    """Mean size of a gap over splits; None if there is no split."""
    found = over_splits(values)
    most = np.inf if gap in LOSSES else 1.0
    return None if found is None else within(found, 0.0, most)


def share_over_rows(share: float, rows: float) -> Estimate:
    """A share of the test rows of one split, with Wilson's interval."""
    interval = wilson(np.array([share]), np.array([rows]))
    return Estimate(share, float(interval.low[0]), float(interval.high[0]), 1, "rows")


def difference_over_rows(a: float, b: float, rows: float) -> Estimate:
    """Difference of two shares of the same test rows, with Newcombe's interval.

    It takes the shares as of different rows. Two models that mostly agree differ by less chance
    than that, so the interval is wider than need be.
    """
    count = np.array([rows])
    interval = newcombe(np.array([a]), count, np.array([b]), count)
    return Estimate(a - b, float(interval.low[0]), float(interval.high[0]), 1, "rows")
