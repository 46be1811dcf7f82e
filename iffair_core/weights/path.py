"""Path: follow the gap down in small steps, each predicted and then retrained.

At progress t the targets k of a gap with largest start G have to meet |F_k| <= (1 - t) G while
t <= 1; past the zero of the smooth gap (t > 1) every pair goes on through its own zero,
sign(F_k0) F_k <= (1 - t) |F_k0|, because the reported gap is the hard one. A step whose reached
gaps are not the predicted ones (within 5 % of the start) is halved; the path ends where even a
small step cannot be predicted (docs/method.md, section 4).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.errors import FitError
from iffair_core.weights.problem import (
    Problem,
    State,
    normalise,
    refit,
    smooth_gaps,
    target_influence,
    utility_influence,
)
from iffair_core.weights.step import Bounds, smallest_step
from iffair_core.weights.trace import CLOSED, Patience, Settings, Step, Stop, accepted, one_class

TOLERANCE = 0.05
HALVINGS = 5
FARTHEST = 2.0


def path(problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
    """Steps of the path; the last item says why it ended."""
    start = plain.smooth
    largest = _largest_of_gap(problem, start)
    if largest.max() < CLOSED:
        yield Stop("The targeted gap is already closed, so there is nothing to reweight.")
        return
    state, t, size = plain, 0.0, 1.0 / settings.steps
    patience = Patience(problem)
    while t < FARTHEST - 1e-9:
        moved = _move(problem, state, settings, start, t, size)
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
        if t >= 1.0 - 1e-9 and patience.lost(state):
            yield Stop("The path went on until the gap on validation no longer fell.")
            return
    yield Stop("The path went as far past a closed gap as it may.")


def _largest_of_gap(problem: Problem, start: Vector) -> Vector:
    """(K,) for each contrast the largest starting gap among the pairs of its gap."""
    largest = np.zeros_like(start)
    for members in problem.groups_of_targets():
        largest[list(members)] = np.abs(start[list(members)]).max()
    return largest


def _bounds(problem: Problem, start: Vector, t: float) -> tuple[Vector, Vector]:
    """Lower and upper bounds (K,) of the smooth gaps at progress t."""
    if t <= 1.0:
        reach = (1.0 - t) * _largest_of_gap(problem, start)
        return -reach, reach
    reach = (1.0 - t) * np.abs(start)
    positive = start >= 0
    return np.where(positive, -np.inf, -reach), np.where(positive, reach, np.inf)


def _move(
    problem: Problem, state: State, settings: Settings, start: Vector, t: float, size: float
) -> tuple[float, State, Vector, float] | None:
    """Next (t, state, predicted gaps, step size), or None if no step can be predicted."""
    influence = target_influence(problem, state)
    utility = None if settings.budget is None else utility_influence(problem, state)
    scale = np.abs(start).max()
    for _ in range(HALVINGS):
        ahead = min(t + size, 1.0) if t < 1.0 - 1e-9 else t + size
        lower, upper = _bounds(problem, start, ahead)
        limits = Bounds(
            influence, lower - state.smooth, upper - state.smooth, utility, settings.budget
        )
        change = smallest_step(state.weights, settings.max_weight, limits)
        weights = normalise(np.maximum(state.weights + change, 0.0))
        predicted = state.smooth + (weights - state.weights) @ influence
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
