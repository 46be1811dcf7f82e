"""Rows as a model sees them."""

from __future__ import annotations

from dataclasses import dataclass

from iffair_core.arrays import Matrix, Vector


@dataclass(frozen=True, eq=False)
class Rows:
    """Features X (n, d), outcomes y (n,) in {0, 1} and the user's weights (n,)."""

    X: Matrix
    y: Vector
    weight: Vector
