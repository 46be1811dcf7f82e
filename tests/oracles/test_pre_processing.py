"""Pre-processing methods against their libraries called directly, or against closed forms."""

import numpy as np
import pandas as pd
import pytest
from fairlearn.preprocessing import CorrelationRemover, PrototypeRepresentationLearner
from scipy.optimize import approx_fprime
from sklearn.linear_model import LogisticRegression

from iffair_core.baselines import decorrelation, features, prototypes, resampling
from iffair_core.baselines.influence_weights import (
    SCALES,
    SHARES,
    harm,
    softmax_of_influence,
    softmax_step,
    without_worst,
)
from iffair_core.baselines.method import Answer, Contest
from iffair_core.baselines.repair import fit_repair
from iffair_core.baselines.weighted import classic
from iffair_core.comparison.contest import open_contest
from iffair_core.data.builtin import load_builtin
from iffair_core.influence.problem import normalise, refit
from iffair_core.setting import cells
from tests.oracles.studies import config


def contest(name: str) -> Contest:
    return open_contest(config(name), load_builtin(name).table, "demographic_parity", 0)


@pytest.fixture(scope="module")
def german() -> Contest:
    return contest("german")


def by_scikit_learn(contest: Contest, X, y, X_test, weight=None) -> np.ndarray:
    """Probabilities on test rows of scikit-learn's minimiser of the same objective."""
    total = len(y) if weight is None else weight.sum()
    model = LogisticRegression(C=1 / (contest.learner.l2 * total), tol=1e-10, max_iter=10_000)
    return model.fit(X, y, sample_weight=weight).predict_proba(X_test)[:, 1]


def agrees(answer: Answer, probability: np.ndarray) -> None:
    assert answer.test.probability == pytest.approx(probability, abs=1e-5)
    assert answer.test.chance.tolist() == (answer.test.probability >= 0.5).tolist()


# Weights and samples


def test_reweighing_is_scikit_learns_fit_with_the_published_weights(german: Contest) -> None:
    train, rows = german.train, german.train.rows
    frame = pd.DataFrame({"g": train.group, "y": rows.y})
    joint = frame.value_counts(normalize=True)
    shares = [frame[c].map(frame[c].value_counts(normalize=True)) for c in ("g", "y")]
    weight = (shares[0] * shares[1]).to_numpy() / joint.loc[pd.MultiIndex.from_frame(frame)]
    answer = list(classic(german))[-1]
    direct = by_scikit_learn(german, rows.X, rows.y, german.test.rows.X, weight.to_numpy())
    agrees(answer, direct)


