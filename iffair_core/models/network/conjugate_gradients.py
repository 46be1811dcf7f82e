"""Preconditioned conjugate gradients for several right-hand sides at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

Product: TypeAlias = Callable[[Tensor], Tensor]
"""Of a matrix with columns (p, K)."""
TOLERANCE = 1e-6
"""Relative residual of a column at which it is done."""
MAX_ITERATIONS = 500


@dataclass(frozen=True, eq=False)
class Solved:
    """Of ``H value = right``: value (p, K), right - H value (p, K), iterations taken."""

    value: Tensor
    remainder: Tensor
    iterations: int


def conjugate_gradients(
    times: Product,
    precondition: Product,
    right: Tensor,
    guess: Tensor | None,
) -> Solved:
    """H^-1 right for H positive definite, given as a product, and right (p, K).

    Each column has its own step lengths and leaves when it is done; the products of the rest are
    made together. A column that is not done after ``MAX_ITERATIONS`` is told by its remainder.
    """
    value = torch.zeros_like(right) if guess is None else guess.clone()
    remainder = right.clone() if guess is None else right - times(value)
    goal = TOLERANCE * right.norm(dim=0)
    active = torch.nonzero(remainder.norm(dim=0) > goal)[:, 0]
    solved = precondition(remainder[:, active])
    direction = solved
    energy = (remainder[:, active] * solved).sum(0)
    iteration = 0
    while len(active) and iteration < MAX_ITERATIONS:
        iteration += 1
        product = times(direction)
        length = energy / (direction * product).sum(0)
        value[:, active] += length * direction
        remainder[:, active] -= length * product
        left = remainder[:, active].norm(dim=0) > goal[active]
        active, direction, energy = active[left], direction[:, left], energy[left]
        solved = precondition(remainder[:, active])
        renewed = (remainder[:, active] * solved).sum(0)
        direction = solved + renewed / energy * direction
        energy = renewed
    return Solved(value, right - times(value), iteration)
