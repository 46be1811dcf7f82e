"""What a change of the weights costs: to move a cell as a whole is cheaper than to move its rows.

A cell is the training rows of one group and outcome. With P the mean of each cell, the size of a
change d is d^T M d with

    M = P + WITHIN (I - P)

Changes within cells shift what the features of a cell look like, which small wide data answers by
overfitting the targets (benchmarks/README.md has the figures). Written with a shift c of every
cell, d^T M d is the minimum over c of WITHIN |d - c|^2 + WITHIN / (WITHIN - 1) |c|^2, which makes
the minimiser within bounds separable.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Mask, Matrix, Vector

WITHIN = 10.0
"""Cost of a change within a cell against one of the whole cell."""
WHOLE = WITHIN / (WITHIN - 1.0)
ROUNDING = 1e-13
ITERATIONS = 50


@dataclass(frozen=True, eq=False)
class Nearest:
    """A change of the weights (n,), its cost, and the shifts (C,) of the cells behind it."""

    change: Vector
    cost: float
    shift: Vector


@dataclass(frozen=True, eq=False)
class Metric:
    """M for rows of which ``cell`` (n,) names the cell and ``size`` (C,) counts the rows."""

    cell: Codes
    size: Codes

    @classmethod
    def of(cls, cell: Codes) -> Metric:
        """Cells may have any codes."""
        _, inverse, size = np.unique(cell, return_inverse=True, return_counts=True)
        return cls(inverse, size)

    def gram(self, columns: Matrix, inside: Mask | None = None) -> Matrix:
        """A^T M^-1 A (K, K) of columns A (n, K).

        With ``inside`` (n,), the rows that no bound holds, it is how A^T d falls with mu where d
        is the ``nearest`` change for the slope A mu: only these rows and their cells move.
        """
        moved = columns if inside is None else columns[inside]
        cell = self.cell if inside is None else self.cell[inside]
        count = len(self.size)
        sums = np.array([np.bincount(cell, a, count) for a in moved.T]).reshape(-1, count)
        held = self.size - np.bincount(cell, minlength=count)
        whole = sums / (WHOLE * self.size + WITHIN * held)
        gram: Matrix = moved.T @ moved / WITHIN + whole @ sums.T
        return gram

    def lengths(self, columns: Matrix) -> Vector:
        """(K,) sqrt(a^T M^-1 a) of columns a (n, K)."""
        lengths: Vector = np.array([np.sqrt(self.gram(a[:, None])[0, 0]) for a in columns.T])
        return lengths

    def nearest(
        self, wanted: Vector, slope: Vector, low: Vector, high: Vector, shift: Vector
    ) -> Nearest:
        """The change d within low and high that minimises 1/2 |d - wanted|_M^2 + slope . d.

        The cost is the first term. ``shift`` (C,) is where Newton's method on the shifts begins;
        each of them has a convex, piecewise quadratic objective of its own.
        """
        centre = wanted - slope / WITHIN
        for _ in range(ITERATIONS):
            change = np.clip(centre + shift[self.cell], low, high)
            away = change - wanted - shift[self.cell]
            excess = WHOLE * self.size * shift - WITHIN * self._sums(away)
            if np.abs(excess).max() <= ROUNDING * len(change):
                break
            at_bound = ((change <= low) | (change >= high)).astype(np.float64)
            shift = shift - excess / (WHOLE * self.size + WITHIN * self._sums(at_bound))
        cost = WITHIN * float(away @ away) + WHOLE * float(self.size @ shift**2)
        return Nearest(change, 0.5 * cost, shift)

    def _sums(self, values: Vector) -> Vector:
        return np.bincount(self.cell, values, len(self.size)).astype(np.float64)