def test_resampling_is_scikit_learns_fit_on_the_copied_rows(german: Contest) -> None:
    train, rows = german.train, german.train.rows
    cell = cells(train.group, rows.y)
    y_mean = rows.y.mean()
    expected = {}
    for code in np.unique(cell).tolist():
        share = y_mean if code % 2 else 1 - y_mean
        expected[code] = round(float((train.group == code // 2).sum() * share))
    frequency = np.array([expected[c] for c in cell.tolist()]) / np.bincount(cell)[cell]
    count = resampling.copies(cell, frequency, np.random.default_rng(german.config.seed))
    copied = np.repeat(np.arange(len(cell)), count.astype(int))
    assert dict(zip(*np.unique(cell[copied], return_counts=True), strict=True)) == expected
    answer = list(resampling.answers(german))[-1]
    agrees(answer, by_scikit_learn(german, rows.X[copied], rows.y[copied], german.test.rows.X))


def test_copies_are_spread_evenly_and_differ_with_the_seed() -> None:
    cell = np.repeat([0, 1, 2], [10, 10, 10])
    frequency = np.repeat([0.4, 1.0, 2.3], [10, 10, 10])
    count = resampling.copies(cell, frequency, np.random.default_rng(0))
    assert np.bincount(cell, weights=count).tolist() == [4, 10, 23]
    assert [sorted(set(count[cell == c].tolist())) for c in range(3)] == [[0, 1], [1], [2, 3]]
    again, other = (resampling.copies(cell, frequency, np.random.default_rng(s)) for s in (0, 1))
    assert count.tolist() == again.tolist()
    assert count.tolist() != other.tolist()


# Influence


def test_softmax_weights_are_n_softmax_of_minus_the_harm() -> None:
    harms = np.array([1.0, 0.0, -2.0, 0.5])
    exponential = np.exp(-0.3 * harms / harms.std())
    stepped = softmax_step(np.ones(4), harms, 0.3)
    assert stepped == pytest.approx(4 * exponential / exponential.sum())
    twice = softmax_step(softmax_step(np.ones(4), harms, 0.1), harms, 0.2)
    assert twice == pytest.approx(stepped)
    assert softmax_step(stepped, np.ones(4), 1.0) is stepped


def test_softmax_begins_with_the_plain_models_influence(german: Contest) -> None:
    harms = harm(german, german.plain)
    weight = np.exp(-SCALES[0] * harms / harms.std())
    rows = german.train.rows
    agrees(
        next(softmax_of_influence(german)),
        by_scikit_learn(german, rows.X, rows.y, german.test.rows.X, weight / weight.mean()),
    )


@pytest.mark.parametrize("name", ["compas", "communities"])
def test_rows_called_harmful_are_so_when_the_model_is_trained_without_them(name: str) -> None:
    open_one = contest(name)
    harms = harm(open_one, open_one.plain)

    def gap_without(kept: np.ndarray) -> float:
        state = refit(open_one.setting.problem, normalise(kept), open_one.plain.fit)
        return float(np.abs(state.smooth).max())

    before = float(np.abs(open_one.plain.smooth).max())
    worst, best = without_worst(harms, SHARES[2]), without_worst(-harms, SHARES[2])
    assert (worst == 0).sum() == round(SHARES[2] * len(harms))
    assert gap_without(worst) < before < gap_without(best)


def test_no_row_that_does_no_harm_is_removed() -> None:
    harms = np.array([3.0, -1.0, 2.0, -1.0])
    assert without_worst(harms, 0.25).tolist() == [0.0, 1.0, 1.0, 1.0]
    assert without_worst(harms, 0.5).tolist() == [0.0, 1.0, 0.0, 1.0]
    assert without_worst(harms, 0.75) is None


# Changed features


def test_repair_of_two_groups_is_the_mean_of_their_order_statistics() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(0, 1, 50), rng.normal(3, 2, 50)
    X = np.column_stack([np.append(a, b), np.arange(100.0)])
    group = np.repeat([0, 1], 50)
    repair = fit_repair(X, group, 1)
    full, half = repair.of(X, group, 1.0), repair.of(X, group, 0.5)
    target = (np.sort(a) + np.sort(b)) / 2
    assert np.sort(full[:50, 0]) == pytest.approx(target)
    assert np.sort(full[50:, 0]) == pytest.approx(target)
    assert np.argsort(full[:50, 0]).tolist() == np.argsort(a).tolist()
    assert half[:, 0] == pytest.approx((X[:, 0] + full[:, 0]) / 2)
    assert full[:, 1].tolist() == X[:, 1].tolist()


def test_repair_of_many_groups_takes_the_median_and_leaves_unknown_groups() -> None:
    x = np.concatenate([np.arange(20.0) + shift for shift in (0, 1, 100)])
    group = np.repeat([0, 1, 2], 20)
    repair = fit_repair(x[:, None], group, 1)
    repaired = repair.of(x[:, None], group, 1.0)[:, 0]
    assert repaired == pytest.approx(np.tile(np.arange(20.0) + 1, 3))
    assert repair.of(np.array([[7.0]]), np.array([3]), 1.0).tolist() == [[7.0]]
    assert repair.of(np.array([[-50.0], [500.0]]), np.array([0, 2]), 1.0).tolist() == [[1], [20]]


def test_repair_of_equal_distributions_with_ties_changes_nothing() -> None:
    x = np.tile([0.0, 0.0, 1.0, 1.0, 1.0, 5.0], 2)
    group = np.repeat([0, 1], 6)
    repair = fit_repair(x[:, None], group, 1)
    assert repair.of(x[:, None], group, 1.0)[:, 0] == pytest.approx(x)


def test_numbers_of_the_table_come_first(german: Contest) -> None:
    names = german.setting.prepared.feature_names
    number = features.number_columns(german)
    numeric = german.setting.prepared.frame[list(names[:number])]
    assert number > 0
    assert all(pd.api.types.is_numeric_dtype(numeric[c]) for c in numeric)
    assert not set(names[number:]) & set(german.setting.prepared.frame.columns)


def test_correlation_removal_is_fairlearns_before_the_same_model(german: Contest) -> None:
    def frame(part) -> pd.DataFrame:
        columns = pd.DataFrame(part.rows.X).rename(columns=str)
        return columns.assign(sensitive=part.group == 1)

    train, test = frame(german.train).astype(float), frame(german.test).astype(float)
    answered = list(decorrelation.answers(german))
    assert [answer.dose for answer in answered] == list(features.DOSES)
    for answer in answered:
        remover = CorrelationRemover(sensitive_feature_ids=["sensitive"], alpha=answer.dose)
        X = remover.fit_transform(train)
        direct = by_scikit_learn(german, X, german.train.rows.y, remover.transform(test))
        agrees(answer, direct)


# Learned representation


@pytest.fixture(scope="module")
def small() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X, group = rng.normal(size=(60, 3)), rng.integers(0, 3, 60)
    X[:, 0] += group
    return X, (X[:, 0] + X[:, 1] + rng.normal(size=60) > 1).astype(float), group


def fairlearns(small, likeness: float, **options) -> PrototypeRepresentationLearner:
    X, y, group = small
    learner = PrototypeRepresentationLearner(
        n_prototypes=3, fairness_weight=likeness, random_state=0, **options
    )
    return learner.fit(X, y, sensitive_features=pd.Series(group))


def test_objective_is_fairlearns_and_its_gradient_the_derivative(small) -> None:
    X, y, group = small
    ours, theirs = prototypes.objective(X, y, group, 7.0), fairlearns(small, 7.0, max_iter=1)
    for seed in range(3):
        x = np.random.default_rng(seed).random(3 * 3 + 3 + 3)
        value, gradient = ours(x)
        assert value == pytest.approx(theirs._objective(x, X, y, pd.Series(group)), rel=1e-9)
        assert gradient == pytest.approx(approx_fprime(x, lambda at: ours(at)[0]), abs=1e-5)


def test_learned_prototypes_are_as_good_as_fairlearns_and_represent_alike(
    small, monkeypatch
) -> None:
    X, y, group = small
    theirs = fairlearns(small, 7.0, max_iter=15)
    monkeypatch.setattr(prototypes, "ITERATIONS", 15)
    found = prototypes.learn(X, y, group, 7.0, n_prototypes=3, seed=0)
    value = prototypes.objective(X, y, group, 7.0)
    flat = np.concatenate([theirs.prototypes_.ravel(), theirs.coef_, theirs.alpha_])
    reached = value(np.concatenate([found.V.ravel(), found.u, found.a]))[0]
    assert reached == pytest.approx(value(flat)[0], rel=0.02)
    copied = prototypes.Prototypes(theirs.prototypes_, theirs.coef_, theirs.alpha_)
    assert copied.nearness(X) == pytest.approx(theirs.transform(X), abs=1e-9)


def test_a_heavier_likeness_brings_the_groups_nearer_together(small) -> None:
    X, y, group = small

    def distance(likeness: float) -> float:
        found = prototypes.learn(X, y, group, likeness, n_prototypes=3, seed=0)
        near = found.nearness(X)
        means = np.array([near[group == g].mean(axis=0) for g in range(3)])
        return float(np.ptp(means, axis=0).max())

    assert distance(300.0) < distance(0.0) / 3
