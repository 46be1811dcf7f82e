"""R_w of the logistic model, its gradient and its Hessian, each in one pass over the rows.

    R_w = (1/W) sum_i w_i loss(z_i, y_i) + (l2/2) |b|^2                  z = X b + b_0
    gradient = (1/W) sum_i w_i (p_i - y_i) (x_i, 1) + penalty * theta
    Hessian  = (1/W) sum_i w_i p_i (1 - p_i) (x_i, 1) (x_i, 1)^T + diag(penalty)

X may be float64 or float32. Sums are float64 either way, and so are logits and gradient, so that
a fit converges as far as it does in float64; only the products behind the Hessian are made in the
precision of X. For float32 that leaves a relative error of about 1e-7 in the Hessian, at half the
memory and about half the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.models.blocks import blocks, largest
from iffair_core.models.objective import row_loss


@dataclass(frozen=True, eq=False)
class Slope:
    """The gradient (p,) of R_w at some theta, and the logits (n,) there."""

    gradient: Vector
    z: Vector

    @property
    def norm(self) -> float:
        return float(np.linalg.norm(self.gradient))


@dataclass(frozen=True, eq=False)
class Risk:
    """R_w over features X (n, d), outcomes y and weights (n,), as a function of theta.

    ``penalty`` (p,) is l2, and 0 for the intercept; p = d + 1 with an intercept, else d.
    """

    X: Matrix
    y: Vector
    weight: Vector
    penalty: Vector

    def at(self, theta: Vector) -> Slope:
        d, total = self.X.shape[1], float(self.weight.sum())
        gradient, logits = self.penalty * theta, np.empty(len(self.X))
        for rows in blocks(self.X):
            features = self.X[rows].astype(np.float64, copy=False)
            z = np.matmul(features, theta[:d], out=logits[rows])
            z += theta[d:].sum()
            slope = self.weight[rows] * (expit(z) - self.y[rows])
            slope /= total
            gradient[:d] += slope @ features
            gradient[d:] += slope.sum()
        return Slope(gradient, logits)

    def objective(self, theta: Vector, z: Vector) -> float:
        """R_w at theta, whose logits are z (n,)."""
        loss = self.weight @ row_loss(z, self.y) / self.weight.sum()
        return float(loss + 0.5 * self.penalty @ theta**2)

    def hessian(self, z: Vector) -> Matrix:
        """(p, p) at the theta whose logits are z (n,)."""
        total = float(self.weight.sum())
        hessian = np.diag(self.penalty)
        scaled = np.empty((largest(self.X), len(hessian)), self.X.dtype)
        for rows in blocks(self.X):
            p = expit(z[rows])
            curvature = self.weight[rows] * p * (1.0 - p) / total
            hessian += _curvature(self.X[rows], curvature, scaled[: len(p)])
        return hessian


def _curvature(X: Matrix, curvature: Vector, scaled: Matrix) -> Matrix:
    """``sum_i curvature_i (x_i, 1) (x_i, 1)^T``, or without the 1; ``scaled`` (m, p) is scratch."""
    d = X.shape[1]
    root = np.sqrt(curvature).astype(X.dtype, copy=False)
    np.multiply(X, root[:, None], out=scaled[:, :d])
    scaled[:, d:] = root[:, None]
    product: Matrix = scaled.T @ scaled
    return product


def forward(X: Matrix, parameters: Matrix) -> Matrix:
    """X b + b_0 for parameters (p,) or (p, K): (n,) or (n, K)."""
    d = X.shape[1]
    product = np.empty((len(X), *parameters.shape[1:]))
    for rows in blocks(X):
        np.matmul(X[rows].astype(np.float64, copy=False), parameters[:d], out=product[rows])
    if len(parameters) > d:
        product += parameters[d]
    return product


def backward(X: Matrix, row_slopes: Matrix, *, intercept: bool) -> Matrix:
    """Transpose of ``forward``: (n,) or (n, K) to (p,) or (p, K)."""
    d = X.shape[1]
    product = np.zeros((d + intercept, *row_slopes.shape[1:]))
    for rows in blocks(X):
        product[:d] += X[rows].astype(np.float64, copy=False).T @ row_slopes[rows]
    if intercept:
        product[d] = row_slopes.sum(axis=0)
    return product
