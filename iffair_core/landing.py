"""A point between two of the frontier whose gap is just what was asked for.

The weights between two neighbouring points, (1 - f) w_a + f w_b, keep what both keep: they are
non-negative, of mean 1, and no larger than allowed. So a target gap that lies between two points
is estimated on that line at once, and reached by fits along it: f is sought between a point whose
gap on validation rows is wider than the target and one that keeps it, until the kept gap is
within TOLERANCE of the target. Gaps of decisions move in steps, so a small rest stays.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.fairness.measure import targeted_gap
from iffair_core.influence.problem import normalise, refit
from iffair_core.results import Point
from iffair_core.setting import Setting
from iffair_core.weights.trace import Step

TOLERANCE = 5e-4
NARROWEST = 1.0 / 256
FITS = 10
INWARD = 0.1
"""Each fit keeps this share of the bracket's width from its ends, so that it shrinks."""


@dataclass(frozen=True)
class Between:
    """Indices of neighbouring points: ``wider`` has a gap above the target, ``nearer`` keeps it.

    share  how far the target lies from the first to the second, by their gaps on validation rows
    """

    wider: int
    nearer: int
    share: float


def bracket(points: Sequence[Point], gaps: Sequence[str], target: float) -> Between | None:
    """Where the targeted gap first falls to the target; None if it never does, or was there."""
    found = [targeted_gap(p.validation, gaps) for p in points]
    for k, (before, after) in enumerate(pairwise(found)):
        if before is not None and after is not None and before > target >= after:
            return Between(k, k + 1, (before - target) / (before - after))
    return None


def weights_between(first: Vector, second: Vector, share: float) -> Vector:
    """(n,) weights on the line from ``first`` to ``second``."""
    return normalise((1.0 - share) * first + share * second)


def path_points(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points of the rule alone, numbered anew."""
    own = [point for point in points if point.landed is None]
    return tuple(dataclasses.replace(p, step=k) for k, p in enumerate(own))


def land(
    setting: Setting, points: Sequence[Point], gaps: Sequence[str], target: float
) -> tuple[tuple[Point, ...], int | None]:
    """The points with one more, and the index of that which keeps the target most closely.

    The index is None where no point keeps it. Of the points only parameters, weights and figures
    are used, so stored ones give the same as those just made.
    """
    points = path_points(points)
    at = bracket(points, gaps, target)
    if at is None:
        first = targeted_gap(points[0].validation, gaps)
        return points, 0 if first is not None and first <= target else None
    best = _search(setting, points[at.wider], points[at.nearer], gaps, target, at.share)
    if best is None:
        return points, at.nearer
    together = [*points[: at.nearer], best, *points[at.nearer :]]
    return tuple(dataclasses.replace(p, step=k) for k, p in enumerate(together)), at.nearer


def _search(
    setting: Setting,
    wider: Point,
    nearer: Point,
    gaps: Sequence[str],
    target: float,
    guess: float,
) -> Point | None:
    """The point nearest to the target among those that were fitted; None: ``nearer`` itself."""
    low, high, best = 0.0, 1.0, nearer
    over = _gap(wider, gaps) - target
    for _ in range(FITS):
        under = target - _gap(best, gaps)
        if under <= TOLERANCE or high - low <= NARROWEST:
            break
        place = guess if best is nearer and low == 0.0 else over / (over + under)
        f = low + (high - low) * float(np.clip(place, INWARD, 1.0 - INWARD))
        tried = _point(setting, wider, nearer, f)
        excess = _gap(tried, gaps) - target
        if excess > 0:
            low, over = f, excess
        else:
            high, best = f, tried
    return None if best is nearer else best


def _point(setting: Setting, wider: Point, nearer: Point, share: float) -> Point:
    weights = weights_between(wider.weights, nearer.weights, share)
    state = refit(setting.problem, weights, nearer.theta)
    step = Step(share, state, None, float(np.abs(state.smooth).max()))
    return dataclasses.replace(setting.point(nearer.step, step), landed=share)


def _gap(point: Point, gaps: Sequence[str]) -> float:
    gap = targeted_gap(point.validation, gaps)
    return np.inf if gap is None else gap
