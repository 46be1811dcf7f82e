"""A trained network as the rest of the program sees it (``iffair_core.models.fit.Fit``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from iffair_core.arrays import Matrix, Vector
from iffair_core.models.fit import Solution
from iffair_core.models.network.gauss_newton import DAMPING, GaussNewton
from iffair_core.models.network.linearise import Blocks, Linearised
from iffair_core.models.network.objective import Objective


@dataclass(frozen=True, eq=False)
class NetworkFit:
    """Parameters (p,) at a small gradient of ``objective``, which holds the training rows."""

    objective: Objective
    parameters: Tensor
    gradient_norm: float
    iterations: int
    seed: int

    @cached_property
    def theta(self) -> Vector:
        return self.parameters.cpu().numpy()

    @cached_property
    def penalty(self) -> Vector:
        return self.objective.penalty.cpu().numpy()

    @cached_property
    def total_weight(self) -> float:
        return self.objective.total

    def logit(self, X: Matrix) -> Vector:
        rows = self._tensor(X)
        if self._trains(rows):
            return torch.cat([linear.z for _, linear in self._gauss_newton.blocks]).cpu().numpy()
        return self.objective.network.logit(rows, self.parameters).cpu().numpy()

    def pushforward(self, X: Matrix, directions: Matrix) -> Matrix:
        along = self._tensor(directions)
        parts = [linear.push(along) for _, linear in self._linearised(X)]
        return torch.cat(parts).cpu().numpy()

    def pullback(self, X: Matrix, row_slopes: Matrix) -> Matrix:
        slopes = self._tensor(row_slopes)
        gradient = self.parameters.new_zeros(len(self.parameters), slopes.shape[1])
        for rows, linear in self._linearised(X):
            gradient += linear.pull(slopes[rows])
        return gradient.cpu().numpy()

    def solve(self, right: Matrix, guess: Matrix | None = None) -> Solution:
        """With the Gauss-Newton matrix (``iffair_core.models.network.gauss_newton``)."""
        solved = self._gauss_newton.solve(
            self._tensor(right), None if guess is None else self._tensor(guess)
        )
        size = np.linalg.norm(right, axis=0)
        error = solved.remainder.norm(dim=0).cpu().numpy()
        residual = np.divide(error, size, out=np.zeros_like(size), where=size > 0)
        return Solution(solved.value.cpu().numpy(), residual, DAMPING, solved.iterations)

    def at(self, theta: Vector) -> NetworkFit:
        return replace(self, parameters=self.parameters.new_tensor(theta))

    @cached_property
    def _gauss_newton(self) -> GaussNewton:
        return GaussNewton(self.objective, self.parameters, self.seed)

    def _linearised(self, X: Matrix) -> Iterable[tuple[slice, Linearised]]:
        """Blocks of X; those of the training rows are kept for what is asked next."""
        rows = self._tensor(X)
        if self._trains(rows):
            return self._gauss_newton.blocks
        return Blocks(self.objective.network, rows, self.parameters).once()

    def _trains(self, rows: Tensor) -> bool:
        """Whether these are the training rows themselves, at the same place in memory."""
        own = self.objective.X
        same = (rows.data_ptr(), rows.shape, rows.stride())
        return same == (own.data_ptr(), own.shape, own.stride())

    def _tensor(self, array: Matrix) -> Tensor:
        return torch.as_tensor(array, dtype=torch.float64, device=self.parameters.device)
