"""The seam between a network and everything that trains it or asks for its influence.

A network is a logit z(x; theta) with flat parameters theta (p,). Training and influence need
it only through its linearisation on a block of rows: the logits and products with their Jacobian
J (n, p), whose row i is dz_i/dtheta. All tensors are on the device of theta, and float64
unless they are rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from torch import Tensor

BLOCK = 2048
"""Rows of one block. The products of a small network stay in the cache."""
KEPT_ROWS = 1 << 16
"""Rows up to which linearisations are kept; beyond, each pass makes them again, block by block."""


class Linearised(Protocol):
    """A network at theta on m rows."""

    @property
    def z(self) -> Tensor:
        """Logits (m,)."""
        ...

    def push(self, directions: Tensor) -> Tensor:
        """J V for directions V (p, K): (m, K)."""
        ...

    def pull(self, slopes: Tensor) -> Tensor:
        """J^T S for row slopes S (m, K): (p, K)."""
        ...

    def jacobian(self) -> Tensor:
        """J itself (m, p). For blocks of rows: nothing keeps it."""
        ...

    def gram(self) -> Tensor:
        """J J^T (m, m)."""
        ...

    def rounded(self) -> Linearised:
        """The same in single precision where the network can, for products that need no more."""
        ...


class Network(Protocol):
    """A differentiable map from features (m, d) to logits (m,)."""

    def logit(self, X: Tensor, theta: Tensor) -> Tensor:
        """z (m,)."""
        ...

    def linearise(self, X: Tensor, theta: Tensor) -> Linearised: ...


@dataclass(frozen=True, eq=False)
class Blocks:
    """A network at theta (p,), linearised on the rows of X (n, d), block by block."""

    network: Network
    X: Tensor
    theta: Tensor

    def __iter__(self) -> Iterator[tuple[slice, Linearised]]:
        """Blocks for several passes."""
        return iter(self._kept) if len(self.X) <= KEPT_ROWS else self.once()

    def once(self) -> Iterator[tuple[slice, Linearised]]:
        """Blocks for a single pass, none of which is kept."""
        for begin in range(0, len(self.X), BLOCK):
            rows = slice(begin, min(begin + BLOCK, len(self.X)))
            yield rows, self.network.linearise(self.X[rows], self.theta)

    def rounded(self) -> RoundedBlocks:
        return RoundedBlocks(self)

    @cached_property
    def _kept(self) -> list[tuple[slice, Linearised]]:
        return list(self.once())


@dataclass(frozen=True, eq=False)
class RoundedBlocks:
    """The same blocks in single precision, kept where those are."""

    exact: Blocks

    def __iter__(self) -> Iterator[tuple[slice, Linearised]]:
        return iter(self._kept) if len(self.exact.X) <= KEPT_ROWS else self._once()

    def _once(self) -> Iterator[tuple[slice, Linearised]]:
        return ((rows, linear.rounded()) for rows, linear in self.exact)

    @cached_property
    def _kept(self) -> list[tuple[slice, Linearised]]:
        return list(self._once())
