"""``IFFairClassifier``: the surrogate itself, or any other classifier, on the weighted rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit
from sklearn.base import ClassifierMixin, clone
from sklearn.utils import Tags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted, has_fit_parameter, validate_data

from iffair_core.arrays import AnyArray, Matrix, Vector
from iffair_core.config import Compare, GapName, Penalty, RuleName
from iffair_core.errors import ConfigError
from iffair_core.estimators.given import unusable
from iffair_core.estimators.reweigher import PRECISIONS, IFFairReweigher
from iffair_core.models.registry import Surrogate

CUT = 0.5
"""The cut at which a classifier's own ``predict`` decides."""


def _is_surrogate(model: IFFairClassifier) -> bool:
    return model.estimator is None


def _has_probabilities(model: IFFairClassifier) -> bool:
    return model.estimator is None or hasattr(model.estimator, "predict_proba")


class IFFairClassifier(ClassifierMixin, IFFairReweigher):  # type: ignore[misc]  # scikit-learn ships no types
    """A classifier fitted to the weights of ``IFFairReweigher``.

    Parameters
    ----------
    estimator : a classifier whose ``fit`` takes ``sample_weight``; None: the surrogate itself.
        The weights come from the surrogate either way
    others : as in ``IFFairReweigher``; a favourable probability of at least ``cut`` is
        predicted favourable (another cut than .5 needs ``predict_proba``)

    Attributes
    ----------
    estimator_ : the fitted estimator, if one was given
    theta_ : parameters of the surrogate with the weights, for the favourable class
    coef_, intercept_ : (1, d) and (1,) for ``classes_[1]``, if the logistic model predicts
    others : as in ``IFFairReweigher``

    Examples
    --------
    Columns of text become numbers in the steps before; the groups are given to ``fit`` alone.

    >>> from sklearn.compose import make_column_selector, make_column_transformer
    >>> from sklearn.ensemble import RandomForestClassifier
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import OneHotEncoder, StandardScaler
    >>> from iffair_core import IFFairClassifier, load_builtin
    >>> table = load_builtin("german").table.frame
    >>> X, good = table.drop(columns=["class", "age"]), table["class"] == 1
    >>> young = table["age"] < 26
    >>> numbers = make_column_transformer(
    ...     (StandardScaler(), make_column_selector(dtype_include="number")),
    ...     (OneHotEncoder(sparse_output=False), make_column_selector(dtype_exclude="number")),
    ... )
    >>> forest = RandomForestClassifier(n_estimators=10, random_state=0)
    >>> model = make_pipeline(numbers, IFFairClassifier(forest, max_gap=0.05))
    >>> model = model.fit(X, good, iffairclassifier__sensitive_features=young)
    >>> model.predict(X).shape
    (1000,)
    """

    estimator_: Any
    theta_: Vector
    coef_: Matrix
    intercept_: Vector

    def __init__(
        self,
        estimator: Any = None,
        *,
        gaps: GapName | Sequence[GapName] = ("demographic_parity",),
        rule: RuleName = "path",
        max_gap: float | Mapping[GapName, float] = 0.02,
        paces: Mapping[GapName, float] | None = None,
        max_loss: float | None = None,
        compare: Compare = "largest",
        min_cell: int = 10,
        steps: int = 20,
        strength: float = 0.05,
        budget: float | None = None,
        max_weight: float = 10.0,
        surrogate: Surrogate = "logistic",
        l2: Penalty | None = None,
        cut: float = 0.5,
        favourable: Any = None,
        validation_fraction: float = 0.2,
        random_state: Any = 0,
    ) -> None:
        super().__init__(
            gaps=gaps,
            rule=rule,
            max_gap=max_gap,
            paces=paces,
            max_loss=max_loss,
            compare=compare,
            min_cell=min_cell,
            steps=steps,
            strength=strength,
            budget=budget,
            max_weight=max_weight,
            surrogate=surrogate,
            l2=l2,
            cut=cut,
            favourable=favourable,
            validation_fraction=validation_fraction,
            random_state=random_state,
        )
        self.estimator = estimator

    def fit(
        self,
        X: Any,
        y: ArrayLike,
        sensitive_features: Any = None,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """As ``IFFairReweigher.fit``, then fit the classifier to the weighted rows."""
        self._check_estimator()
        rows, labels, weight, found = self._fit_weights(X, y, sensitive_features, sample_weight)
        self.theta_ = found.fit.theta
        if self.estimator is None:
            if self.surrogate == "logistic":
                self.coef_ = self._sign() * self.theta_[None, :-1]
                self.intercept_ = self._sign() * self.theta_[-1:]
        else:
            self.estimator_ = clone(self.estimator)
            self.estimator_.fit(rows, labels, sample_weight=weight * self.sample_weight_)
        return self

    def predict(self, X: Any) -> AnyArray:
        """(n,) the predicted classes."""
        if self.estimator is not None and self.cut == CUT:
            rows = self._rows(X)
            return np.asarray(self.estimator_.predict(rows))
        probability = self.predict_proba(X)
        favourable = self._favourable_index()
        selected = probability[:, favourable] >= self.cut
        return self.classes_[np.where(selected, favourable, 1 - favourable)]

    @available_if(_has_probabilities)  # type: ignore[untyped-decorator]  # nor types here
    def predict_proba(self, X: Any) -> Matrix:
        """(n, 2) probability of each of ``classes_``."""
        rows = self._rows(X)
        if self.estimator is not None:
            probability: Matrix = np.asarray(self.estimator_.predict_proba(rows))
            return probability
        z = self._log_odds(rows)
        return np.column_stack([expit(-z), expit(z)])

    @available_if(_is_surrogate)  # type: ignore[untyped-decorator]  # nor types here
    def decision_function(self, X: Any) -> Vector:
        """(n,) log odds of ``classes_[1]``, shifted so that it is predicted above 0."""
        rows = self._rows(X)
        z = self._log_odds(rows)
        shift = float(logit(self.cut))
        score: Vector = z - shift if self._favourable_index() == 1 else z + shift
        return score

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def _sign(self) -> float:
        return 1.0 if self._favourable_index() == 1 else -1.0

    def _log_odds(self, rows: Matrix) -> Vector:
        """(n,) of ``classes_[1]``."""
        return self._sign() * self.learner_.logit(rows, self.theta_)

    def _rows(self, X: Any) -> Matrix:
        check_is_fitted(self)
        try:
            rows: Matrix = validate_data(self, X, reset=False, dtype=PRECISIONS)
        except (TypeError, ValueError) as error:
            if (told := unusable(X)) is not None:
                raise told from error
            raise
        return rows

    def _check_estimator(self) -> None:
        if self.estimator is None:
            return
        if not has_fit_parameter(self.estimator, "sample_weight"):
            raise ConfigError(
                f"estimator must take sample_weight in fit; {self.estimator!r} does not. Choose "
                "another, or put its preprocessing before IFFairClassifier in a pipeline."
            )
        if self.cut != CUT and not _has_probabilities(self):
            raise ConfigError(
                f"cut={self.cut:g} needs an estimator with predict_proba; {self.estimator!r} has "
                "none. Use cut=0.5 or another estimator."
            )
