"""The smallest change of the weights that is predicted to meet bounds (docs/method.md, section 4).

    minimise 1/2 |dw - pull|^2   subject to   lower_k <= s_k . dw <= upper_k,   u . dw <= budget,
                                              sum dw = 0,   0 <= w + dw <= w_max

with a pull of 0 unless one is given. The dual has two variables a target, one for the budget and
one for the sum, and the minimiser is dw = clip(pull - A^T mu, -w, w_max - w): an evaluation costs
O(nK). Multipliers are bounded, which makes the bounds of targets that cannot be met together an
exact penalty instead of a failure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.influence.scores import Influence

LARGEST_RMS_CHANGE = 0.5
"""Bound of a multiplier: one target alone moves the weights by at most this, root mean square."""


MISSED = 1e-6
"""A predicted target may pass its bound by this before it joins the program."""
ROUNDS = 20


@dataclass(frozen=True, eq=False)
class Bounds:
    """Bounds of the predicted changes of K targets: ``lower`` and ``upper`` (K,).

    An infinite bound is absent. ``utility`` (n,) and ``budget`` bound the predicted rise of the
    validation loss; None leaves it free.
    """

    influence: Influence
    lower: Vector
    upper: Vector
    utility: Vector | None = None
    budget: float | None = None

    def missed(self, change: Vector) -> Vector:
        """(K,) by how much a change of the weights (n,) is predicted to pass each bound."""
        predicted = self.influence.change(change)
        return np.maximum(predicted - self.upper, self.lower - predicted)


def smallest_step(
    weights: Vector, max_weight: float, bounds: Bounds, pull: Vector | None = None
) -> Vector:
    """dw (n,) for weights (n,) of mean 1, nearest to ``pull`` (n,); None: to no change.

    Of many targets few bind: the program holds those that were ever predicted to miss a bound,
    and is solved again until no other one does.
    """
    active = np.zeros(len(bounds.lower), dtype=bool)
    wanted = np.zeros(len(weights)) if pull is None else pull
    change = _solve(weights, max_weight, bounds, wanted, np.flatnonzero(active))
    for _ in range(ROUNDS):
        missed = bounds.missed(change) > MISSED
        if not (missed & ~active).any():
            break
        active |= missed
        change = _solve(weights, max_weight, bounds, wanted, np.flatnonzero(active))
    return change


def _solve(
    weights: Vector, max_weight: float, bounds: Bounds, pull: Vector, active: Codes
) -> Vector:
    rows, limits, capped = _constraints(bounds, active, len(weights))
    low, high = -weights, max_weight - weights

    def negative_dual(mu: Vector) -> tuple[float, Vector]:
        change = np.clip(pull - rows @ mu, low, high)
        slack = change @ rows - limits
        away = change - pull
        return -float(0.5 * away @ away + mu @ slack), -slack

    largest = LARGEST_RMS_CHANGE * np.sqrt(len(weights))
    box = [(0.0, largest)] * capped + [(None, None)]
    solution = minimize(
        negative_dual,
        np.zeros(len(limits)),
        jac=True,
        method="L-BFGS-B",
        bounds=box,
        options={"maxiter": 500, "ftol": 1e-15, "gtol": 1e-9},
    )
    step: Vector = np.clip(pull - rows @ solution.x, low, high)
    return step


def _constraints(bounds: Bounds, active: Codes, n: int) -> tuple[Matrix, Vector, int]:
    """Rows a_j (as columns) of unit length, limits b_j of a_j . dw <= b_j, and their number.

    The last column is the equality sum dw = 0.
    """
    influence = bounds.influence.of(active)
    above, below = bounds.upper[active], bounds.lower[active]
    upper, lower = np.isfinite(above), np.isfinite(below)
    columns = [influence[:, upper], -influence[:, lower]]
    limits = [above[upper], -below[lower]]
    if bounds.utility is not None and bounds.budget is not None:
        columns.append(bounds.utility[:, None])
        limits.append(np.array([bounds.budget]))
    rows, limit = np.hstack(columns), np.concatenate(limits)
    length = np.linalg.norm(rows, axis=0)
    rows, limit = rows[:, length > 0] / length[length > 0], limit[length > 0] / length[length > 0]
    total = np.full((n, 1), 1.0 / np.sqrt(n))
    return np.hstack([rows, total]), np.append(limit, 0.0), len(limit)
