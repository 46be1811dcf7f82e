"""Logistic regression by Newton's method (docs/method.md, section 1).

    R_w(theta) = (1/W) sum_i w_i loss(z_i, y_i) + (l2/2) |b|^2     z = X b + b_0

with W = sum w and theta = (b, b_0); the intercept b_0 is not penalised. In scikit-learn's terms
C = 1/(l2 W). Influence needs a converged fit, so the gradient norm at the end is part of the
result, and so is the Cholesky factor of the Hessian at the solution. X is never copied: sums run
over blocks of rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.models.fit import Solution
from iffair_core.models.objective import row_loss

TOLERANCE = 1e-10
ROUNDING = 1e-7
MAX_ITERATIONS = 100
FLAT = 1e-8
"""Share of a column's mean square below which the curvature along it counts as none."""
BLOCK = 8192
"""Rows of one block of the Hessian: keeps the scaled copy of X in the cache."""


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """A converged fit (``iffair_core.models.fit.Fit``); p = d + 1, or d without an intercept.

    ``factor`` (p, p) is the lower Cholesky factor of the Hessian of R_w.
    """

    theta: Vector
    penalty: Vector
    total_weight: float
    gradient_norm: float
    iterations: int
    factor: Matrix

    def logit(self, X: Matrix) -> Vector:
        return forward(X, self.theta)

    def pushforward(self, X: Matrix, directions: Matrix) -> Matrix:
        return forward(X, directions)

    def pullback(self, X: Matrix, row_slopes: Matrix) -> Matrix:
        return backward(X, row_slopes, intercept=len(self.theta) > X.shape[1])

    def solve(self, right: Matrix, guess: Matrix | None = None) -> Solution:
        """By the kept factor; ``guess`` is of no use to a direct solve."""
        value: Matrix = cho_solve((self.factor, True), right)
        left = self.factor @ (self.factor.T @ value)
        size = np.linalg.norm(right, axis=0)
        error = np.linalg.norm(left - right, axis=0)
        residual = np.divide(error, size, out=np.zeros_like(size), where=size > 0)
        return Solution(value, residual, damping=0.0, iterations=0)


@dataclass(frozen=True)
class LogisticLearner:
    """Logistic regression with the penalty ``l2`` (``iffair_core.models.fit.Learner``)."""

    l2: float
    intercept: bool = True

    def fit(self, X: Matrix, y: Vector, weight: Vector, start: Vector | None = None) -> LogisticFit:
        return fit_logistic(X, y, weight, l2=self.l2, intercept=self.intercept, start=start)

    def logit(self, X: Matrix, theta: Vector) -> Vector:
        return forward(X, theta)


def forward(X: Matrix, parameters: Matrix) -> Matrix:
    """X b + b_0 for parameters (p,) or (p, K): (n,) or (n, K)."""
    d = X.shape[1]
    product: Matrix = X @ parameters[:d]
    return product + parameters[d] if len(parameters) > d else product


def backward(X: Matrix, row_slopes: Matrix, *, intercept: bool) -> Matrix:
    """Transpose of ``forward``: (n,) or (n, K) to (p,) or (p, K)."""
    product: Matrix = X.T @ row_slopes
    if not intercept:
        return product
    return np.concatenate([product, row_slopes.sum(axis=0, keepdims=True)])


