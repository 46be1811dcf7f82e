"""Passes over the rows of a table in blocks that stay in the processor's cache.

A block is read from memory once for everything that is computed of it, and no temporary array is
larger than a block.
"""

from __future__ import annotations

from collections.abc import Iterator

from iffair_core.arrays import AnyArray, Matrix

CACHE = 2**20
"""Bytes of one block of float64 features."""
FEWEST = 256
"""Rows that a block has at least: below, the calls cost more than the arithmetic."""


def largest(X: AnyArray) -> int:
    """Rows of the largest block of X (n, d)."""
    columns: int = X.shape[1]
    return min(len(X), max(FEWEST, CACHE // (8 * max(1, columns))))


def blocks(X: AnyArray) -> Iterator[slice]:
    """Consecutive slices that cover the rows of X (n, d)."""
    size = max(1, largest(X))
    for begin in range(0, len(X), size):
        yield slice(begin, min(begin + size, len(X)))


def begins_with(X: Matrix, first: Matrix) -> bool:
    """Whether ``first`` (m, d) is the first m rows of X (n, d), in the same memory."""
    return (
        X.ctypes.data == first.ctypes.data
        and X.strides == first.strides
        and X.shape[1] == first.shape[1]
        and X.dtype == first.dtype
        and len(X) >= len(first)
    )
