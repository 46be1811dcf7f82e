"""Points of the frontier: the operating point, and which points are dominated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iffair_core.arrays import Mask
from iffair_core.fairness.measure import targeted_gap
from iffair_core.fairness.utility import LOWER_IS_BETTER
from iffair_core.results import Measures, Point


def operating_point(
    points: Sequence[Point], gaps: Sequence[str], max_gap: float
) -> tuple[int, str | None]:
    """Index of the most accurate point on validation with a targeted gap of at most ``max_gap``.

    If none is that small, the point of the smallest gap, with a warning in words.
    """
    gap = [_number(targeted_gap(p.validation, gaps)) for p in points]
    accuracy = [_number(p.validation.utility["accuracy"], worst=-np.inf) for p in points]
    allowed = [i for i, g in enumerate(gap) if g <= max_gap]
    if allowed:
        return max(allowed, key=lambda i: (accuracy[i], -gap[i])), None
    best = min(range(len(points)), key=lambda i: (gap[i], -accuracy[i]))
    reached = "is undefined" if np.isinf(gap[best]) else f"is {gap[best]:.4f} on validation"
    return best, (
        f"No point has a gap of at most {max_gap:g} on validation; the smallest gap {reached} "
        f"(step {points[best].step}). Raise the largest gap allowed, take more steps or try "
        "another rule."
    )


def undominated(
    measures: Sequence[Measures], gaps: Sequence[str], utility: str = "accuracy"
) -> Mask:
    """(len(measures),) True where no other point has a gap and a utility at least as good.

    Of points that agree in both, all stay. A point with an undefined figure is dominated.
    """
    sign = -1.0 if utility in LOWER_IS_BETTER else 1.0
    gap = np.array([_number(targeted_gap(m, gaps)) for m in measures])
    value = np.array([_number(m.utility[utility], worst=-sign * np.inf) for m in measures]) * sign
    as_good = (gap[None, :] <= gap[:, None]) & (value[None, :] >= value[:, None])
    better = as_good & ((gap[None, :] < gap[:, None]) | (value[None, :] > value[:, None]))
    defined: Mask = np.isfinite(gap) & np.isfinite(value) & ~better.any(axis=1)
    return defined


def _number(figure: float | None, worst: float = np.inf) -> float:
    return worst if figure is None else figure
