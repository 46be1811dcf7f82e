"""The penalty of a logistic model, chosen by leave-one-out log loss on its own training rows.

No model is fitted again without a row: with q_i = grad z_i . H^-1 grad z_i a_i / W and the leverage
h_i = p_i (1 - p_i) q_i, the logit of row i under a model without it is, to first order,

    z_i + q_i (p_i - y_i) / (1 - h_i)

(the approximate leave-one-out of Rahnama Rad & Maleki, "A scalable estimate of the out-of-sample
prediction error via approximate leave-one-out cross-validation", JRSS B, 2020).
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.models.blocks import blocks
from iffair_core.models.logistic import LogisticFit, fit_logistic
from iffair_core.models.objective import row_loss

PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
PATIENCE = 2
"""The search ends after the loss rose so many times in a row."""


def choose_l2(X: Matrix, y: Vector, weight: Vector) -> float:
    """The penalty of ``PENALTIES`` with the smallest loss, for rows (n, d) with weights (n,).

    Raises FitError if the rows hold one outcome only.
    """
    losses: list[float] = []
    start: Vector | None = None
    for l2 in PENALTIES:
        fit = fit_logistic(X, y, weight, l2=l2, start=start)
        start = fit.theta
        losses.append(left_out_loss(fit, X, y, weight))
        if len(losses) > PATIENCE and losses[-1 - PATIENCE :] == sorted(losses[-1 - PATIENCE :]):
            break
    return PENALTIES[int(np.argmin(losses))]


def left_out_loss(fit: LogisticFit, X: Matrix, y: Vector, weight: Vector) -> float:
    """Weighted mean log loss of every row under a model without it."""
    z = fit.logit(X)
    p = expit(z)
    reach = _norms(fit, X) * weight / fit.total_weight
    left_out = z + reach * (p - y) / (1.0 - p * (1.0 - p) * reach)
    return float(weight @ row_loss(left_out, y) / weight.sum())


def _norms(fit: LogisticFit, X: Matrix) -> Vector:
    """(n,) grad z_i . H^-1 grad z_i, by blocks of rows."""
    norms = np.empty(len(X))
    for rows in blocks(X):
        gradients = np.ones((len(fit.theta), len(X[rows])))
        gradients[: X.shape[1]] = X[rows].T
        half = solve_triangular(fit.factor, gradients, lower=True)
        norms[rows] = np.einsum("pi,pi->i", half, half)
    return norms
