"""Points of the frontier: the operating point, and which points are dominated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from iffair_core import words
from iffair_core.arrays import Mask, Vector
from iffair_core.fairness.measure import Measures, targeted_gap
from iffair_core.fairness.utility import LOWER_IS_BETTER
from iffair_core.results import Point

ROUNDING = 1e-12
"""An accuracy may miss its bound by this."""


def operating_point(
    points: Sequence[Point],
    gaps: Sequence[str],
    max_gap: float,
    bounds: Sequence[tuple[str, float]] = (),
    max_loss: float | None = None,
) -> tuple[int, str | None]:
    """Index of the most accurate point on validation whose gaps keep to what is allowed.

    Each gap may be ``max_gap``, or its own in ``bounds``; the accuracy may be lower than that of
    the first point (the plain model) by ``max_loss``. If no point keeps to all of it, the one
    whose gaps pass their bounds by the least in sum, among those that keep to ``max_loss``, with
    a warning in words.
    """
    allowed = {gap: dict(bounds).get(gap, max_gap) for gap in gaps}
    over = [excess(p.validation, allowed) for p in points]
    accuracy = [_number(p.validation.utility["accuracy"], worst=-np.inf) for p in points]
    least = -np.inf if max_loss is None else accuracy[0] - max_loss - ROUNDING
    useful = [i for i, a in enumerate(accuracy) if a >= least] or [0]
    gap = [_number(targeted_gap(p.validation, gaps)) for p in points]
    within = [i for i in useful if over[i] <= 0]
    if within:
        return max(within, key=lambda i: (accuracy[i], -gap[i])), None
    best = min(useful, key=lambda i: (over[i], -accuracy[i]))
    return best, _unmet(points[best], allowed, max_loss)


def excess(measures: Measures, allowed: Mapping[str, float]) -> float:
    """Sum by which gaps pass what is ``allowed``; infinite if none of them is defined."""
    figures = [(measures.gaps[gap], most) for gap, most in allowed.items()]
    defined = [max(gap - most, 0.0) for gap, most in figures if gap is not None]
    return sum(defined) if defined else float("inf")


def _unmet(best: Point, allowed: Mapping[str, float], max_loss: float | None) -> str:
    """What was asked for, and how near the point comes."""
    figures = {gap: best.validation.gaps[gap] for gap in allowed}
    price = "" if max_loss is None else f" for at most {words.points(max_loss)} of accuracy"
    if len(allowed) == 1:
        ((gap, most),) = allowed.items()
        if figures[gap] is None:
            return (
                f"{words.TITLES[gap]} cannot be measured on validation rows: no two groups have "
                f"enough of them. The most accurate point stands instead (step {best.step}). Take "
                "a larger table, or fewer and larger groups."
            )
        return (
            f"No point has a gap of at most {words.figure(most, gap)} on validation{price}; the "
            f"smallest gap there is {_reached(figures[gap], most, gap)} (step {best.step}). Raise "
            "the largest gap allowed, take more steps or try another rule."
        )
    over = ", ".join(
        f"{_spoken(gap)} {_reached(figure, allowed[gap], gap)} of "
        f"{words.figure(allowed[gap], gap)} allowed"
        for gap, figure in figures.items()
        if figure is None or figure > allowed[gap]
    )
    return (
        f"No point keeps all gaps within what is allowed on validation{price}; the nearest one is "
        f"step {best.step} ({over}). Allow larger gaps, target fewer or take more steps."
    )


def _reached(figure: float | None, allowed: float, gap: str) -> str:
    """A figure that passes what is allowed; "just over" where rounding would hide that."""
    told = words.figure(figure, gap)
    return f"just over {told}" if told == words.figure(allowed, gap) else told


def _spoken(gap: str) -> str:
    """Its title within a sentence."""
    title = words.TITLES[gap]
    return title[0].lower() + title[1:]


def undominated(
    measures: Sequence[Measures], gaps: Sequence[str], utility: str = "accuracy"
) -> Mask:
    """(len(measures),) True where no other point has a gap and a utility at least as good.

    Of points that agree in both, all stay. A point with an undefined figure is dominated.
    """
    sign = -1.0 if utility in LOWER_IS_BETTER else 1.0
    gap = np.array([_number(targeted_gap(m, gaps)) for m in measures])
    value = np.array([_number(m.utility[utility], worst=-sign * np.inf) for m in measures]) * sign
    defined: Mask = np.isfinite(gap) & np.isfinite(value) & nowhere_behind(gap, value)
    return defined


def nowhere_behind(gap: Vector, value: Vector) -> Mask:
    """(n,) True where no other point has at most the gap and at least the value, and one better."""
    as_good = (gap[None, :] <= gap[:, None]) & (value[None, :] >= value[:, None])
    better: Mask = as_good & ((gap[None, :] < gap[:, None]) | (value[None, :] > value[:, None]))
    free: Mask = np.logical_not(better.any(axis=1))
    return free


def _number(figure: float | None, worst: float = np.inf) -> float:
    return worst if figure is None else figure
