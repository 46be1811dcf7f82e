"""Influence of every training row on any smooth function of the model (docs/method.md, section 3).

With H the Hessian of R_w at the converged theta and F a smooth function of theta,

    s_i = dF/dw_i = -(a_i/W) grad F . H^-1 (grad loss_i + l2 theta)    theta without what is free

where a_i is the user's own sample weight (w_i multiplies it), W = sum a_i w_i, and "free" are the
parameters without a penalty. The influence of all n rows on B functions takes one solve and one
forward-mode product: grad loss_i . v = (p_i - y_i) (grad z_i . v).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.models.fit import Fit, Solution
from iffair_core.models.rows import Rows


@dataclass(frozen=True, eq=False)
class Influence:
    """What raising the weight of each of n training rows by one does to K functions.

    The functions are mixtures of B others, of which there may be far fewer: ``basis`` (n, B) and
    ``mixing`` (B, K). ``solution`` holds the directions H^-1 grad (p, B) and how they were found.
    First order: exact for a small change of one weight, an approximation for large or joint ones.
    """

    basis: Matrix
    mixing: Matrix
    solution: Solution

    def of(self, k: int | Codes) -> Matrix:
        """(n,) or (n, len(k)): the influence on the functions ``k``."""
        chosen: Matrix = self.basis @ self.mixing[:, k]
        return chosen

    def along(self, combination: Vector) -> Vector:
        """(n,) influence on a linear combination (K,) of the functions."""
        combined: Vector = self.basis @ (self.mixing @ combination)
        return combined

    def change(self, weights: Vector) -> Vector:
        """(K,) predicted change of the functions under a change of the weights (n,)."""
        predicted: Vector = (weights @ self.basis) @ self.mixing
        return predicted


def loss_gradient(fit: Fit, rows: Rows) -> Matrix:
    """Gradient (p, 1) of the weighted mean log loss on ``rows``."""
    slope = rows.weight * (expit(fit.logit(rows.X)) - rows.y) / rows.weight.sum()
    return fit.pullback(rows.X, slope[:, None])


def row_influence(
    fit: Fit, train: Rows, gradients: Matrix, guess: Matrix | None = None
) -> tuple[Matrix, Solution]:
    """s (n, B) for functions with gradients (p, B) at the fit, and the solve behind it.

    ``guess`` (p, B) is where an iterative solver begins.
    """
    solution = fit.solve(gradients, guess)
    shrinkage = (fit.penalty * fit.theta) @ solution.value
    residual = expit(fit.logit(train.X)) - train.y
    influence = fit.pushforward(train.X, solution.value)
    influence *= residual[:, None]
    influence += shrinkage
    influence *= (train.weight / -fit.total_weight)[:, None]
    return influence, solution


def mixed_influence(
    fit: Fit, train: Rows, gradients: Matrix, mixing: Matrix, guess: Matrix | None = None
) -> Influence:
    """Influence on the mixtures ``gradients @ mixing``, by whichever has fewer columns."""
    if mixing.shape[1] <= mixing.shape[0]:
        gradients, mixing = gradients @ mixing, np.eye(mixing.shape[1])
    basis, solution = row_influence(fit, train, gradients, guess)
    return Influence(basis, mixing, solution)
