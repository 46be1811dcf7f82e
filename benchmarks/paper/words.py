"""Means over seeds as text."""

from __future__ import annotations

from iffair_core.comparison.estimate import Estimate


def told(found: Estimate | None, digits: int = 1) -> str:
    """A share or a difference of shares in points, "4.1 ± 0.3"; without ± for a single seed."""
    if found is None:
        return "undefined"
    value = f"{100 * found.mean:.{digits}f}"
    if found.low is None or found.high is None:
        return value
    return f"{value} ± {100 * (found.high - found.low) / 2:.{digits}f}"
