"""Thresholds of groups with a share of chance (Hardt et al. 2016), by Fairlearn.

Of two neighbouring thresholds a group's decision takes one by chance, so that rates agree exactly.
Fitted on the rows on which the study targets its gap, with the plain model's probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

import numpy as np
from fairlearn.postprocessing import ThresholdOptimizer
from scipy.special import expit
from sklearn.base import BaseEstimator

from iffair_core.arrays import Matrix, Vector
from iffair_core.baselines.method import Answer, Contest
from iffair_core.baselines.target_rows import plain_gap, target_rows
from iffair_core.baselines.thresholds import decide_after
from iffair_core.cancel import check_cancelled
from iffair_core.config import GapName
from iffair_core.setting import Judged

CONSTRAINTS: Mapping[GapName, str] = {
    "demographic_parity": "demographic_parity",
    "equal_opportunity": "true_positive_rate_parity",
    "predictive_equality": "false_positive_rate_parity",
    "equalized_odds": "equalized_odds",
}
TOLERANCES = (0.9, 0.75, 0.6, 0.45, 0.3, 0.2, 0.1)
"""Shares of the plain model's gap that relaxed thresholds may leave."""


class Scores(BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """A classifier whose only feature (n, 1) is the probability: there is nothing to fit."""

    def fit(self, X: Matrix, y: Vector) -> Self:
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict_proba(self, X: Matrix) -> Matrix:
        return np.column_stack([1.0 - X[:, 0], X[:, 0]])


def strict(contest: Contest) -> Iterator[Answer]:
    """Rates that agree on the target rows."""
    yield _answer(contest, 0.0, fitted(contest, None))


def relaxed(contest: Contest) -> Iterator[Answer]:
    """Rates that may differ by a share of the plain model's gap."""
    start = plain_gap(contest)
    for share in TOLERANCES:
        check_cancelled()
        yield _answer(contest, share, fitted(contest, share * start))


def fitted(contest: Contest, tol: float | None) -> ThresholdOptimizer:
    """Fairlearn's optimiser on the target rows."""
    rows = target_rows(contest)
    p = expit(contest.plain.fit.logit(rows.rows.X))
    model = ThresholdOptimizer(
        estimator=Scores(),
        constraints=CONSTRAINTS[contest.gap],
        prefit=True,
        predict_method="predict_proba",
        tol=tol,
    )
    return model.fit(p[:, None], rows.rows.y.astype(np.int64), sensitive_features=rows.group)


def _answer(contest: Contest, dose: float, model: ThresholdOptimizer) -> Answer:
    def chance(p: Vector, part: Judged) -> Vector:
        both = model._pmf_predict(p[:, None], sensitive_features=part.group)
        return np.clip(np.asarray(both, np.float64)[:, 1], 0.0, 1.0)

    return decide_after(contest, dose, chance)
