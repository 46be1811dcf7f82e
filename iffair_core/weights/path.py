"""Path: follow the gaps down in small steps, each predicted and then retrained.

At progress t <= 1 each target k has to meet |F_k| <= (1 - t pace_k) G_k, with G_k the largest
smooth gap at the start among the contrasts of its gap (``weights.schedule``). The reported gap is
the hard one, so the path goes on past the zero of the smooth gap where a hard gap h_k is left of
the sign that it had at the start: sign(h_k) F_k <= -(t - 1) G_k for t > 1, until the hard gap on
validation is smallest. A step whose reached gaps are not the predicted ones (within 5 % of the
largest at the start) is halved; the path ends where even a small step cannot be predicted, where
several gaps can no longer be kept on their way down together, or where the guard stops it
(docs/method.md, section 4).

With several gaps a step is the one nearest to a pull towards the best fit (``weights.pull``)
instead of to no change. The pull yields where a step with it would miss the schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np

from iffair_core.arrays import Mask, Matrix, Vector
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
from iffair_core.weights.guard import Guard, guard_of
from iffair_core.weights.pull import pull_to_fit
from iffair_core.weights.push import Push
from iffair_core.weights.schedule import Schedule, schedule_of
from iffair_core.weights.step import Bounds, Terms, smallest_step, terms_of
from iffair_core.weights.trace import CLOSED, Patience, Settings, Step, Stop, accepted
from iffair_core.words import percent

Bound: TypeAlias = Callable[[float], tuple[Vector, Vector]]

TOLERANCE = 0.05
HALVINGS = 5
FARTHEST = 2.0
ROUNDING = 1e-9


def path(problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
    """Steps of the path; the last item says why it ended."""
    schedule = schedule_of(problem, plain, settings)
    if (schedule.largest * schedule.pace).max() < CLOSED:
        yield Stop("The targeted gap is already closed or within its bound: nothing to reweight.")
        return
    bounds: Bound = partial(_closing, schedule)
    guard, patience = guard_of(problem, plain), Patience(problem)
    state, t, size = plain, 0.0, 1.0 / settings.steps
    slack = TOLERANCE * schedule.largest
    terms = terms_of(problem, settings.max_weight)
    directions: Matrix | None = None
    while t < FARTHEST - ROUNDING:
        influence = target_influence(problem, state, directions)
        directions = influence.solution.value
        moved = _move(problem, state, settings, terms, influence, bounds, t, size, slack.max())
        refusal = _refusal(moved, guard, bounds, slack.max())
        if moved is None or refusal:
            yield Stop(f"The path {_how_far(t)}: {refusal}.")
            return
        t, state, size = moved.progress, moved.state, moved.size
        yield accepted(t, state, moved.predicted, moved.push)
        if t < 1.0 - ROUNDING:
            continue
        if t <= 1.0 + ROUNDING:
            left = _left_over(plain.hard(problem), state.hard(problem), schedule.closes)
            if not left.any():
                yield Stop(_arrived(schedule))
                return
            held = np.maximum(slack, schedule.reach(1.0))
            bounds = partial(_past_zero, np.sign(left), schedule.largest, held)
        if patience.lost(state):
            yield Stop(
                "The path ended where further steps no longer narrowed the gap on validation rows."
            )
            return
    yield Stop("The path ended as far beyond a closed gap as it may go.")


def _how_far(t: float) -> str:
    if t < 1.0 - ROUNDING:
        return f"ended after {percent(t, 0)} of the way"
    return "went all of the way and ended there"


def _refusal(moved: _Moved | None, guard: Guard, bounds: Bound, slack: float) -> str | None:
    """Why a step is not taken, as a clause; None: it is."""
    if moved is None:
        return "the next step could no longer be predicted from influence"
    lower, upper = bounds(moved.progress)
    missed = np.maximum(moved.predicted - upper, lower - moved.predicted).max()
    if guard.several and missed > slack:
        return "no further step is predicted to narrow the gaps together"
    harm = guard.stops(moved.state)
    return f"the next step would {harm}" if harm else None


def _arrived(schedule: Schedule) -> str:
    if schedule.closes.all():
        return "The path ended because the gap is closed."
    return "The path ended because the gaps went as far as their bounds and paces ask for."


def _closing(schedule: Schedule, t: float) -> tuple[Vector, Vector]:
    """Lower and upper bounds (K,) of the smooth gaps on the way to zero."""
    reach = schedule.reach(t)
    return -reach, reach


def _past_zero(sign: Vector, largest: Vector, held: Vector, t: float) -> tuple[Vector, Vector]:
    """Bounds past zero: pairs with a hard gap left go beyond it at the pace they had before.

    ``sign`` (K,) is that of the hard gaps left; where it is 0 the smooth gap keeps within ``held``.
    """
    reach = (1.0 - t) * largest
    lower = np.where(sign < 0, -reach, np.where(sign > 0, -np.inf, -held))
    upper = np.where(sign > 0, reach, np.where(sign < 0, np.inf, held))
    return lower, upper


def _left_over(start: Vector, now: Vector, closes: Mask) -> Vector:
    """(K,) hard gaps that were to close and kept the sign they had at the start; else 0."""
    return np.where(closes & (start * now > 0), now, 0.0)


@dataclass(frozen=True, eq=False)
class _Moved:
    """A step of length ``size`` to ``progress``: where the gaps (K,) were predicted, the state.

    ``push`` is what moved the weights.
    """

    progress: float
    state: State
    predicted: Vector
    size: float
    push: Push


def _move(
    problem: Problem,
    state: State,
    settings: Settings,
    terms: Terms,
    influence: Influence,
    bounds: Bound,
    t: float,
    size: float,
    tolerance: float,
) -> _Moved | None:
    """The next step, or None if none is predicted to within ``tolerance``."""
    utility = None if settings.budget is None else utility_influence(problem, state)
    several = len(problem.targets.members()) > 1
    pull = pull_to_fit(problem, state) if several else None
    for _ in range(HALVINGS):
        ahead = min(t + size, 1.0) if t < 1.0 - ROUNDING else t + size
        lower, upper = bounds(ahead)
        limits = Bounds(
            influence, lower - state.smooth, upper - state.smooth, utility, settings.budget
        )
        wanted = None if pull is None else size * settings.steps * pull
        step = smallest_step(state.weights, terms, limits, wanted)
        pulled = wanted is not None and limits.missed(step.change).max() <= tolerance
        if wanted is not None and not pulled:
            step = smallest_step(state.weights, terms, limits)
        weights = normalise(np.maximum(state.weights + step.change, 0.0))
        predicted = state.smooth + influence.change(weights - state.weights)
        try:
            reached = refit(problem, weights, state.fit)
        except FitError:
            size /= 2.0
            continue
        actual = smooth_gaps(problem, reached, state.cut)
        if np.abs(actual - predicted).max() <= tolerance:
            push = replace(step.push, pull=size * settings.steps if pulled else 0.0)
            return _Moved(ahead, reached, predicted, size, push)
        size /= 2.0
    return None
