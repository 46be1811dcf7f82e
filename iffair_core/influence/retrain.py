"""The proof of influence: change weights, retrain, and compare predicted with actual."""

from __future__ import annotations

import numpy as np
from scipy.stats import linregress

from iffair_core.arrays import Codes, Vector
from iffair_core.influence.problem import Problem, State, refit, smooth_gaps, target_influence
from iffair_core.results import Fidelity

GROUPS = 12
SHARE_OF_ROWS = 0.02


def predicted_and_actual(
    problem: Problem, state: State, changed: list[Codes], change: Vector | None = None
) -> tuple[Vector, Vector]:
    """Change of the leading target for each set of training rows, predicted and after a refit.

    ``changed`` lists row positions; their weights fall to 0, or change by ``change`` (one number
    a set). The leading target is the one with the largest smooth gap. Both (len(changed),).
    """
    leading = int(np.argmax(np.abs(state.smooth)))
    influence = target_influence(problem, state).of(leading)
    predicted, actual = np.empty(len(changed)), np.empty(len(changed))
    for i, rows in enumerate(changed):
        weights = state.weights.copy()
        weights[rows] = 0.0 if change is None else weights[rows] + change[i]
        refitted = refit(problem, weights, state.fit.theta)
        predicted[i] = (weights - state.weights) @ influence
        actual[i] = smooth_gaps(problem, refitted.fit, state.cut)[leading] - state.smooth[leading]
    return predicted, actual


def fidelity(problem: Problem, state: State, *, seed: int, groups: int = GROUPS) -> Fidelity | None:
    """Fidelity over random groups of 2 % of the rows, each left out once.

    None if there are too few rows to leave groups out, or no target.
    """
    n = len(state.weights)
    size = max(1, round(SHARE_OF_ROWS * n))
    if len(problem.targets) == 0 or n < 2 * groups:
        return None
    generator = np.random.default_rng(seed)
    chosen = [generator.choice(n, size, replace=False) for _ in range(groups)]
    predicted, actual = predicted_and_actual(problem, state, chosen)
    if np.ptp(predicted) == 0:
        return None
    line = linregress(predicted, actual)
    return Fidelity(float(line.rvalue), float(line.slope), groups, size)
