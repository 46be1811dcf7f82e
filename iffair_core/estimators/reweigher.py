"""``IFFairReweigher``: weights of the training rows, for any learner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils import ClassifierTags, Tags, check_random_state
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import validate_data

from iffair_core.arrays import AnyArray, Mask, Matrix, Vector
from iffair_core.config import (
    Attribute,
    Compare,
    GapName,
    Outcome,
    Penalty,
    RuleName,
    StudyConfig,
    Task,
    check_number,
)
from iffair_core.errors import ConfigError, TaskError
from iffair_core.estimators.given import (
    own,
    read_gaps,
    read_labels,
    read_mapping,
    unusable,
    warn_of_order,
)
from iffair_core.estimators.weighting import Reweighed, fit_plainly, reweigh
from iffair_core.fairness.inputs import read_groups, read_weight
from iffair_core.influence.fidelity import Fidelity
from iffair_core.models.fit import Learner
from iffair_core.models.registry import Surrogate, surrogate_learner

PRECISIONS = (np.float64, np.float32)
"""Of the features; any other is turned into the first."""
NUMBERS = ("max_loss", "min_cell", "steps", "strength", "budget", "max_weight", "l2", "cut")
"""Parameters that are those of a study."""


class IFFairReweigher(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Weights of the training rows with which a model treats the groups more equally.

    The last step of a pipeline that turns the features into numbers. Float32 features stay so: half
    the memory, and with the logistic surrogate less time; all sums are made in float64.

    Parameters
    ----------
    gaps : the gaps to close, one name or several (``iffair_core.config.GAP_NAMES``)
    rule : how influence becomes weights: "path", "uniform", "diverse" or "linear_program"
    max_gap : the most accurate step with at most this gap on validation rows is chosen; a
        mapping gives each of several gaps its own, .02 to those that it does not name
    paces : mapping from gaps to the share of their way that they go while others go the whole
    max_loss : largest loss of accuracy on validation rows that the step may cost; None: any
    compare : "largest", "reference" or "rest", as in ``iffair_core.config.StudyConfig``
    min_cell : fewest rows that a group needs in a rate's cell to be compared
    surrogate : the model that influence is computed on: "logistic", "network", a network's shape
        (``iffair_core.config.Network``), or a torch module that gives one logit a row
    steps, strength, budget, max_weight, l2, cut : as in ``iffair_core.config.StudyConfig``
    favourable : the favourable class; None: ``classes_[1]``
    validation_fraction : share of the rows, stratified on group and class, that chooses the step
    random_state : seed, RandomState or None, for the choice of these rows

    Attributes
    ----------
    sample_weight_ : (n,) one weight a row, mean 1; multiply your own sample weights by it
    influence_ : (n, K) influence of each row's weight on each targeted gap of the plain model
    targets_ : frame of K rows: gap, rate, reference and group of each column of ``influence_``
    fidelity_ : predicted against actual change of the gap over refits, or None
    frontier_ : frame, one row a step: figures on the validation rows, summary of the weights
    status_ : what was done, in words
    learner_ : the surrogate as a learner of the core, with the penalty that was used
    classes_, n_features_in_, feature_names_in_ : as in scikit-learn

    Errors are ValueErrors: TaskError for rows that cannot be used, ConfigError for a parameter
    out of range, FitError if the plain model cannot be fitted.

    Examples
    --------
    >>> from iffair_core import IFFairReweigher, load_builtin, run, StudyConfig
    >>> german = load_builtin("german")
    >>> rows = run(StudyConfig("german", german.task, steps=1)).prepared
    >>> reweigher = IFFairReweigher(max_gap=0.05)
    >>> found = reweigher.fit(rows.X, rows.y, sensitive_features=rows.group)
    >>> found.sample_weight_.shape, round(found.sample_weight_.mean(), 6)
    ((1000,), np.float64(1.0))
    >>> found.status_.split(":")[0]
    "Reweighted with the rule 'path'"
    """

    classes_: AnyArray
    learner_: Learner
    sample_weight_: Vector
    influence_: Matrix
    targets_: pd.DataFrame
    fidelity_: Fidelity | None
    frontier_: pd.DataFrame
    status_: str

    def __init__(
        self,
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
        self.gaps = gaps
        self.rule = rule
        self.max_gap = max_gap
        self.paces = paces
        self.max_loss = max_loss
        self.compare = compare
        self.min_cell = min_cell
        self.steps = steps
        self.strength = strength
        self.budget = budget
        self.max_weight = max_weight
        self.surrogate = surrogate
        self.l2 = l2
        self.cut = cut
        self.favourable = favourable
        self.validation_fraction = validation_fraction
        self.random_state = random_state

    def fit(
        self,
        X: Any,
        y: ArrayLike,
        sensitive_features: Any = None,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the weights of rows X (n, d), numbers only, with two classes in y (n,).

        sensitive_features  array, Series or frame (several columns make an intersection), whose
                            rows match those of X by position; None: every weight is 1, and
                            ``status_`` says so
        sample_weight       (n,) the user's own weights, at least 0
        """
        self._fit_weights(X, y, sensitive_features, sample_weight)
        return self

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.classifier_tags = ClassifierTags(multi_class=False)
        return tags

    def _fit_weights(
        self, X: Any, y: ArrayLike, sensitive_features: Any, sample_weight: ArrayLike | None
    ) -> tuple[Matrix, AnyArray, Vector, Reweighed]:
        """Set the fitted attributes; returns X, y, the user's weights and what was found.

        A row of weight 0 keeps the weight 1 and has no influence.
        """
        config = self._config()
        warn_of_order(X, y=y, sensitive_features=sensitive_features, sample_weight=sample_weight)
        rows, labels = self._read_rows(X, y)
        outcome = self._outcome(labels)
        weight = read_weight(sample_weight, len(labels))
        used = weight > 0
        if len(np.unique(outcome[used])) < 2:
            raise TaskError(
                f"The rows of positive weight have one class, {labels[used][0]}; two are needed. "
                "Give rows of both."
            )
        given = rows[used], outcome[used]
        learner = surrogate_learner(self.surrogate)
        if config.penalty != "auto":
            learner = learner.with_l2(config.penalty)
        if sensitive_features is None:
            reason = "no sensitive_features were given."
            found = fit_plainly(*given, weight[used], learner=learner, reason=reason)
        else:
            found = reweigh(
                *given,
                read_groups(sensitive_features, len(labels)).take(used),
                weight[used],
                config,
                learner=learner,
                validation_fraction=self.validation_fraction,
                random=np.random.default_rng(config.seed),
            )
        self._keep(found, used)
        return rows, labels, weight, found

    def _keep(self, found: Reweighed, used: Mask) -> None:
        self.sample_weight_ = np.ones(len(used))
        self.sample_weight_[used] = found.weights
        self.influence_ = np.zeros((len(used), found.influence.shape[1]))
        self.influence_[used] = found.influence
        self.targets_ = found.targets
        self.fidelity_ = found.fidelity
        self.frontier_ = found.frontier
        self.status_ = found.status
        self.learner_ = found.learner

    def _read_rows(self, X: Any, y: Any) -> tuple[Matrix, AnyArray]:
        labels = read_labels(y)
        try:
            rows, labels = validate_data(self, X, labels, dtype=PRECISIONS)
        except (TypeError, ValueError) as error:
            if (told := unusable(X)) is not None:
                raise told from error
            raise
        return rows, labels

    def _config(self) -> StudyConfig:
        """The parameters, checked as those of a study are."""
        check_number(
            "validation_fraction",
            own(self.validation_fraction),
            0,
            1,
            include_low=False,
            include_high=False,
        )
        given, gaps = self.max_gap, read_gaps(self.gaps)
        several = isinstance(given, Mapping)
        return StudyConfig(
            data="arrays",
            task=Task(Outcome("y"), (Attribute("sensitive_features"),)),
            seed=int(check_random_state(self.random_state).randint(2**31 - 1)),
            gaps=gaps,
            rule=self.rule,
            max_gap=StudyConfig.max_gap if several else own(given),
            bounds=read_mapping("max_gap", given, gaps) if several else (),
            paces=() if self.paces is None else read_mapping("paces", self.paces, gaps),
            compare=self.compare,
            model="logistic" if self.surrogate == "logistic" else "network",
            **{name: own(getattr(self, name)) for name in NUMBERS},
        )

    def _outcome(self, y: AnyArray) -> Vector:
        """(n,) 1.0 where y is the favourable class; sets ``classes_``."""
        check_classification_targets(y)
        kind = type_of_target(y)
        if kind != "binary":
            raise TaskError(
                f"Only binary classification is supported. The type of the target is {kind}. "
                "Merge the classes into favourable and unfavourable first."
            )
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            raise TaskError(
                f"y has one class, {self.classes_[0]}; two are needed. Give rows of both."
            )
        known = self.classes_.tolist()
        if self.favourable is not None and own(self.favourable) not in known:
            raise ConfigError(
                f"favourable must be one of the classes {known}; got {self.favourable!r}."
            )
        outcome: Vector = (y == self.classes_[self._favourable_index()]).astype(np.float64)
        return outcome

    def _favourable_index(self) -> int:
        """Position of the favourable class in ``classes_``."""
        if self.favourable is None:
            return 1
        return int(np.flatnonzero(self.classes_ == self.favourable)[0])
