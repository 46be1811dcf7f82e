"""Linear systems with the generalised Gauss-Newton matrix of a network.

    H = (1/W) sum_i w_i p_i (1 - p_i) grad z_i grad z_i^T + diag(penalty) + damping I

The Hessian of R_w has the term sum_i w_i (p_i - y_i) Hessian(z_i) / W besides, which makes it
indefinite away from a minimum; H is positive definite everywhere, and the damping keeps it so for
parameters without a penalty. Few parameters: H is formed and factorised. Many: conjugate
gradients, preconditioned by a sample of the rows, without forming H.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from iffair_core.models.network.conjugate_gradients import Product, Solved, refined
from iffair_core.models.network.linearise import Blocks
from iffair_core.models.network.objective import Objective, curvature
from iffair_core.models.network.preconditioner import Preconditioner, preconditioner

DAMPING = 1e-5
"""A hundredth of the default penalty: the answer is that of H to four digits."""
DENSE_RATE = 20e9
"""Multiplications and additions a second of the products that form and factorise H."""
PRODUCT_RATE = 5e9
"""The same for products with J and its transpose, whose matrices are narrow."""
EXPECTED_PRODUCTS = 120
"""Of H with one column, over the solves of a fit: two of four columns, 15 iterations each."""


@dataclass(frozen=True, eq=False)
class GaussNewton:
    """H of an objective at theta (p,); ``seed`` draws the rows of the preconditioner."""

    objective: Objective
    theta: Tensor
    seed: int

    def solve(self, right: Tensor, guess: Tensor | None) -> Solved:
        """H^-1 right for right (p, K), from ``guess`` where the solver iterates."""
        times = self.product()
        if not self.direct:
            return refined(times, self._rounded, self._preconditioner.inverse, right, guess)
        value = torch.cholesky_solve(right, self._factor)
        return Solved(value, right - times(value), iterations=0)

    @property
    def direct(self) -> bool:
        """Whether H is factorised: measured rates decide.

        They were taken on Adult (n = 29 k, p = 2849) with one thread of a server, in float64.
        """
        n, p = len(self.objective.X), len(self.theta)
        dense = (2.0 * n * p**2 + p**3 / 3.0) / DENSE_RATE
        return dense <= EXPECTED_PRODUCTS * 4.0 * n * p / PRODUCT_RATE

    def product(self, *, rounded: bool = False) -> Product:
        """The map of directions (p, K) to H directions.

        rounded  single precision within blocks of rows, double precision over the blocks
        """
        blocks = self.blocks.rounded() if rounded else self.blocks
        weight = self.objective.weight / self.objective.total
        diagonal = (self.objective.penalty + DAMPING)[:, None]

        def times(directions: Tensor) -> Tensor:
            product = diagonal * directions
            for rows, linear in blocks:
                share = curvature(linear.z, weight[rows].to(linear.z.dtype))[:, None]
                product += linear.pull(share * linear.push(directions.to(linear.z.dtype)))
            return product

        return times

    @cached_property
    def blocks(self) -> Blocks:
        """The training rows, linearised once for all that is asked of them."""
        return Blocks(self.objective.network, self.objective.X, self.theta)

    @cached_property
    def _rounded(self) -> Product:
        return self.product(rounded=True)

    @cached_property
    def _preconditioner(self) -> Preconditioner:
        generator = torch.Generator().manual_seed(self.seed)
        return preconditioner(self.objective, self.theta, generator)

    @cached_property
    def _factor(self) -> Tensor:
        """Lower Cholesky factor of H."""
        matrix = torch.diag(self.objective.penalty + DAMPING)
        weight = self.objective.weight / self.objective.total
        for rows, linear in self.blocks.once():
            scaled = linear.jacobian() * curvature(linear.z, weight[rows]).sqrt()[:, None]
            matrix.addmm_(scaled.T, scaled)
        factor: Tensor = torch.linalg.cholesky(matrix)
        return factor
