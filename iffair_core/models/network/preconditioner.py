"""An approximate Gauss-Newton matrix from a sample of rows, with its inverse and its root.

The Gauss-Newton matrix of a fitted network is the penalty and a few large directions, so a sample
of m rows is close to all of them. With D the penalty (``FLOOR`` where there is none), J the
sample's Jacobian, C its curvatures and B = C^1/2 J D^-1/2,

    M = D^1/2 (I + B^T B) D^1/2 = D^1/2 (I + V S V^T) D^1/2

where S (r,) and V (p, r) come from the eigenvectors of B B^T (m, m) or B^T B (p, p), whichever is
smaller. A product with M^-1 or its root costs 4 p r: nothing beside a pass over the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from iffair_core.models.network.linearise import BLOCK
from iffair_core.models.network.objective import Objective, curvature

SAMPLE = 1024
"""Rows of the sample. On Adult 512 need a fifth more passes and a third more iterations."""
FLOOR = 1e-3
"""Stands in the place of a penalty that is smaller."""
SMALLEST = 0.1
"""Directions whose curvature is below this share of D are left to D."""


@dataclass(frozen=True, eq=False)
class Preconditioner:
    """M: scale D^1/2 (p,), directions V (p, r) and their curvatures S (r,) in units of D."""

    scale: Tensor
    directions: Tensor
    curvature: Tensor

    def inverse(self, right: Tensor) -> Tensor:
        """M^-1 right for right (p, K)."""
        return self.root(self.root_transposed(right))

    def root(self, right: Tensor) -> Tensor:
        """R right for right (p, K), where R R^T = M^-1."""
        return self._shrink(right) / self.scale[:, None]

    def root_transposed(self, right: Tensor) -> Tensor:
        """R^T right for right (p, K)."""
        return self._shrink(right / self.scale[:, None])

    def _shrink(self, right: Tensor) -> Tensor:
        factor = (1.0 + self.curvature).rsqrt() - 1.0
        return right + self.directions @ (factor[:, None] * (self.directions.T @ right))


def preconditioner(
    objective: Objective, theta: Tensor, generator: torch.Generator
) -> Preconditioner:
    """M at theta, from rows that ``generator`` draws; from all rows where they are few."""
    n = len(objective.X)
    rows = torch.randperm(n, generator=generator)[:SAMPLE].to(theta.device)
    weight = objective.weight[rows]
    scale = objective.penalty.clamp(min=FLOOR).sqrt()
    parts = []
    for begin in range(0, len(rows), BLOCK):
        linear = objective.network.linearise(objective.X[rows[begin : begin + BLOCK]], theta)
        share = curvature(linear.z, weight[begin : begin + BLOCK]) / weight.sum()
        parts.append(linear.jacobian() * share.sqrt()[:, None] / scale)
    directions, found = _large_directions(torch.cat(parts))
    return Preconditioner(scale, directions, found)


def _large_directions(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Right singular vectors (p, r) and squared singular values (r,) above ``SMALLEST``."""
    m, p = matrix.shape
    if m < p:
        found, left = torch.linalg.eigh(matrix @ matrix.T)
        large = found > SMALLEST
        return matrix.T @ (left[:, large] * found[large].rsqrt()), found[large]
    found, right = torch.linalg.eigh(matrix.T @ matrix)
    large = found > SMALLEST
    return right[:, large], found[large]
