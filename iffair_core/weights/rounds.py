"""Uniform and diverse: rules of our own after the paper, run in rounds (docs/method.md, section 4).

With F = sum_k |F_k| over the targets and s its influence, a round changes each weight by

    uniform   dw_i = -alpha w_i sign(s_i)
    diverse   dw_i = -alpha w_i clip(s_i / scale, -1, 1)     scale = 90th percentile of |s|

so that harmful rows (s_i > 0) weigh less and helpful ones more. Rows whose move alone, taken by
all rows, would raise the validation loss by more than the budget are left alone. Influence is
computed again after each warm refit. The sign of F_k is that of the *hard* gap on the target
rows; a round is shortened where a whole one is predicted to overshoot, and halved where it
overshot all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.errors import FitError
from iffair_core.influence.problem import (
    Problem,
    State,
    normalise,
    refit,
    target_influence,
    utility_influence,
)
from iffair_core.weights.guard import guard_of
from iffair_core.weights.trace import CLOSED, Settings, Step, Stop, accepted

SCALE_QUANTILE = 0.9
SMALLEST_ROUND = 0.1
"""The rule ends when even rounds below this share of the strength overshoot."""


def uniform(problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
    """Every harmful row's weight falls by one factor, every helpful row's rises by it."""
    return _rounds(problem, plain, settings, np.sign)


def diverse(problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
    """Each weight moves in proportion to its influence, clipped."""
    return _rounds(problem, plain, settings, _proportion)


def _proportion(s: Vector) -> Vector:
    scale = np.quantile(np.abs(s), SCALE_QUANTILE)
    return np.clip(s / scale, -1.0, 1.0) if scale > 0 else np.zeros_like(s)


def _rounds(
    problem: Problem, plain: State, settings: Settings, direction: Callable[[Vector], Vector]
) -> Iterator[Step | Stop]:
    state, strength = plain, settings.strength
    hard = plain.hard(problem)
    if np.abs(plain.smooth).max() < CLOSED:
        yield Stop("The targeted gap is already closed, so there is nothing to reweight.")
        return
    guard, taken = guard_of(problem, plain), 0
    while taken < settings.steps and strength >= SMALLEST_ROUND * settings.strength:
        change, predicted = _round(problem, state, settings.budget, strength, direction)
        weights = normalise(np.clip(state.weights + change, 0.0, settings.max_weight))
        try:
            reached = refit(problem, weights, state.fit)
        except FitError as error:
            yield Stop(f"The rule ended after {_rounds_words(taken)}: {error}")
            return
        now = reached.hard(problem)
        overshot = np.abs(now).sum() >= np.abs(hard).sum() and (now * hard < 0).any()
        if overshot or guard.stops(reached):
            strength /= 2.0
            continue
        state, hard, taken = reached, now, taken + 1
        yield accepted(float(taken), state, predicted)
    if taken == settings.steps:
        yield Stop(f"All {_rounds_words(taken)} that were asked for were taken.")
    else:
        yield Stop(
            f"The rule stopped after {_rounds_words(taken)}: even a tenth of another one would "
            "take a gap past zero and widen the whole."
        )


def _rounds_words(number: int) -> str:
    return "1 round" if number == 1 else f"{number} rounds"


def _round(
    problem: Problem,
    state: State,
    budget: float | None,
    strength: float,
    direction: Callable[[Vector], Vector],
) -> tuple[Vector, Vector]:
    """Change of the weights (n,) in one round, and the smooth gaps (K,) that it predicts."""
    influence = target_influence(problem, state)
    hard = state.hard(problem)
    s = influence.along(np.sign(hard))
    change = -strength * state.weights * direction(s)
    if budget is not None:
        u = utility_influence(problem, state)
        change = np.where(len(u) * u * change > budget, 0.0, change)
    change -= change.mean() * state.weights
    drop = -float(s @ change)
    if drop > 0:
        change *= min(1.0, float(np.abs(hard).sum()) / drop)
    return change, state.smooth + influence.change(change)
