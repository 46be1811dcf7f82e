"""Inverse Hessian products from a Cholesky factor and the steps taken since it was made.

BFGS updates of the factor by pairs of a step s and the change y of the gradient along it, by the
two-loop recursion (Nocedal & Wright, "Numerical Optimization", 2006, algorithm 7.4). The factor is
never changed, so that a product costs one solve and two inner products a pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve

from iffair_core.arrays import Matrix, Vector

CURVED = 1e-12
"""A pair whose s . y is below this share of |s| |y| is rounding and is left out."""


@dataclass(frozen=True, eq=False)
class InverseHessian:
    """Of the Hessian with the lower Cholesky ``factor`` (p, p), updated by ``pairs`` (s, y)."""

    factor: Matrix
    pairs: tuple[tuple[Vector, Vector], ...] = ()

    def times(self, gradient: Vector) -> Vector:
        """(p,) the Newton step that leads away from the minimum."""
        left, shares = gradient.copy(), []
        for s, y in reversed(self.pairs):
            share = float(s @ left) / float(s @ y)
            shares.append(share)
            left -= share * y
        step: Vector = cho_solve((self.factor, True), left)
        for (s, y), share in zip(self.pairs, reversed(shares), strict=True):
            step += s * (share - float(y @ step) / float(s @ y))
        return step

    def after(self, s: Vector, y: Vector) -> InverseHessian:
        """The same with what a step s (p,) showed: the gradient changed by y (p,)."""
        if s @ y <= CURVED * np.linalg.norm(s) * np.linalg.norm(y):
            return self
        return InverseHessian(self.factor, (*self.pairs, (s, y)))
