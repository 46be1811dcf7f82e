"""What every contender of the logistic case is handed: a table and a converged model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.speed.tabular import Table, synthetic
from iffair_core.arrays import Matrix
from iffair_core.models.logistic import LogisticFit, LogisticLearner

LEARNER = LogisticLearner(l2=1e-10)
TARGETS = 8


@dataclass(frozen=True, eq=False)
class Given:
    """The table, and a converged model with its gap's gradient.

    design     (n, d + 1) the features and a column of ones, for contenders that need it
    gradient   (d + 1, 1)
    gradients  (d + 1, 8)
    """

    table: Table
    fit: LogisticFit
    design: Matrix
    gradient: Matrix
    gradients: Matrix


def given(n: int, d: int) -> Given:
    table = synthetic(n, d)
    fit = LEARNER.fit(table.X, table.y, np.ones(n))
    design = np.column_stack([table.X, np.ones(n)])
    return Given(
        table, fit, design, table.gap_gradients(fit), table.gap_gradients(fit, parts=TARGETS)
    )
