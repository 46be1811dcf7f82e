"""Preconditioned conjugate gradients for several right-hand sides at once.

Their products may be made in single precision: what rounding leaves behind is measured with an
exact product at the end, and solved for once more where it is too much (iterative refinement).
"""

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
MARGIN = 0.9
"""Share of the tolerance at which a sweep ends, so that rounding does not cost another."""
MAX_SWEEPS = 5
MAX_ITERATIONS = 500
"""Of one sweep."""


@dataclass(frozen=True, eq=False)
class Solved:
    """Of ``H value = right``: value (p, K), right - H value (p, K), iterations taken."""

    value: Tensor
    remainder: Tensor
    iterations: int


def refined(
    times: Product,
    roughly: Product,
    precondition: Product,
    right: Tensor,
    guess: Tensor | None,
) -> Solved:
    """H^-1 right for H positive definite and right (p, K), from ``guess`` (p, K) if there is one.

    times    the product with H
    roughly  the same to a few digits, for the iterations

    A column that is not done in the end is told by its remainder.
    """
    value = torch.zeros_like(right) if guess is None else guess.clone()
    remainder = right.clone() if guess is None else right - times(value)
    goal = TOLERANCE * right.norm(dim=0)
    iterations = 0
    for _ in range(MAX_SWEEPS):
        active = torch.nonzero(remainder.norm(dim=0) > goal)[:, 0]
        if not len(active):
            break
        step, taken = conjugate_gradients(
            roughly, precondition, remainder[:, active], MARGIN * goal[active]
        )
        iterations += taken
        value[:, active] += step
        remainder = right - times(value)
    return Solved(value, remainder, iterations)


def conjugate_gradients(
    times: Product, precondition: Product, right: Tensor, goal: Tensor
) -> tuple[Tensor, int]:
    """H^-1 right (p, K), each column to a residual norm of ``goal`` (K,), and the iterations.

    Each column has its own step lengths and leaves when it is done; the products of the rest are
    made together.
    """
    value = torch.zeros_like(right)
    remainder = right.clone()
    active = torch.arange(right.shape[1], device=right.device)
    direction = precondition(remainder)
    energy = (remainder * direction).sum(0)
    for iteration in range(1, MAX_ITERATIONS + 1):
        product = times(direction)
        length = energy / (direction * product).sum(0)
        value[:, active] += length * direction
        remainder -= length * product
        left = remainder.norm(dim=0) > goal[active]
        if not left.any():
            return value, iteration
        active, direction, energy = active[left], direction[:, left], energy[left]
        remainder = remainder[:, left]
        solved = precondition(remainder)
        renewed = (remainder * solved).sum(0)
        direction = solved + renewed / energy * direction
        energy = renewed
    return value, MAX_ITERATIONS
