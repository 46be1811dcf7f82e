"""Path: follow the gap down in small steps, each predicted and then retrained.

At progress t <= 1 the pairs k of a gap whose largest smooth gap was G at the start have to meet
|F_k| <= (1 - t) G. The reported gap is the hard one, so the path goes on past the zero of the
smooth gap where a hard gap h_k is left of the sign that it had at the start:
sign(h_k) F_k <= -(t - 1) |h_k| for t > 1, until the hard gap on validation is smallest. A step
whose reached gaps are not the predicted ones (within 5 % of the start) is halved; the path ends
where even a small step cannot be predicted (docs/method.md, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

import numpy as np

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.influence.problem import (
    Problem,
    State,
    normalise,
    refit,
    smooth_gaps,
    target_influence,
    utility_influence,
)
from iffair_core.influence.scores import Influence
from iffair_core.weights.step import Bounds, smallest_step
from iffair_core.weights.trace import CLOSED, Patience, Settings, Step, Stop, accepted, one_class

Bound: TypeAlias = Callable[[float], tuple[Vector, Vector]]

TOLERANCE = 0.05
HALVINGS = 5
FARTHEST = 2.0
ROUNDING = 1e-9


def path(problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
    """Steps of the path; the last item says why it ended."""
    largest = _largest_of_gap(problem, plain.smooth)
    if largest.max() < CLOSED:
        yield Stop("The targeted gap is already closed, so there is nothing to reweight.")
        return
    bounds: Bound = partial(_closing, largest)
    patience = Patience(problem)
    state, t, size = plain, 0.0, 1.0 / settings.steps
    scale = float(np.abs(plain.smooth).max())
    directions: Matrix | None = None
    while t < FARTHEST - ROUNDING:
        influence = target_influence(problem, state, directions)
        directions = influence.solution.value
        moved = _move(problem, state, settings, influence, bounds, scale, t, size)
        if moved is None:
            yield Stop(
                f"The path ended after {min(t, 1):.0%} of the way: the next step could no longer "
                "be predicted from influence."
            )
            return
        t, state, predicted, size = moved
        if one_class(problem, state):
            yield Stop("The path ended where the next step would take one decision for all rows.")
            return
        yield accepted(t, state, predicted)
        if t < 1.0 - ROUNDING:
            continue
        if t <= 1.0 + ROUNDING:
            left = _left_over(plain.hard(problem), state.hard(problem))
            if not left.any():
                yield Stop("The path ended because the gap is closed.")
                return
            bounds = partial(_past_zero, left, TOLERANCE * largest)
        if patience.lost(state):
            yield Stop(
                "The path ended where further steps no longer narrowed the gap on validation rows."
            )
            return
    yield Stop("The path ended as far beyond a closed gap as it may go.")


def _largest_of_gap(problem: Problem, start: Vector) -> Vector:
    """(K,) for each contrast the largest starting gap among the pairs of its gap."""
    largest = np.zeros_like(start)
    for members in problem.targets.members():
        largest[list(members)] = np.abs(start[list(members)]).max()
    return largest


def _closing(largest: Vector, t: float) -> tuple[Vector, Vector]:
    """Lower and upper bounds (K,) of the smooth gaps on the way to zero."""
    reach = (1.0 - t) * largest
    return -reach, reach


def _past_zero(left: Vector, slack: Vector, t: float) -> tuple[Vector, Vector]:
    """Bounds past zero: pairs with a hard gap left go beyond it, the others stay near zero."""
    reach = (1.0 - t) * np.abs(left)
    lower = np.where(left < 0, -reach, np.where(left > 0, -np.inf, -slack))
    upper = np.where(left > 0, reach, np.where(left < 0, np.inf, slack))
    return lower, upper


def _left_over(start: Vector, now: Vector) -> Vector:
    """(K,) hard gaps that kept the sign they had at the start; 0 for the others."""
    return np.where(start * now > 0, now, 0.0)


def _move(
    problem: Problem,
    state: State,
    settings: Settings,
    influence: Influence,
    bounds: Bound,
    scale: float,
    t: float,
    size: float,
) -> tuple[float, State, Vector, float] | None:
    """Next (t, state, predicted gaps, step size), or None if no step can be predicted.

    ``scale`` is the largest smooth gap at the start, which the tolerance is a share of.
    """
    utility = None if settings.budget is None else utility_influence(problem, state)
    for _ in range(HALVINGS):
        ahead = min(t + size, 1.0) if t < 1.0 - ROUNDING else t + size
        lower, upper = bounds(ahead)
        limits = Bounds(
            influence, lower - state.smooth, upper - state.smooth, utility, settings.budget
        )
        change = smallest_step(state.weights, settings.max_weight, limits)
        weights = normalise(np.maximum(state.weights + change, 0.0))
        predicted = state.smooth + influence.change(weights - state.weights)
        try:
            reached = refit(problem, weights, state.fit.theta)
        except FitError:
            size /= 2.0
            continue
        actual = smooth_gaps(problem, reached.fit, state.cut)
        if np.abs(actual - predicted).max() <= TOLERANCE * scale:
            return ahead, reached, predicted, size
        size /= 2.0
    return None
