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

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.models.fit import Solution
from iffair_core.models.logistic_sums import Sums, backward, forward, sums

TOLERANCE = 1e-10
ROUNDING = 1e-7
MAX_ITERATIONS = 100
FLAT = 1e-8
"""Share of a column's mean square below which the curvature along it counts as none."""
SMALLEST_STEP = 1e-10
PART = 8
"""A cold start on many rows is fitted to one row of so many, to the gradient norm ROUGH."""
ROUGH = 1e-4
MANY = 160
"""Rows a parameter that count as many: the part then has 20, and its fit is a good start."""


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


def fit_logistic(
    X: Matrix,
    y: Vector,
    weight: Vector,
    *,
    l2: float,
    intercept: bool = True,
    start: Vector | None = None,
    tolerance: float = TOLERANCE,
) -> LogisticFit:
    """Minimise R_w over rows (n, d) with outcomes y in {0, 1} and weights (n,).

    ``start`` is a warm start (p,), ``tolerance`` the gradient norm to reach; iterations are
    counted on all rows, not on the part that a cold start is fitted to. Raises FitError if the
    weighted rows hold one outcome only or Newton's method cannot converge (separable or collinear
    data without a penalty), with the cause and the remedy.
    """
    _check_outcomes(y, weight)
    penalty = np.append(np.full(X.shape[1], l2), [0.0] * intercept)
    theta = _cold_start(X, y, weight, l2, intercept) if start is None else start.astype(np.float64)
    here = sums(X, y, weight, theta, penalty)
    for iteration in range(MAX_ITERATIONS + 1):
        norm = float(np.linalg.norm(here.gradient))
        factor = _factor(here.hessian)
        if norm <= tolerance:
            if l2 == 0.0:
                _check_curvature(factor, X)
            return LogisticFit(theta, penalty, float(weight.sum()), norm, iteration, factor)
        theta, here = _newton_step(X, y, weight, theta, penalty, here, factor)
    raise FitError(_not_converged(norm))


def _cold_start(X: Matrix, y: Vector, weight: Vector, l2: float, intercept: bool) -> Vector:
    """Zeros; with many rows the fit to every eighth, which leaves two or three steps on all."""
    zeros = np.zeros(X.shape[1] + intercept)
    if len(X) < MANY * len(zeros):
        return zeros
    part = slice(None, None, PART)
    try:
        fit = fit_logistic(
            X[part], y[part], weight[part], l2=l2, intercept=intercept, tolerance=ROUGH
        )
    except FitError:
        return zeros
    return fit.theta


def _newton_step(
    X: Matrix,
    y: Vector,
    weight: Vector,
    theta: Vector,
    penalty: Vector,
    here: Sums,
    factor: Matrix,
) -> tuple[Vector, Sums]:
    """The next theta and its sums, by a step that is halved until R_w falls enough."""
    step = cho_solve((factor, True), here.gradient)
    slope = float(here.gradient @ step)
    size = 1.0
    while size >= SMALLEST_STEP:
        candidate = theta - size * step
        reached = sums(X, y, weight, candidate, penalty)
        falls = reached.objective <= here.objective - 1e-4 * size * slope
        if falls or (slope <= ROUNDING**2 and size == 1.0):
            return candidate, reached
        size /= 2.0
    raise FitError(_not_converged(float(np.linalg.norm(here.gradient))))


def _check_outcomes(y: Vector, weight: Vector) -> None:
    used = y[weight > 0]
    if len(used) == 0 or used.min() == used.max():
        raise FitError(
            "All training rows with a positive weight have the same outcome, so there is nothing "
            "to learn. Choose another outcome or split, or weaken the reweighting."
        )


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
    square = np.einsum("ij,ij->j", X, X, dtype=np.float64) / len(X)
    scale = np.append(square, 1.0)[: len(curvature)]
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
