"""Means over seeds as text."""

from __future__ import annotations

from dataclasses import replace

from iffair_core.comparison.estimate import Estimate
from iffair_core.words import number


def opposite(found: Estimate) -> Estimate:
    """The same difference, taken the other way round."""
    low, high = found.low, found.high
    return replace(
        found,
        mean=-found.mean,
        low=None if high is None else -high,
        high=None if low is None else -low,
    )


def told(found: Estimate | None, digits: int = 1) -> str:
    """A share or a difference of shares in points, "4.1 ± 0.3"; without ± for a single seed."""
    if found is None:
        return "undefined"
    value = number(100 * found.mean, digits)
    if found.low is None or found.high is None:
        return value
    return f"{value} ± {100 * (found.high - found.low) / 2:.{digits}f}"
