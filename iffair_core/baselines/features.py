"""Methods that change the features: the contest's model is trained on them, and decides by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.baselines.method import Answer, Contest, Decided, thresholded
from iffair_core.data.encode import NUMBERS
from iffair_core.models.rows import Rows
from iffair_core.setting import Judged

Change: TypeAlias = Callable[[Matrix, Codes], Matrix]
"""Features (n, d) and group codes (n,) to new features (n, e), fitted on training rows."""

DOSES = (0.25, 0.5, 0.75, 1.0)
"""Shares of the whole change of the features."""

LIKENESS = (10.0, 100.0, 300.0, 1000.0)
"""Weights of the groups' likeness in a learned representation."""


def decide_on(contest: Contest, change: Change, dose: float, start: Vector | None = None) -> Answer:
    """The contest's model, trained on changed features, at the contest's threshold.

    ``start`` (p,) are parameters near the solution, for a change that keeps what the columns mean.
    Raises FitError as ``Learner.fit``.
    """
    train, validation, test = (
        _changed(part, change) for part in (contest.train, contest.validation, contest.test)
    )
    fit = contest.learner.fit(train.X, train.y, train.weight, start)
    cut = contest.setting.problem.decision.cut_of(fit, validation)

    def on(rows: Rows) -> Decided:
        return thresholded(fit.logit(rows.X), cut)

    return Answer(dose, on(validation), on(test))


def _changed(part: Judged, change: Change) -> Rows:
    X = np.ascontiguousarray(change(part.rows.X, part.group))
    return Rows(X, part.rows.y, part.rows.weight)


def number_columns(contest: Contest) -> int:
    """How many of the first columns of the features are numbers of the table.

    The encoder puts them first; indicators of missing values and categories follow.
    """
    for name, _, columns in contest.setting.prepared.encoder.transformers_:
        if name == NUMBERS:
            return len(columns)
    return 0
