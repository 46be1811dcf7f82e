"""How well influence predicts, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fidelity:
    """Predicted against actual change of the targeted gap, over refits without random groups.

    correlation, slope  Pearson's, and of actual on predicted (1 = exact), for influence
    newton_correlation, newton_slope  the same for one Newton step; None: not determined
    """

    correlation: float
    slope: float
    groups: int
    rows_per_group: int
    newton_correlation: float | None = None
    newton_slope: float | None = None
