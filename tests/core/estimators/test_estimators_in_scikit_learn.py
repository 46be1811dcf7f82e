"""The estimators among scikit-learn's: its own checks, pipelines, searches, frames and dtypes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import config_context
from sklearn.base import BaseEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import check_estimator

from iffair_core.estimators import IFFairClassifier, IFFairReweigher
from tests.core.two_groups import ROWS


@pytest.mark.parametrize(
    "estimator",
    [
        IFFairReweigher(),
        IFFairClassifier(),
        IFFairClassifier(DecisionTreeClassifier(random_state=0)),
    ],
    ids=["reweigher", "classifier", "tree"],
)
def test_scikit_learns_checks(estimator: BaseEstimator) -> None:
    results = check_estimator(estimator, on_skip=None)
    not_passed = {r["check_name"] for r in results if r["status"] != "passed"}
    assert not_passed <= {"check_array_api_input"}  # needs SCIPY_ARRAY_API in the environment
    assert len(results) > 40


def test_pipeline_without_routing(rows: Any) -> None:
    X, y, group = rows
    pipeline = make_pipeline(StandardScaler(), IFFairClassifier())
    pipeline.fit(X, y, iffairclassifier__sensitive_features=group)
    assert pipeline[-1].status_.startswith("Reweighted")
    assert pipeline.predict(X).shape == (ROWS,)
    weighing = make_pipeline(StandardScaler(), IFFairReweigher())
    weighing.fit(X, y, iffairreweigher__sensitive_features=group)
    assert weighing[-1].sample_weight_ == pytest.approx(pipeline[-1].sample_weight_)


@pytest.mark.parametrize("container", [np.asarray, pd.Series, lambda g: pd.DataFrame({"g": g})])
def test_metadata_routing_through_a_pipeline_and_a_search(rows: Any, container: Any) -> None:
    X, y, group = rows
    with config_context(enable_metadata_routing=True):
        model = IFFairClassifier(steps=5).set_fit_request(sensitive_features=True)
        search = GridSearchCV(
            make_pipeline(StandardScaler(), model),
            {"iffairclassifier__max_gap": [0.02, 0.5]},
            cv=2,
            error_score="raise",
        )
        search.fit(X, y, sensitive_features=container(group))
    best = search.best_estimator_[-1]
    assert best.status_ != IFFairClassifier().fit(X, y).status_
    assert search.best_params_ == {"iffairclassifier__max_gap": 0.5}
    assert search.predict(X).shape == (ROWS,)


def test_float32_features_stay_so_and_give_the_same_weights(rows: Any) -> None:
    X, y, group = rows
    single = X.astype(np.float32)
    found, expected = (
        IFFairClassifier().fit(features, y, sensitive_features=group)
        for features in (single, single.astype(np.float64))
    )
    assert found._rows(single).dtype == np.float32
    assert np.abs(expected.sample_weight_ - 1.0).max() > 0.1
    np.testing.assert_allclose(found.sample_weight_, expected.sample_weight_, atol=1e-5)
    np.testing.assert_allclose(found.predict_proba(single), expected.predict_proba(X), atol=1e-5)


def test_frames_keep_their_names(rows: Any) -> None:
    X, y, group = rows
    frame = pd.DataFrame(X, columns=list("pqrs"))
    model = IFFairClassifier().fit(frame, y, sensitive_features=group)
    assert model.feature_names_in_.tolist() == list("pqrs")
    with pytest.raises(ValueError, match="feature names"):
        model.predict(frame[list("sqrp")])


def test_the_same_groups_in_any_container(rows: Any, reweigher: Any) -> None:
    X, y, group = rows
    other_index = range(ROWS, 2 * ROWS)
    for given in (
        list(group),
        pd.Series(group, index=other_index),
        pd.DataFrame({"g": group}, index=other_index),
    ):
        again = IFFairReweigher().fit(X, y, sensitive_features=given)
        assert np.array_equal(again.sample_weight_, reweigher.sample_weight_)
