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
from iffair_core.cancel import check_cancelled
from iffair_core.errors import FitError
from iffair_core.models.blocks import begins_with
from iffair_core.models.fit import Fit, Solution, parameters
from iffair_core.models.logistic_sums import Risk, Slope, backward, forward
from iffair_core.models.objective import check_outcomes
from iffair_core.models.quasi_newton import InverseHessian

TOLERANCE = 1e-10
ROUNDING = 1e-7
MAX_ITERATIONS = 100
FLAT = 1e-8
"""Share of a column's mean square below which the curvature along it counts as none."""
SMALLEST_STEP = 1e-10
WANTED = 1e-12
"""Gradient norm at which a fit ends; where rounding ends it before, TOLERANCE must be met."""
NEAR = 1e-6
"""Gradient norm at which a fit that follows another takes the Hessian for that of its end.

Its relative error is about as small."""
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
    X, z    the training features (n, d), not a copy, and their logits (n,), which are known;
            features that begin with them in memory are asked for the logits of the rest only
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
        if not begins_with(X, self.X):
            return forward(X, self.theta)
        if len(X) == len(self.z):
            return self.z
        return np.concatenate([self.z, forward(X[len(self.z) :], self.theta)])

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

    def at(self, theta: Vector) -> LogisticFit:
        return replace(self, theta=theta, z=forward(self.X, theta))


@dataclass(frozen=True)
class LogisticLearner:
    """Logistic regression with the penalty ``l2`` (``iffair_core.models.fit.Learner``)."""

    l2: float
    intercept: bool = True

    def with_l2(self, l2: float) -> LogisticLearner:
        return replace(self, l2=l2)

    def fit(
        self, X: Matrix, y: Vector, weight: Vector, start: Vector | Fit | None = None
    ) -> LogisticFit:
        begin = start if start is None or isinstance(start, LogisticFit) else parameters(start)
        return fit_logistic(X, y, weight, l2=self.l2, intercept=self.intercept, start=begin)

    def logit(self, X: Matrix, theta: Vector) -> Vector:
        return forward(X, theta)


def fit_logistic(
    X: Matrix,
    y: Vector,
    weight: Vector,
    *,
    l2: float,
    intercept: bool = True,
    start: Vector | LogisticFit | None = None,
) -> LogisticFit:
    """Minimise R_w over rows (n, d) with outcomes y in {0, 1} and weights (n,).

    ``start`` is a warm start, parameters (p,) or a fit to similar weights, whose factor serves
    too. Raises FitError if the weighted rows hold one outcome only or Newton's method cannot
    converge (separable or collinear data without a penalty), with the cause and the remedy.
    """
    check_outcomes(y, weight)
    penalty = np.append(np.full(X.shape[1], l2), [0.0] * intercept)
    return _minimise(Risk(X, y, weight, penalty), start, WANTED)


def _minimise(risk: Risk, start: Vector | LogisticFit | None, wanted: float) -> LogisticFit:
    """Newton's method with few Hessians: a factor serves as long as its steps are good ones.

    In between it is updated by the steps themselves. A new one is made where a step did not shrink
    the gradient tenfold, and one to be kept with the fit at its end; after another fit, near its
    end. The end is ``wanted``, or where rounding stops the gradient from shrinking.
    """
    theta, inverse = _beginning(risk, start)
    near = max(NEAR, wanted) if isinstance(start, LogisticFit) else wanted
    here, slow, kept = risk.at(theta), False, False
    for iteration in range(MAX_ITERATIONS + 1):
        check_cancelled()
        if inverse is None or slow or (here.norm <= near and not kept):
            inverse, kept = _inverse(risk, here), here.norm <= near
        if here.norm <= wanted:
            return _solution(risk, theta, here, inverse, iteration)
        candidate, reached = _step(risk, theta, here, inverse)
        if here.norm <= TOLERANCE and reached.norm >= here.norm:
            inverse = inverse if kept else _inverse(risk, here)
            return _solution(risk, theta, here, inverse, iteration)
        slow = reached.norm > SHRINK * here.norm
        inverse = inverse.after(candidate - theta, reached.gradient - here.gradient)
        theta, here = candidate, reached
    raise FitError(_not_converged(here.norm))


def _solution(
    risk: Risk, theta: Vector, here: Slope, inverse: InverseHessian, iterations: int
) -> LogisticFit:
    factor = inverse.factor
    if risk.penalty[0] == 0.0:
        _check_curvature(factor, risk.X)
    total = float(risk.weight.sum())
    return LogisticFit(theta, risk.penalty, total, here.norm, iterations, factor, risk.X, here.z)


def _beginning(
    risk: Risk, start: Vector | LogisticFit | None
) -> tuple[Vector, InverseHessian | None]:
    """Parameters, and the inverse of a Hessian near them if there is one.

    A cold start is zero; with many rows the fit to every eighth of them.
    """
    if isinstance(start, LogisticFit):
        return start.theta, InverseHessian(start.factor)
    if start is not None:
        return start.astype(np.float64), None
    zeros = np.zeros(len(risk.penalty))
    if len(risk.X) < MANY * len(zeros):
        return zeros, None
    every = slice(None, None, PART)
    part = Risk(risk.X[every], risk.y[every], risk.weight[every], risk.penalty)
    try:
        check_outcomes(part.y, part.weight)
        fit = _minimise(part, None, ROUGH)
    except FitError:
        return zeros, None
    return fit.theta, InverseHessian(fit.factor)


def _step(risk: Risk, theta: Vector, here: Slope, inverse: InverseHessian) -> tuple[Vector, Slope]:
    """The next theta and the slope there, by a step that is halved until it is good enough.

    That is one which halves the gradient, or else makes R_w fall enough (Armijo's rule).
    """
    step = inverse.times(here.gradient)
    slope = float(here.gradient @ step)
    size = 1.0
    while size >= SMALLEST_STEP:
        candidate = theta - size * step
        reached = risk.at(candidate)
        tiny = size == 1.0 and slope <= ROUNDING**2
        if tiny or reached.norm <= 0.5 * here.norm:
            return candidate, reached
        before, after = risk.objective(theta, here.z), risk.objective(candidate, reached.z)
        if after <= before - 1e-4 * size * slope:
            return candidate, reached
        size /= 2.0
    raise FitError(_not_converged(here.norm))


def _inverse(risk: Risk, here: Slope) -> InverseHessian:
    try:
        factor, _ = cho_factor(risk.hessian(here.z), lower=True)
    except LinAlgError as error:
        raise FitError(
            "The features are collinear or separate the outcomes perfectly, so the model has no "
            "unique solution. Raise l2 above 0 (.001 is the default) or leave columns out."
        ) from error
    return InverseHessian(np.tril(factor))


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
