"""What the estimators reach: weights, influence, the chosen step, and fairness on new rows."""

import dataclasses
import inspect
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from iffair_core.config import RULE_NAMES, StudyConfig
from iffair_core.errors import ConfigError
from iffair_core.estimators import IFFairClassifier, IFFairReweigher
from tests.core.two_groups import NEW, ROWS, draw, parity_gap


def test_weights_are_one_a_row_and_make_a_fair_refit(rows: Any, reweigher: Any) -> None:
    X, y, _ = rows
    weight = reweigher.sample_weight_
    assert weight.shape == (ROWS,)
    assert weight.min() >= 0
    assert weight.max() <= 10 + 1e-9
    assert weight.mean() == pytest.approx(1.0)

    X_new, y_new, group_new = draw(NEW, 1)
    model = LogisticRegression(C=1e3 / ROWS)
    plain = model.fit(X, y).predict(X_new)
    fair = model.fit(X, y, sample_weight=weight).predict(X_new)
    assert parity_gap(y_new, plain, group_new) > 0.2
    assert parity_gap(y_new, fair, group_new) < 0.08


@pytest.mark.parametrize("estimator", [IFFairReweigher, IFFairClassifier])
def test_defaults_are_those_of_a_study(estimator: type) -> None:
    study = {field.name: field.default for field in dataclasses.fields(StudyConfig)}
    shared = {"max_gap", "max_loss", "compare", "min_cell", "rule", "steps", "strength", "budget"}
    shared |= {"max_weight", "l2", "cut"} if estimator is IFFairReweigher else set()
    own = {name: p.default for name, p in inspect.signature(estimator).parameters.items()}
    assert {name: own[name] for name in shared} == {name: study[name] for name in shared}


def test_influence_and_its_fidelity_are_reported(reweigher: Any) -> None:
    assert reweigher.targets_.to_dict("records") == [
        {
            "gap": "demographic_parity",
            "rate": "selection_rate",
            "reference": "a",
            "group": "b",
        }
    ]
    assert reweigher.influence_.shape == (ROWS, 1)
    assert reweigher.fidelity_.correlation > 0.95


def test_the_most_accurate_step_within_max_gap_is_chosen(rows: Any) -> None:
    X, y, group = rows
    reweigher = IFFairReweigher(max_gap=0.1).fit(X, y, sensitive_features=group)
    frontier = reweigher.frontier_
    assert frontier["step"].tolist() == list(range(len(frontier)))
    assert frontier["chosen"].sum() == 1
    chosen = frontier[frontier["chosen"]].iloc[0]
    allowed = frontier[frontier["demographic_parity"] <= 0.1]
    assert chosen["demographic_parity"] <= 0.1 < frontier["demographic_parity"].iloc[0]
    assert chosen["accuracy"] == allowed["accuracy"].max()
    assert f"step {chosen['step']} of {len(frontier) - 1}" in reweigher.status_


def test_influence_predicts_a_refit(rows: Any, reweigher: Any) -> None:
    """A row's influence is the change of the smooth gap a unit of its weight."""
    X, y, group = rows

    def gap(weight: np.ndarray) -> float:
        fit = IFFairClassifier().fit(X, y, sample_weight=weight)
        p = fit.predict_proba(X)[:, 1]
        return float(p[group == "a"].mean() - p[group == "b"].mean())

    for row in (3, 50, 431):
        weight = np.ones(ROWS)
        weight[row] += 1e-3
        slope = (gap(weight) - gap(np.ones(ROWS))) / 1e-3
        assert slope == pytest.approx(reweigher.influence_[row, 0], rel=0.01, abs=1e-7)


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_every_rule_narrows_the_gap_of_new_rows(rows: Any, rule: Any) -> None:
    X, y, group = rows
    X_new, y_new, group_new = draw(NEW, 1)
    plain = IFFairClassifier().fit(X, y)
    fair = IFFairClassifier(rule=rule).fit(X, y, sensitive_features=group)
    before, after = (parity_gap(y_new, m.predict(X_new), group_new) for m in (plain, fair))
    assert after < 0.5 * before


def test_several_gaps_and_another_gap(rows: Any) -> None:
    X, y, group = rows
    X_new, y_new, group_new = draw(NEW, 1)
    fair = IFFairClassifier(gaps=("equal_opportunity", "predictive_equality"), max_gap=0.05)
    fair.fit(X, y, sensitive_features=group)
    assert fair.influence_.shape == (ROWS, 2)
    plain = IFFairClassifier().fit(X, y)
    before, after = (
        parity_gap(y_new, m.predict(X_new), group_new, "equalized_odds") for m in (plain, fair)
    )
    assert after < 0.7 * before
    one = IFFairReweigher(gaps="equalized_odds").fit(X, y, sensitive_features=group)
    assert one.targets_["rate"].tolist() == ["true_positive_rate", "false_positive_rate"]


