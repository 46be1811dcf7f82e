"""What the estimators refuse, and in which words."""

from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import RidgeClassifier
from sklearn.neighbors import KNeighborsClassifier

from iffair_core.errors import ConfigError, TaskError
from iffair_core.estimators import IFFairClassifier, IFFairReweigher
from tests.core.two_groups import ROWS, draw


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"gaps": ("parity",)}, "gap must be one of demographic_parity"),
        ({"gaps": ()}, "at least one gap"),
        ({"rule": "random"}, "rule must be one of path"),
        ({"max_gap": -1}, "max_gap"),
        ({"steps": 0}, "steps"),
        ({"max_weight": 1.0}, "max_weight"),
        ({"validation_fraction": 1.0}, "validation_fraction"),
        ({"favourable": 7}, r"one of the classes \[0, 1\]; got 7"),
        ({"estimator": KNeighborsClassifier()}, "must take sample_weight"),
        ({"estimator": RidgeClassifier(), "cut": 0.6}, "needs an estimator with predict_proba"),
    ],
)
def test_wrong_parameters_are_refused_in_fit(rows: Any, parameters: Any, words: str) -> None:
    X, y, group = rows
    with pytest.raises(ConfigError, match=words):
        IFFairClassifier(**parameters).fit(X, y, sensitive_features=group)


def test_wrong_rows_are_refused(rows: Any) -> None:
    X, y, group = rows
    model = IFFairClassifier()
    with pytest.raises(TaskError, match="Only binary classification is supported"):
        model.fit(X, np.arange(ROWS) % 3, sensitive_features=group)
    with pytest.raises(TaskError, match="one class, 1; two are needed"):
        model.fit(X, np.ones(ROWS, dtype=int), sensitive_features=group)
    with pytest.raises(TaskError, match="positive weight have one class"):
        model.fit(X, y, sensitive_features=group, sample_weight=y.astype(float))
    with pytest.raises(TaskError, match="sensitive_features has 10 rows"):
        model.fit(X, y, sensitive_features=group[:10])
    with pytest.raises(TaskError, match="validation part hold one class"):
        IFFairClassifier(validation_fraction=0.001).fit(X, y, sensitive_features=group)
    with pytest.raises(NotFittedError):
        IFFairClassifier().predict(X)


def test_a_surrogate_that_is_none_is_refused():
    X, y, group = draw(60, 1)
    with pytest.raises(ConfigError, match="surrogate must be one of logistic, network"):
        IFFairReweigher(surrogate="forest").fit(X, y, sensitive_features=group)
