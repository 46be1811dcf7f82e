"""The weighted, penalised loss R_w of a network and what its training needs of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from iffair_core.models.network.linearise import Blocks, Network


@dataclass(frozen=True, eq=False)
class Objective:
    """R_w over features X (n, d), outcomes y in {0, 1} and weights (n,) with penalty (p,)."""

    network: Network
    X: Tensor
    y: Tensor
    weight: Tensor
    penalty: Tensor

    @property
    def total(self) -> float:
        """W."""
        return float(self.weight.sum())

    def value_and_gradient(self, theta: Tensor) -> tuple[float, Tensor]:
        """R_w and its gradient (p,)."""
        total = self.total
        value = float(0.5 * self.penalty @ theta**2)
        gradient = self.penalty * theta
        for rows, linear in Blocks(self.network, self.X, theta).once():
            weight, y = self.weight[rows] / total, self.y[rows]
            value += float(weight @ (functional.softplus(linear.z) - y * linear.z))
            slope = weight * (torch.sigmoid(linear.z) - y)
            gradient += linear.pull(slope[:, None])[:, 0]
        return value, gradient

    def batch(self, rows: Tensor) -> Objective:
        """R_w over some rows (m,) alone."""
        return Objective(self.network, self.X[rows], self.y[rows], self.weight[rows], self.penalty)


def curvature(z: Tensor, weight: Tensor) -> Tensor:
    """w p (1 - p) of rows with logits z."""
    p = torch.sigmoid(z)
    return weight * p * (1.0 - p)
