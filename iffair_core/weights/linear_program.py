"""The linear program of Li & Liu, "Achieving Fairness at No Utility Cost via Data Reweighing with
Influence", ICML 2022 (docs/method.md, section 4).

    minimise sum x   subject to   0 <= x <= 1
                                  sign(F_k) s_k . x >= |F_k| - (1 - beta) G_k
                                  u . x >= gain                       predicted fall of the loss

x is the removed weight of a row, w = 1 - x, and G_k the largest |F| among the pairs of the same
rate: of two groups the gap falls by beta, of many those pairs fall that stand above (1 - beta) G.
HiGHS solves it. Each beta of the frontier is one leap from the plain model and one refit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog

from iffair_core.arrays import Matrix, Vector
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
from iffair_core.weights.trace import CLOSED, Patience, Settings, Step, Stop, accepted
from iffair_core.words import percent


def removal(influence: Matrix, falls: Vector, utility: Vector, *, gain: float) -> Vector | None:
    """Removed weight x (n,); None if no removal meets the constraints.

    influence  (n, K) of each row on the size of each gap
    falls      (K,) least predicted fall of each
    utility    (n,) influence of each row on the loss
    gain       least predicted fall of the loss; negative: the rise that is allowed
    """
    least = np.append(falls, gain)
    rows = np.column_stack([influence, utility])
    scale = np.abs(rows).max(axis=0)
    solution = linprog(
        np.ones(len(utility)),
        A_ub=-(rows / scale).T,
        b_ub=-least / scale,
        bounds=(0.0, 1.0),
        method="highs",
    )
    removed: Vector | None = solution.x if solution.status == 0 else None
    return None if removed is None else np.clip(removed, 0.0, 1.0)


def linear_program(problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
    """One leap for each beta = 1/steps, 2/steps, ... 1; ``budget`` bounds the loss (None: 0)."""
    if np.abs(plain.smooth).max() < CLOSED:
        yield Stop("The targeted gap is already closed, so there is nothing to reweight.")
        return
    influence = target_influence(problem, plain)
    utility = utility_influence(problem, plain)
    largest = _largest_of_rate(problem, plain.smooth)
    guard, patience = guard_of(problem, plain), Patience(problem)
    for beta in np.arange(1, settings.steps + 1) / settings.steps:
        falls = np.abs(plain.smooth) - (1.0 - beta) * largest
        above = np.flatnonzero(falls > 0)
        harm = influence.of(above) * np.sign(plain.smooth[above])
        removed = removal(harm, falls[above], utility, gain=-(settings.budget or 0.0))
        if removed is None or removed.sum() >= len(removed) - 1:
            yield Stop(
                f"No removal of rows is predicted to close {percent(beta, 0)} of the gap within "
                "the budget."
            )
            return
        weights = normalise(1.0 - removed)
        try:
            state = refit(problem, weights, plain.fit)
        except FitError as error:
            yield Stop(f"The rule ended before {percent(beta, 0)} of the gap: {error}")
            return
        if reason := guard.stops(state):
            yield Stop(f"The rule ended because the next leap would {reason}.")
            return
        predicted = plain.smooth + influence.change(weights - plain.weights)
        yield accepted(float(beta), state, predicted)
        if patience.lost(state):
            yield Stop("Removing more rows no longer narrowed the gap on validation rows.")
            return
    yield Stop("Every share of the gap was tried.")


def _largest_of_rate(problem: Problem, gaps: Vector) -> Vector:
    """(K,) for each target the largest gap among those of its rate."""
    names = np.array([f"{c.gap} {c.rate}" for c in problem.targets.contrasts])
    return np.array([np.abs(gaps[names == name]).max() for name in names])