def test_without_sensitive_features_it_fits_plainly_and_says_so(rows: Any) -> None:
    X, y, _ = rows
    model = IFFairClassifier().fit(X, y)
    assert (model.sample_weight_ == 1).all()
    assert model.status_ == ("Fitted plainly, every weight is 1: no sensitive_features were given.")
    assert (model.influence_.shape, model.fidelity_, len(model.frontier_)) == ((ROWS, 0), None, 0)
    expected = LogisticRegression(C=1e3 / ROWS, solver="newton-cholesky", tol=1e-10).fit(X, y)
    assert model.coef_ == pytest.approx(expected.coef_, abs=1e-6)
    assert model.intercept_ == pytest.approx(expected.intercept_, abs=1e-6)


@pytest.mark.parametrize("group", [["a"] * ROWS, ["a"] * (ROWS - 4) + ["b"] * 4])
def test_groups_that_cannot_be_compared_are_fitted_plainly(rows: Any, group: Any) -> None:
    X, y, _ = rows
    model = IFFairReweigher().fit(X, y, sensitive_features=group)
    assert (model.sample_weight_ == 1).all()
    assert "no two groups can be compared" in model.status_
    if "b" in group:
        assert "b (4)" in model.status_


def test_several_columns_are_an_intersection(rows: Any) -> None:
    X, y, group = rows
    half = np.arange(ROWS) % 2
    model = IFFairReweigher().fit(X, y, sensitive_features=pd.DataFrame({"g": group, "h": half}))
    assert len(model.targets_) == 6
    assert set(model.targets_["group"]) <= {"a × 0", "a × 1", "b × 0", "b × 1"}


def test_own_weights_count_and_rows_without_weight_do_not(rows: Any, reweigher: Any) -> None:
    X, y, group = rows
    own = np.random.default_rng(3).uniform(0.2, 3.0, ROWS)
    weighted = IFFairReweigher().fit(X, y, sensitive_features=group, sample_weight=own)
    assert not np.allclose(weighted.sample_weight_, reweigher.sample_weight_)
    doubled = IFFairReweigher().fit(X, y, sensitive_features=group, sample_weight=2 * own)
    assert weighted.sample_weight_ == pytest.approx(doubled.sample_weight_, abs=1e-6)

    X_more, y_more, group_more = (np.concatenate([v, v[:50]]) for v in rows)
    mute = np.concatenate([np.ones(ROWS), np.zeros(50)])
    muted = IFFairReweigher().fit(X_more, y_more, sensitive_features=group_more, sample_weight=mute)
    assert np.array_equal(muted.sample_weight_[:ROWS], reweigher.sample_weight_)
    assert (muted.sample_weight_[ROWS:] == 1).all()
    assert (muted.influence_[ROWS:] == 0).all()


def test_the_favourable_class_may_be_either(rows: Any) -> None:
    X, y, group = rows
    words = np.where(y == 1, "accept", "reject")
    by_word = IFFairClassifier(favourable="accept").fit(X, words, sensitive_features=group)
    by_number = IFFairClassifier().fit(X, y, sensitive_features=group)
    assert by_word.classes_.tolist() == ["accept", "reject"]
    assert by_word.sample_weight_ == pytest.approx(by_number.sample_weight_)
    assert np.array_equal(by_word.predict(X) == "accept", by_number.predict(X) == 1)
    assert by_word.predict_proba(X)[:, 0] == pytest.approx(by_number.predict_proba(X)[:, 1])
    assert by_word.coef_ == pytest.approx(-by_number.coef_)


@pytest.mark.parametrize("favourable", [0, 1])
def test_the_cut_decides_on_the_favourable_class(rows: Any, favourable: int) -> None:
    X, y, _ = rows
    model = IFFairClassifier(cut=0.7, favourable=favourable).fit(X, y)
    expected = model.predict_proba(X)[:, favourable] >= 0.7
    assert np.array_equal(model.predict(X) == favourable, expected)
    assert np.array_equal(model.decision_function(X) > 0, model.predict(X) == 1)
    tree = IFFairClassifier(DecisionTreeClassifier(max_depth=3, random_state=0))
    tree.set_params(cut=0.7, favourable=favourable).fit(X, y)
    expected = tree.predict_proba(X)[:, favourable] >= 0.7
    assert np.array_equal(tree.predict(X) == favourable, expected)


def test_random_state_decides_which_rows_choose(rows: Any, reweigher: Any) -> None:
    X, y, group = rows
    again = clone(reweigher).fit(X, y, sensitive_features=group)
    assert np.array_equal(again.sample_weight_, reweigher.sample_weight_)
    other = IFFairReweigher(random_state=1).fit(X, y, sensitive_features=group)
    assert other.frontier_["accuracy"].tolist() != reweigher.frontier_["accuracy"].tolist()


def test_each_of_several_gaps_may_have_its_own_bound_and_pace():
    X, y, group = draw(400, 1)
    gaps = ("demographic_parity", "equal_opportunity")
    model = IFFairReweigher(
        gaps=gaps,
        max_gap={"equal_opportunity": 0.1},
        paces={"demographic_parity": 0.5},
        max_loss=0.05,
        steps=4,
    ).fit(X, y, sensitive_features=group)
    assert set(model.targets_["gap"]) == set(gaps)
    with pytest.raises(ConfigError, match="max_gap names 'error_rate_parity'"):
        IFFairReweigher(max_gap={"error_rate_parity": 0.1}).fit(X, y, sensitive_features=group)
