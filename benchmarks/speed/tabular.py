"""The synthetic table of the speed benchmark: correlated features, two groups, a known model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.influence.scores import row_influence
from iffair_core.models.fit import Fit, Learner
from iffair_core.models.rows import Rows

FACTORS = 10


@dataclass(frozen=True, eq=False)
class Table:
    """Features X (n, d), outcomes y and groups (n,), and the demographic parity gap on them.

    contrast  (n,) the gap of scores r is ``contrast @ r``: the mean of group 1 minus that of 0
    """

    X: Matrix
    y: Vector
    group: Codes
    contrast: Vector

    @property
    def rows(self) -> Rows:
        return Rows(self.X, self.y, np.ones(len(self.y)))

    def influence(self, learner: Learner, start: Vector | None = None) -> Matrix:
        """Fit from ``start``, gradient of the gap, influence (n, 1) of every row on it."""
        rows = self.rows
        fit = learner.fit(rows.X, rows.y, rows.weight, start)
        return row_influence(fit, rows, self.gap_gradients(fit))[0]

    def gap_gradients(self, fit: Fit, parts: int = 1) -> Matrix:
        """Gradients (p, parts) of the smooth gap on the rows i with i % parts = 0, 1, ..."""
        p = expit(fit.logit(self.X))
        slope = self.contrast * p * (1.0 - p)
        slopes = slope[:, None]
        if parts > 1:
            part = np.arange(len(self.y)) % parts
            slopes = np.where(part[:, None] == np.arange(parts), slopes, 0.0)
        return fit.pullback(self.X, slopes)


def synthetic(n: int, d: int, seed: int = 0) -> Table:
    """n rows of d standardised features that share ten factors; group 1 is a third of the rows."""
    generator = np.random.default_rng(seed)
    group = (generator.random(n) < 1 / 3).astype(np.int64)
    loadings = generator.normal(size=(FACTORS, d)) / np.sqrt(FACTORS)
    X = generator.normal(size=(n, FACTORS)) @ loadings
    X += generator.normal(size=(n, d))
    X += 0.3 * group[:, None] * generator.normal(size=d)
    X /= X.std(axis=0)
    theta = generator.normal(size=d) / np.sqrt(d)
    y = (generator.random(n) < expit(X @ theta - 1.0)).astype(np.float64)
    share = np.bincount(group)
    contrast = np.where(group == 1, 1.0 / share[1], -1.0 / share[0])
    return Table(X, y, group, contrast)
