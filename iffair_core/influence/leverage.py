"""Leverage of single rows, and what the model loses when one of them is left out.

    h_i = (w_i / W) p_i (1 - p_i) grad z_i . H^-1 grad z_i            for z linear, grad z_i = x_i

Without row i the curvature along it is gone too, so first-order influence falls short by the
factor 1 / (1 - h_i) (the one-step leave-one-out of Pregibon, 1981). h_i is that of logistic
regression, and for a network that of its linearisation.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Codes, Vector
from iffair_core.models.fit import Fit
from iffair_core.models.rows import Rows

BLOCK = 128
"""Rows whose gradients are formed at a time."""


def leverage(fit: Fit, train: Rows, weights: Vector, rows: Codes) -> Vector:
    """h (k,) of the training rows at the positions ``rows``, for our weights (n,).

    One right-hand side a row: cheap with a factor at hand, meant for few rows otherwise.
    """
    found = np.empty(len(rows))
    for begin in range(0, len(rows), BLOCK):
        block = rows[begin : begin + BLOCK]
        X = train.X[block]
        gradients = fit.pullback(X, np.eye(len(block)))
        p = expit(fit.logit(X))
        share = train.weight[block] * weights[block] / fit.total_weight
        square = np.einsum("pk,pk->k", gradients, fit.solve(gradients).value)
        found[begin : begin + BLOCK] = share * p * (1.0 - p) * square
    return found


def left_out(fit: Fit, train: Rows, weights: Vector, influence: Vector, rows: Codes) -> Vector:
    """(k,) predicted change of a function when each of ``rows`` alone is left out.

    ``influence`` (n,) is that of a unit of weight of every training row on the function.
    """
    change: Vector = -weights[rows] * influence[rows]
    return change / (1.0 - leverage(fit, train, weights, rows))
