"""Exponentiated gradient (Agarwal et al. 2018) by Fairlearn, over the logistic model of the core.

Its answer is a distribution over models, so a row's decision is the probability of a favourable
one, and accuracy and gaps are expectations.
"""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
from fairlearn.reductions import DemographicParity, EqualizedOdds, ExponentiatedGradient, Moment
from pandas.errors import Pandas4Warning
from sklearn.base import BaseEstimator, ClassifierMixin

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.config import GapName
from iffair_core.errors import FitError
from iffair_core.models.logistic import LogisticFit, LogisticLearner

CONSTRAINTS: dict[GapName, type[Moment]] = {
    "demographic_parity": DemographicParity,
    "equalized_odds": EqualizedOdds,
}


class Latest:
    """The last fit of a run: the next relabelled problem is near it."""

    fit: LogisticFit | None = None

    def __deepcopy__(self, memory: dict[int, Any]) -> Latest:
        return self


class Logistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Decisions of R_w's minimiser at the cut .5, as a scikit-learn estimator.

    Clones share ``latest``, the warm start; the minimum does not depend on it.
    """

    def __init__(self, l2: float, latest: Latest) -> None:
        self.l2 = l2
        self.latest = latest

    def fit(self, X: Matrix, y: Vector, sample_weight: Vector) -> Self:
        outcome, weight = np.asarray(y, np.float64), np.asarray(sample_weight, np.float64)
        self.latest.fit = _fitted(LogisticLearner(self.l2), X, outcome, weight, self.latest.fit)
        self.theta_ = self.latest.fit.theta
        self.classes_ = np.array([0, 1])
        return self

    def predict(self, X: Matrix) -> Codes:
        return (LogisticLearner(self.l2).logit(np.asarray(X), self.theta_) >= 0).astype(np.int64)


def _fitted(
    learner: LogisticLearner, X: Matrix, y: Vector, weight: Vector, last: LogisticFit | None
) -> LogisticFit:
    """Warm from the last fit; from nothing where the new labels are too far from it."""
    if last is not None:
        try:
            return learner.fit(X, y, weight, last)
        except FitError:
            return learner.fit(X, y, weight)
    return learner.fit(X, y, weight)


def exponentiated_gradient(
    X: Matrix, y: Vector, group: Codes, *, gap: GapName, eps: float, l2: float
) -> ExponentiatedGradient:
    """Fitted on rows X (n, d) with a bound of ``eps`` on the gap.

    Fairlearn 0.15 grows its series in ways that pandas 4 will not allow, and is warned each time.
    """
    bound = CONSTRAINTS[gap](difference_bound=eps)
    model = ExponentiatedGradient(Logistic(l2, Latest()), bound, eps=eps)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pandas4Warning)
        return model.fit(X, y.astype(np.int64), sensitive_features=group)


def expected_decision(model: ExponentiatedGradient, X: Matrix) -> Vector:
    """(n,) probability of a favourable decision."""
    decision = np.zeros(len(X))
    for predictor, weight in zip(model.predictors_, model.weights_, strict=True):
        if weight > 0:
            decision += weight * predictor.predict(X)
    return decision
