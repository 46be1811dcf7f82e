"""Logistic regression by Newton's method (docs/method.md, section 1).

    R_w(theta) = (1/W) sum_i w_i loss(z_i, y_i) + (l2/2) |b|^2     z = X b + b_0

with W = sum w and theta = (b, b_0); the intercept b_0 is not penalised. In scikit-learn's terms
C = 1/(l2 W). Influence needs a converged fit, so the gradient norm at the end is part of the
result, and so is the Cholesky factor of the Hessian at the solution. X is never copied: sums run
over blocks of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.models.fit import Solution
from iffair_core.models.logistic_sums import Risk, Sums, backward, forward

TOLERANCE = 1e-10
ROUNDING = 1e-7
MAX_ITERATIONS = 100
FLAT = 1e-8
"""Share of a column's mean square below which the curvature along it counts as none."""
SMALLEST_STEP = 1e-10
FINE = 0.01
"""Share of the tolerance at which a fit ends that came there by an earlier Hessian.

Such steps close in by a steady factor. Newton's own leave far less than they are asked for."""
SHRINK = 0.1
"""A step that leaves more than this share of the gradient calls for a new Hessian."""
PART = 8
"""A cold start on many rows is fitted to one row of so many, to the gradient norm ROUGH."""
ROUGH = 1e-4
MANY = 160
"""Rows a parameter that count as many: the part then has 20, and its fit is a good start."""


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """A converged fit (``iffair_core.models.fit.Fit``); p = d + 1, or d without an intercept.

    factor  (p, p) lower Cholesky factor of the Hessian of R_w
    X, z    the training features (n, d), not a copy, and their logits (n,), which are known
    """

    theta: Vector
    penalty: Vector
    total_weight: float
    gradient_norm: float
    iterations: int
    factor: Matrix
    X: Matrix
    z: Vector

    def logit(self, X: Matrix) -> Vector:
        return self.z if X is self.X else forward(X, self.theta)

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

    def with_l2(self, l2: float) -> LogisticLearner:
        return replace(self, l2=l2)

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
) -> LogisticFit:
    """Minimise R_w over rows (n, d) with outcomes y in {0, 1} and weights (n,).

    ``start`` is a warm start (p,). Raises FitError if the weighted rows hold one outcome only or
    Newton's method cannot converge (separable or collinear data without a penalty), with the
    cause and the remedy.
    """
    _check_outcomes(y, weight)
    penalty = np.append(np.full(X.shape[1], l2), [0.0] * intercept)
    return _minimise(Risk(X, y, weight, penalty), start, TOLERANCE)


def _minimise(risk: Risk, start: Vector | None, tolerance: float) -> LogisticFit:
    theta, factor = (start.astype(np.float64), None) if start is not None else _cold_start(risk)
    here = risk.at(theta, curvature=factor is None)
    for iteration in range(MAX_ITERATIONS + 1):
        if here.norm <= FINE * tolerance and here.hessian is None:
            here = risk.at(theta)
        if here.hessian is not None:
            factor = _factor(here.hessian)
        assert factor is not None
        if here.norm <= tolerance and here.hessian is not None:
            if risk.penalty[0] == 0.0:
                _check_curvature(factor, risk.X)
            total = float(risk.weight.sum())
            return LogisticFit(
                theta, risk.penalty, total, here.norm, iteration, factor, risk.X, here.z
            )
        theta, here = _step(risk, theta, here, factor)
    raise FitError(_not_converged(here.norm))


def _cold_start(risk: Risk) -> tuple[Vector, Matrix | None]:
    """Zeros; with many rows the fit to every eighth of them, and its factor: a near one."""
    zeros = np.zeros(len(risk.penalty))
    if len(risk.X) < MANY * len(zeros):
        return zeros, None
    every = slice(None, None, PART)
    part = Risk(risk.X[every], risk.y[every], risk.weight[every], risk.penalty)
    try:
        fit = _minimise(part, None, ROUGH)
    except FitError:
        return zeros, None
    return fit.theta, fit.factor


def _step(risk: Risk, theta: Vector, here: Sums, factor: Matrix) -> tuple[Vector, Sums]:
    """The next theta, by a step that is halved until R_w falls enough, and the sums there.

    A Hessian costs several gradients, so the factor at hand serves as long as it is good: the
    next Hessian is made where a step with the last one does not shrink the gradient tenfold.
    """
    step = cho_solve((factor, True), here.gradient)
    slope = float(here.gradient @ step)
    size = 1.0
    while size >= SMALLEST_STEP:
        candidate = theta - size * step
        reached = risk.at(candidate, curvature=False)
        falls = reached.objective <= here.objective - 1e-4 * size * slope
        if falls or (slope <= ROUNDING**2 and size == 1.0):
            slow = reached.norm > SHRINK * here.norm
            return candidate, risk.at(candidate) if slow else reached
        size /= 2.0
    raise FitError(_not_converged(here.norm))


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
