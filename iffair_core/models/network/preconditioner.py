"""An approximate Gauss-Newton matrix from a sample of rows, with its inverse and a root of that.

The Gauss-Newton matrix of a fitted network is the penalty and a few large directions, so a sample
of m rows is close to all of them. With s the largest penalty (``FLOOR`` where that is smaller), J
the sample's Jacobian, C its curvatures, B = (C/s)^1/2 J and I + B B^T = L L^T (m, m),

    M    = s (I + B^T B)
    M^-1 = (I - B^T L^-T L^-1 B) / s
    R    = (I - B^T L^-T (L + I)^-1 B) / s^1/2               R R^T = M^-1

(Woodbury's identity; that of R follows from it by multiplying out). J is applied and never formed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import torch
from torch import Tensor
from torch.linalg import solve_triangular

from iffair_core.models.network.linearise import Linearised
from iffair_core.models.network.objective import Objective, curvature

SAMPLE = 1024
"""Rows of the sample. On Adult 512 need a fifth more passes and a third more iterations."""
FLOOR = 1e-3
"""Stands in the place of a penalty that is smaller."""


@dataclass(frozen=True, eq=False)
class Preconditioner:
    """M: the sample, (C/s)^1/2 (m, 1) of its rows, L (m, m) and L + I, and s."""

    sample: Linearised
    root_share: Tensor
    factor: Tensor
    shifted: Tensor
    scale: float

    def inverse(self, right: Tensor) -> Tensor:
        """M^-1 right for right (p, K)."""
        seen = torch.cholesky_solve(self._push(right), self.factor)
        return (right - self._pull(seen)) / self.scale

    def root(self, right: Tensor) -> Tensor:
        """R right for right (p, K), where R R^T = M^-1."""
        half = solve_triangular(self.shifted, self._push(right), upper=False)
        seen = solve_triangular(self.factor.T, half, upper=True)
        return (right - self._pull(seen)) / sqrt(self.scale)

    def root_transposed(self, right: Tensor) -> Tensor:
        """R^T right for right (p, K)."""
        half = solve_triangular(self.factor, self._push(right), upper=False)
        seen = solve_triangular(self.shifted.T, half, upper=True)
        return (right - self._pull(seen)) / sqrt(self.scale)

    def _push(self, right: Tensor) -> Tensor:
        return self.root_share * self.sample.push(right)

    def _pull(self, seen: Tensor) -> Tensor:
        return self.sample.pull(self.root_share * seen)


def preconditioner(
    objective: Objective, theta: Tensor, generator: torch.Generator
) -> Preconditioner:
    """M at theta, from rows that ``generator`` draws; from all rows where they are few."""
    n = len(objective.X)
    rows = torch.randperm(n, generator=generator)[:SAMPLE].to(theta.device)
    weight = objective.weight[rows]
    scale = max(float(objective.penalty.max()), FLOOR)
    sample = objective.network.linearise(objective.X[rows], theta)
    share = curvature(sample.z, weight) / (scale * weight.sum())
    root_share = share.sqrt()[:, None]
    matrix = sample.gram().mul_(root_share).mul_(root_share.T)
    matrix.diagonal().add_(1.0)
    factor = torch.linalg.cholesky(matrix)
    shifted = factor.clone()
    shifted.diagonal().add_(1.0)
    return Preconditioner(sample, root_share, factor, shifted, scale)
