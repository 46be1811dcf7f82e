"""Any model of the core as the scikit-learn classifier that a reduction trains again and again."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.models.fit import Fit, Learner


class Latest:
    """The last fit of a run: the next relabelled problem is near it."""

    fit: Fit | None

    def __init__(self, fit: Fit | None = None) -> None:
        self.fit = fit

    def __deepcopy__(self, memory: dict[int, Any]) -> Latest:
        return self


class Oracle(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Decisions of R_w's minimiser at the cut .5.

    Clones share ``latest``, the warm start; the minimum of a logistic model does not depend on it.
    """

    def __init__(self, learner: Learner, latest: Latest) -> None:
        self.learner = learner
        self.latest = latest

    def fit(self, X: Matrix, y: Vector, sample_weight: Vector) -> Self:
        """Outcomes y in {0, 1}, weights (n,). Raises FitError as ``Learner.fit``.

        Both are copied: series of pandas cannot be written to, which torch does not support.
        """
        outcome, weight = np.array(y, np.float64), np.array(sample_weight, np.float64)
        self.latest.fit = _fitted(self.learner, X, outcome, weight, self.latest.fit)
        self.theta_ = self.latest.fit.theta
        self.classes_ = np.array([0, 1])
        return self

    def logit(self, X: Matrix) -> Vector:
        """z (n,)."""
        return self.learner.logit(np.asarray(X), self.theta_)

    def predict(self, X: Matrix) -> Codes:
        return (self.logit(X) >= 0).astype(np.int64)

    def predict_proba(self, X: Matrix) -> Matrix:
        p = expit(self.logit(X))
        return np.column_stack([1.0 - p, p])


def _fitted(learner: Learner, X: Matrix, y: Vector, weight: Vector, last: Fit | None) -> Fit:
    """Warm from the last fit; from nothing where the new labels are too far from it."""
    if last is not None:
        try:
            return learner.fit(X, y, weight, last)
        except FitError:
            return learner.fit(X, y, weight)
    return learner.fit(X, y, weight)
