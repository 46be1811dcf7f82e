"""Logistic regression by Newton's method (docs/method.md, section 1).

    R_w(theta) = (1/W) sum_i w_i loss(z_i, y_i) + (l2/2) |theta|^2     z = design @ theta

with W = sum w; the intercept, the last column of the design (ones), is not penalised. In
scikit-learn's terms C = 1/(l2 W). Influence needs a converged fit, so the gradient norm at the
end is part of the result, and so is the Cholesky factor of the Hessian at the solution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.models.objective import row_loss

TOLERANCE = 1e-10
ROUNDING = 1e-7
MAX_ITERATIONS = 100
FLAT = 1e-8
"""Share of a column's mean square below which the curvature along it counts as none."""
BLOCK = 8192
"""Rows of one block of the Hessian: keeps the scaled copy of the design in the cache."""


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """A converged fit. p parameters; ``factor`` is the Cholesky factor of the Hessian of R_w.

    penalty        (p,) l2, and 0 for the intercept
    total_weight   W
    gradient_norm  Euclidean norm of the gradient of R_w at theta
    """

    theta: Vector
    penalty: Vector
    total_weight: float
    gradient_norm: float
    iterations: int
    factor: Matrix

    def logit(self, design: Matrix) -> Vector:
        """z (n,) of design rows (n, p)."""
        z: Vector = design @ self.theta
        return z

    def pushforward(self, design: Matrix, directions: Matrix) -> Matrix:
        """Derivative of z along parameter directions (p, K): (n, K)."""
        product: Matrix = design @ directions
        return product

    def pullback(self, design: Matrix, row_slopes: Matrix) -> Matrix:
        """Gradient of ``sum_i row_slopes_i z_i`` for each column of (n, K): (p, K)."""
        product: Matrix = design.T @ row_slopes
        return product

    def solve(self, right: Matrix) -> Matrix:
        """H^-1 right, for right (p, K)."""
        solution: Matrix = cho_solve((self.factor, True), right)
        return solution


def with_intercept(X: Matrix) -> Matrix:
    """(n, d) features to the (n, d + 1) design: a last column of ones."""
    return np.hstack([X, np.ones((len(X), 1))])


def fit_logistic(
    design: Matrix,
    y: Vector,
    weight: Vector,
    *,
    l2: float,
    intercept: bool = True,
    start: Vector | None = None,
) -> LogisticFit:
    """Minimise R_w over rows (n, p) with outcomes y in {0, 1} and weights (n,).

    ``intercept`` says whether the last column of the design is one; ``start`` is a warm start
    (p,). Raises FitError if the weighted rows hold one outcome only or Newton's method cannot
    converge (separable or collinear data without a penalty), with the cause and the remedy.
    """
    _check_outcomes(y, weight)
    penalty = np.full(design.shape[1], l2)
    if intercept:
        penalty[-1] = 0.0
    total = float(weight.sum())
    theta = np.zeros(design.shape[1]) if start is None else start.astype(np.float64)
    z = design @ theta
    objective = _objective(z, y, weight, total, theta, penalty)
    for iteration in range(MAX_ITERATIONS + 1):
        p = expit(z)
        gradient = design.T @ (weight * (p - y)) / total + penalty * theta
        norm = float(np.linalg.norm(gradient))
        factor = _factor(_hessian(design, weight * p * (1.0 - p), total, penalty))
        if norm <= TOLERANCE:
            if l2 == 0.0:
                _check_curvature(factor, design)
            return LogisticFit(theta, penalty, total, norm, iteration, factor)
        step = cho_solve((factor, True), gradient)
        slope = float(gradient @ step)
        size = 1.0
        while True:
            candidate = theta - size * step
            z_new = design @ candidate
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


def _hessian(design: Matrix, curvature: Vector, total: float, penalty: Vector) -> Matrix:
    hessian = np.diag(penalty)
    root = np.sqrt(curvature / total)
    for begin in range(0, len(design), BLOCK):
        rows = slice(begin, begin + BLOCK)
        scaled = design[rows] * root[rows, None]
        hessian += scaled.T @ scaled
    return hessian


def _factor(hessian: Matrix) -> Matrix:
    try:
        factor, _ = cho_factor(hessian, lower=True)
    except LinAlgError as error:
        raise FitError(
            "The features are collinear or separate the outcomes perfectly, so the model has no "
            "unique solution. Raise l2 above 0 (.001 is the default) or leave columns out."
        ) from error
    lower: Matrix = factor
    return lower


def _check_curvature(factor: Matrix, design: Matrix) -> None:
    """Raise FitError where the loss has gone flat along a column: theta is on its way to infinity.

    Separated outcomes let the gradient vanish without a minimum; the curvature of R_w along the
    column, H_jj = sum_k L_jk^2, vanishes with it.
    """
    curvature = np.sum(np.tril(factor) ** 2, axis=1)
    if (curvature < FLAT * np.mean(design**2, axis=0)).any():
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
