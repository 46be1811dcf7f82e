"""What every model offers to the rest: the one seam between models, influence and weights.

A model maps features x to a logit z(x; theta) and is fitted by minimising R_w (docs/method.md,
section 1). Arrays are NumPy's, float64, on both sides; X (n, d) holds the features alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from iffair_core.arrays import Matrix, Vector


@dataclass(frozen=True, eq=False)
class Solution:
    """Of the equations ``(H + damping I) value = right``, for right (p, K).

    residual    (K,) |(H + damping I) value - right| / |right|
    damping     added to the diagonal beyond the penalty; 0 for the logistic model
    iterations  of conjugate gradients; 0: a direct solve
    """

    value: Matrix
    residual: Vector
    damping: float
    iterations: int


class Fit(Protocol):
    """A converged model.

    theta          (p,) parameters
    penalty        (p,) l2, and 0 for parameters that are not penalised
    total_weight   W, the sum of the training weights
    gradient_norm  Euclidean norm of the gradient of R_w at theta
    iterations     that the fit took
    """

    @property
    def theta(self) -> Vector: ...
    @property
    def penalty(self) -> Vector: ...
    @property
    def total_weight(self) -> float: ...
    @property
    def gradient_norm(self) -> float: ...
    @property
    def iterations(self) -> int: ...

    def logit(self, X: Matrix) -> Vector:
        """z (n,)."""
        ...

    def pushforward(self, X: Matrix, directions: Matrix) -> Matrix:
        """Derivative of z along parameter directions (p, K): (n, K)."""
        ...

    def pullback(self, X: Matrix, row_slopes: Matrix) -> Matrix:
        """Gradient of ``sum_i row_slopes_i z_i`` for each column of (n, K): (p, K)."""
        ...

    def solve(self, right: Matrix, guess: Matrix | None = None) -> Solution:
        """H^-1 right for right (p, K); an iterative solver begins at ``guess`` (p, K)."""
        ...

    def at(self, theta: Vector) -> Fit:
        """The same model with other parameters (p,), for its logits and their derivatives alone.

        It is not converged: gradient norm and ``solve`` are still those of this fit.
        """
        ...


class Learner(Protocol):
    """How a model is fitted with the penalty ``l2``, and read back from stored parameters."""

    @property
    def l2(self) -> float: ...

    def with_l2(self, l2: float) -> Learner:
        """The same with another penalty."""
        ...

    def fit(self, X: Matrix, y: Vector, weight: Vector, start: Vector | Fit | None = None) -> Fit:
        """Minimise R_w over outcomes y in {0, 1} and weights (n,).

        ``start`` is a warm start: parameters (p,), or a fit to similar weights.

        Raises FitError if the weighted rows hold one outcome only or the fit does not converge.
        """
        ...

    def logit(self, X: Matrix, theta: Vector) -> Vector:
        """z (n,) of a model with these parameters."""
        ...


def parameters(start: Vector | Fit) -> Vector:
    """(p,) of a warm start."""
    return start if isinstance(start, np.ndarray) else start.theta
