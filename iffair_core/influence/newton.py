"""Parameters after a change of training rows, predicted without a pass over the others.

A change moves weights w to w', their sum W to W', and outcomes y to y'. At the converged theta,

    r = -(1/W) [sum_i (w'_i (p_i - y'_i) - w_i (p_i - y_i)) grad z_i + (W' - W) l2 theta]
    U =  (1/W) [sum_i (w'_i - w_i) p_i (1 - p_i) grad z_i grad z_i^T + (W' - W) l2]

where only changed rows have a term, and (W'/W) times gradient and Hessian of the new objective are
-r and H + U. Influence is the step H^-1 r, one Newton step on the new objective (H + U)^-1 r: it
knows that the curvature changes with the rows, which the first-order step does not. For one row
that is left out the two differ by the factor 1 / (1 - h_i) of its leverage
(``iffair_core.influence.leverage``).

For a network H is the matrix of its fit (Gauss-Newton with its damping), linearised at theta.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.influence.change import Change
from iffair_core.models.fit import Fit, Solution
from iffair_core.models.rows import Rows

TOLERANCE = 1e-4
MAX_ITERATIONS = 40


@dataclass(frozen=True, eq=False)
class Predicted:
    """Steps (p,) away from theta after a change, and how the first of them was solved.

    influence  H^-1 r
    newton     (H + U)^-1 r
    residual   |(H + U) newton - r| / |r|
    solution   of H influence = r
    """

    influence: Vector
    newton: Vector
    residual: float
    solution: Solution


@dataclass(frozen=True, eq=False)
class _Update:
    """r (p,), and what the product with U needs: changed rows, their curvatures, the penalty."""

    fit: Fit
    X: Matrix
    right: Vector
    curvature: Vector
    penalty: Vector

    def times(self, direction: Vector) -> Vector:
        """U direction, (p,)."""
        along = self.fit.pushforward(self.X, direction[:, None])
        product: Vector = self.fit.pullback(self.X, self.curvature[:, None] * along)[:, 0]
        return product + self.penalty * direction


def predicted_step(fit: Fit, train: Rows, weights: Vector, change: Change) -> Predicted:
    """Both predictions, for our weights (n,) behind the fit."""
    update = _update(fit, train, weights, change)
    first = fit.solve(update.right[:, None])
    influence = first.value[:, 0]
    newton, residual = _conjugate_gradients(update, influence)
    return Predicted(influence, newton, residual, first)


def _update(fit: Fit, train: Rows, weights: Vector, change: Change) -> _Update:
    rows = change.rows
    X, own, y = train.X[rows], train.weight[rows], train.y[rows]
    before, after = own * weights[rows], own * change.weights(weights)[rows]
    p = expit(fit.logit(X))
    slopes = after * (p - change.outcomes(train.y)[rows]) - before * (p - y)
    grown = float((after - before).sum()) / fit.total_weight
    right = -fit.pullback(X, slopes[:, None] / fit.total_weight)[:, 0]
    return _Update(
        fit=fit,
        X=X,
        right=right - grown * fit.penalty * fit.theta,
        curvature=(after - before) * p * (1.0 - p) / fit.total_weight,
        penalty=grown * fit.penalty,
    )


def _conjugate_gradients(update: _Update, influence: Vector) -> tuple[Vector, float]:
    """(H + U)^-1 r with H as preconditioner, and the residual that is left.

    The solve with H also tells the product with H: each direction is a combination of solutions,
    whose right sides are known. So H itself is never applied.
    """
    size = float(np.linalg.norm(update.right))
    step = np.zeros_like(influence)
    if size == 0.0:
        return step, 0.0
    remaining, solved = update.right, influence
    direction, image = solved, remaining
    for _ in range(MAX_ITERATIONS):
        product = image + update.times(direction)
        energy = float(remaining @ solved)
        length = energy / float(direction @ product)
        step = step + length * direction
        remaining = remaining - length * product
        if np.linalg.norm(remaining) <= TOLERANCE * size:
            break
        solved = update.fit.solve(remaining[:, None]).value[:, 0]
        along = float(remaining @ solved) / energy
        direction, image = solved + along * direction, remaining + along * image
    return step, float(np.linalg.norm(remaining)) / size
