"""The estimators with other learners: where the weights come from, and what they are given to."""

from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import RidgeClassifier
from sklearn.tree import DecisionTreeClassifier
from torch import nn

from iffair_core.config import Network
from iffair_core.estimators import IFFairClassifier
from tests.core.two_groups import ROWS, draw


def test_an_estimator_is_fitted_with_both_weights(rows: Any) -> None:
    X, y, group = rows
    own = np.random.default_rng(3).uniform(0.5, 2.0, ROWS)
    tree = DecisionTreeClassifier(max_depth=3, random_state=0)
    model = IFFairClassifier(tree).fit(X, y, sensitive_features=group, sample_weight=own)
    assert np.ptp(model.sample_weight_) > 0
    expected = clone(tree).fit(X, y, sample_weight=own * model.sample_weight_)
    assert np.array_equal(model.predict_proba(X), expected.predict_proba(X))
    assert np.array_equal(model.predict(X), expected.predict(X))
    assert not hasattr(tree, "tree_")


def test_an_estimator_without_probabilities_predicts_classes(rows: Any) -> None:
    X, y, group = rows
    model = IFFairClassifier(RidgeClassifier()).fit(X, y, sensitive_features=group)
    assert not hasattr(model, "predict_proba")
    assert set(model.predict(X)) == {0, 1}


@pytest.mark.parametrize("estimator", [None, DecisionTreeClassifier(max_depth=3)])
def test_the_weights_of_a_network_serve_it_and_any_other_learner(estimator):
    X, y, group = draw(300, 1)
    shape = Network(layers=(4,))
    model = IFFairClassifier(estimator, surrogate=shape, steps=2, l2=0.01)
    model.fit(X, y, sensitive_features=group)
    assert model.predict_proba(X).shape == (len(y), 2)
    assert np.ptp(model.sample_weight_) > 0
    assert not hasattr(model, "coef_")


def test_any_torch_module_can_be_the_surrogate():
    X, y, group = draw(300, 1)
    module = nn.Sequential(nn.Linear(X.shape[1], 4), nn.Tanh(), nn.Linear(4, 1))
    before = [p.clone() for p in module.parameters()]
    model = IFFairClassifier(surrogate=module, steps=2, l2=0.01)
    decided = model.fit(X, y, sensitive_features=group).predict(X)
    assert set(decided) <= set(y)
    assert all((p == q).all() for p, q in zip(module.parameters(), before, strict=True))
