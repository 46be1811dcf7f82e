"""Influence of every training row on any smooth function of the model (docs/method.md, section 3).

With H the Hessian of R_w at the converged theta and F a smooth function of theta,

    s_i = dF/dw_i = -(a_i/W) grad F . H^-1 (grad loss_i + l2 theta)        theta without intercept

where a_i is the user's own sample weight (w_i multiplies it) and W = sum a_i w_i. The influence
of all n rows on K functions takes one solve of the kept factor and one product with the design:
grad loss_i . v = (p_i - y_i) (x_i . v).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.fairness.gaps import Contrast
from iffair_core.models.logistic import LogisticFit


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows as the model sees them: design (n, p), outcomes y (n,), the user's weights (n,)."""

    design: Matrix
    y: Vector
    weight: Vector


def gap_gradients(
    fit: LogisticFit, rows: Rows, contrasts: Sequence[Contrast], cut: float
) -> tuple[Vector, Matrix]:
    """Smooth gaps (K,) of the contrasts on ``rows`` and their gradients (p, K)."""
    z = fit.logit(rows.design)
    evaluated = [contrast.smooth(z, rows.y, cut) for contrast in contrasts]
    values = np.array([value for value, _ in evaluated])
    slopes = np.column_stack([slope for _, slope in evaluated])
    return values, fit.pullback(rows.design, slopes)


def loss_gradient(fit: LogisticFit, rows: Rows) -> Matrix:
    """Gradient (p, 1) of the weighted mean log loss on ``rows``."""
    slope = rows.weight * (expit(fit.logit(rows.design)) - rows.y) / rows.weight.sum()
    return fit.pullback(rows.design, slope[:, None])


def row_influence(fit: LogisticFit, train: Rows, gradients: Matrix) -> Matrix:
    """s (n, K): what raising the weight of each training row by one does to each function.

    ``gradients`` (p, K) are those of the functions at the fit. First order: exact for a small
    change of one weight, an approximation for large or joint ones.
    """
    directions = fit.solve(gradients)
    residual = expit(fit.logit(train.design)) - train.y
    along = residual[:, None] * fit.pushforward(train.design, directions)
    shrinkage = (fit.penalty * fit.theta) @ directions
    influence: Matrix = -(train.weight / fit.total_weight)[:, None] * (along + shrinkage)
    return influence