def fit_logistic(
    X: Matrix,
    y: Vector,
    weight: Vector,
    *,
    l2: float,
    intercept: bool = True,
    start: Vector | None = None,
) -> LogisticFit:
    """Minimise R_w over rows (n, d) with outcomes y in {0, 1} and weights (n,).

    ``start`` is a warm start (p,). Raises FitError if the weighted rows hold one outcome only or
    Newton's method cannot converge (separable or collinear data without a penalty), with the
    cause and the remedy.
    """
    _check_outcomes(y, weight)
    penalty = np.append(np.full(X.shape[1], l2), [0.0] * intercept)
    total = float(weight.sum())
    theta = np.zeros(len(penalty)) if start is None else start.astype(np.float64)
    z = forward(X, theta)
    objective = _objective(z, y, weight, total, theta, penalty)
    for iteration in range(MAX_ITERATIONS + 1):
        p = expit(z)
        gradient = backward(X, weight * (p - y) / total, intercept=intercept) + penalty * theta
        norm = float(np.linalg.norm(gradient))
        factor = _factor(_hessian(X, weight * p * (1.0 - p) / total, penalty, intercept))
        if norm <= TOLERANCE:
            if l2 == 0.0:
                _check_curvature(factor, X)
            return LogisticFit(theta, penalty, total, norm, iteration, factor)
        step = cho_solve((factor, True), gradient)
        slope = float(gradient @ step)
        size = 1.0
        while True:
            candidate = theta - size * step
            z_new = forward(X, candidate)
            reached = _objective(z_new, y, weight, total, candidate, penalty)
            if reached <= objective - 1e-4 * size * slope:
                break
            if slope <= ROUNDING**2 and size == 1.0:
                break
            size /= 2.0
            if size < 1e-10:
                raise FitError(_not_converged(norm))
        theta, z, objective = candidate, z_new, reached
    raise FitError(_not_converged(norm))


def _check_outcomes(y: Vector, weight: Vector) -> None:
    used = y[weight > 0]
    if len(used) == 0 or used.min() == used.max():
        raise FitError(
            "All training rows with a positive weight have the same outcome, so there is nothing "
            "to learn. Choose another outcome or split, or weaken the reweighting."
        )


def _objective(
    z: Vector, y: Vector, weight: Vector, total: float, theta: Vector, penalty: Vector
) -> float:
    return float(weight @ row_loss(z, y) / total + 0.5 * penalty @ theta**2)


def _hessian(X: Matrix, curvature: Vector, penalty: Vector, intercept: bool) -> Matrix:
    """sum_i curvature_i (x_i, 1) (x_i, 1)^T + diag(penalty), by blocks of rows."""
    d = X.shape[1]
    hessian = np.diag(penalty)
    root = np.sqrt(curvature)
    for begin in range(0, len(X), BLOCK):
        rows = slice(begin, begin + BLOCK)
        scaled = X[rows] * root[rows, None]
        hessian[:d, :d] += scaled.T @ scaled
        if intercept:
            hessian[d, :d] += root[rows] @ scaled
    if intercept:
        hessian[:d, d] = hessian[d, :d]
        hessian[d, d] = curvature.sum()
    return hessian


def _factor(hessian: Matrix) -> Matrix:
    try:
        factor, _ = cho_factor(hessian, lower=True)
    except LinAlgError as error:
        raise FitError(
            "The features are collinear or separate the outcomes perfectly, so the model has no "
            "unique solution. Raise l2 above 0 (.001 is the default) or leave columns out."
        ) from error
    lower: Matrix = np.tril(factor)
    return lower


def _check_curvature(factor: Matrix, X: Matrix) -> None:
    """Raise FitError where the loss has gone flat along a column: theta is on its way to infinity.

    Separated outcomes let the gradient vanish without a minimum; the curvature of R_w along the
    column, H_jj = sum_k L_jk^2, vanishes with it.
    """
    curvature = np.sum(factor**2, axis=1)
    scale = np.append(np.mean(X**2, axis=0), 1.0)[: len(curvature)]
    if (curvature < FLAT * scale).any():
        raise FitError(
            "The features separate the outcomes perfectly, so the model has no finite solution. "
            "Raise l2 above 0 (.001 is the default) or leave columns out."
        )


def _not_converged(norm: float) -> str:
    return (
        f"The fit did not converge (gradient norm {norm:.1e}, wanted {TOLERANCE:.0e}): the "
        "features are nearly collinear or separate the outcomes perfectly. Raise l2 (.001 is the "
        "default) or leave columns out."
    )
