"""The estimators: scikit-learn's own checks, fairness on held-out rows, pipelines, refusals."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import config_context
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import check_estimator
from torch import nn

from iffair_core.config import RULE_NAMES, Network
from iffair_core.errors import ConfigError, TaskError
from iffair_core.estimators import IFFairClassifier, IFFairReweigher
from iffair_core.fairness.report import fairness_report

ROWS, NEW = 600, 2000


def draw(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, outcomes and groups; the first feature carries group and outcome alike."""
    random = np.random.default_rng(seed)
    group = random.random(n) < 0.4
    X = random.normal(size=(n, 4))
    X[:, 0] += 1.2 * ~group
    y = random.random(n) < 1 / (1 + np.exp(0.8 - X[:, 0] - X[:, 1]))
    return X, y.astype(int), np.where(group, "b", "a")


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return draw(ROWS, 0)


@pytest.fixture(scope="module")
def reweigher(rows: Any) -> IFFairReweigher:
    X, y, group = rows
    return IFFairReweigher().fit(X, y, sensitive_features=group)


def parity_gap(y: Any, decision: Any, group: Any, metric: str = "demographic_parity") -> float:
    report = fairness_report(y, decision, group)
    largest = report[(report["metric"] == metric) & (report["group"] == "")]
    return float(largest["value"].iloc[0])


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


def test_several_columns_are_an_intersection(rows: Any) -> None:
    X, y, group = rows
    half = np.arange(ROWS) % 2
    model = IFFairReweigher().fit(X, y, sensitive_features=pd.DataFrame({"g": group, "h": half}))
    assert len(model.targets_) == 6
    assert set(model.targets_["group"]) <= {"a × 0", "a × 1", "b × 0", "b × 1"}


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


def test_an_estimator_without_probabilities_predicts_classes(rows: Any) -> None:
    X, y, group = rows
    model = IFFairClassifier(RidgeClassifier()).fit(X, y, sensitive_features=group)
    assert not hasattr(model, "predict_proba")
    assert set(model.predict(X)) == {0, 1}


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
    with pytest.raises(ConfigError, match="bounds may name the targeted gaps"):
        IFFairReweigher(max_gap={"error_rate_parity": 0.1}).fit(X, y, sensitive_features=group)


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


def test_a_surrogate_that_is_none_is_refused():
    X, y, group = draw(60, 1)
    with pytest.raises(ConfigError, match="surrogate must be one of logistic, network"):
        IFFairReweigher(surrogate="forest").fit(X, y, sensitive_features=group)
