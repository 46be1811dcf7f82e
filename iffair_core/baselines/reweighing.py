"""Reweighing (Kamiran and Calders 2012): weights that make group and outcome independent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iffair_core.arrays import Codes, Vector

DOSES = (0.25, 0.5, 0.75, 1.0)
"""Shares of the way from equal weights to the method's own."""


def reweighing(group: Codes, y: Vector, weight: Vector, dose: float = 1.0) -> Vector:
    """Weights (n,) P(g) P(y) / P(g, y) of group and outcome, of mean 1, at a dose in [0, 1].

    The shares P are of rows weighted by ``weight`` (n,).
    """
    rows = pd.DataFrame({"group": group, "y": y, "weight": weight})

    def share(*by: str) -> Vector:
        mass = rows.groupby(list(by))["weight"].transform("sum").to_numpy(np.float64)
        return np.asarray(mass / weight.sum())

    full = share("group") * share("y") / share("group", "y")
    mixed = 1.0 + dose * (full - 1.0)
    return np.asarray(mixed / mixed.mean())
