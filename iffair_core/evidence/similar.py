"""The training rows that a model can hardly tell from a given one."""

from __future__ import annotations

import numpy as np

from iffair_core.arrays import Codes, Matrix, Vector

BLOCK = 8192


def most_similar(X: Matrix, row: int, count: int) -> tuple[Codes, Vector]:
    """Positions among the rows X (n, d) of the ``count`` nearest to ``row``, and their distances.

    Distances are Euclidean in the encoded features: a number counts in its standard deviations, a
    category that differs as 1 or, between two levels that both have a column, the root of 2. Of
    rows equally far the first come first; the row itself is left out.
    """
    square = np.concatenate(
        [
            np.square(X[begin : begin + BLOCK] - X[row]).sum(axis=1)
            for begin in range(0, len(X), BLOCK)
        ]
    )
    square[row] = np.inf
    count = min(count, len(X) - 1)
    nearest = np.argsort(square, kind="stable")[:count]
    return nearest, np.sqrt(square[nearest])
