"""Utilities' intervals: influences by finite differences, DeLong directly, paired closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import norm
from scipy.stats import t as student

from iffair_core.fairness.means import hall, means
from iffair_core.fairness.paired import paired, rate_changes
from iffair_core.fairness.uncertainty import newcombe, wilson
from iffair_core.fairness.utility import utilities
from iffair_core.fairness.utility_influences import Scored, utility_influences
from iffair_core.fairness.utility_intervals import utility_bounds, utility_change

NAMES = ("accuracy", "balanced_accuracy", "f1", "roc_auc", "log_loss", "brier")


def rows(n: int = 60, seed: int = 0, weighted: bool = False) -> Scored:
    """Probabilities with ties, right more often than not."""
    random = np.random.default_rng(seed)
    y = (random.random(n) < 0.4).astype(float)
    p = np.round(expit(1.2 * (2.0 * y - 1.0) + 1.5 * random.standard_normal(n)), 2)
    weight = random.lognormal(size=n) if weighted else np.ones(n)
    return Scored(y, (p >= 0.5).astype(float), np.clip(p, 0.02, 0.98), weight)


def other_model(first: Scored, seed: int = 1) -> Scored:
    random = np.random.default_rng(seed)
    p = expit(logit(first.probability) + random.standard_normal(len(first.y)))
    return replace(first, probability=p, decision=(p >= 0.5).astype(float))


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
def test_utilities_are_scikit_learns(weighted: bool) -> None:
    sample = rows(weighted=weighted)
    expected, undefined = utilities(sample.y, sample.probability, weight=sample.weight, cut=0.5)
    assert not undefined
    found = {name: value for name, (value, _) in utility_influences(sample).items()}
    assert found == {name: pytest.approx(expected[name]) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_influences_are_derivatives_of_the_weighted_utility(name: str) -> None:
    """d/de of the utility with the share of a row raised by e and all shares made 1 - e."""
    sample = rows(weighted=True)
    _, influence = utility_influences(sample)[name]
    share, step = sample.weight / sample.weight.sum(), 1e-6
    assert share @ influence == pytest.approx(0.0, abs=1e-12)
    for row in range(0, 60, 7):
        ends = []
        for e in (step, -step):
            moved = (1.0 - e) * share
            moved[row] += e
            ends.append(utility_influences(replace(sample, weight=moved))[name][0])
        assert (ends[0] - ends[1]) / (2.0 * step) == pytest.approx(influence[row], abs=1e-6)


def delong(scores: list[np.ndarray], y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """AUCs and their covariance from all m n comparisons (DeLong et al. 1988, section 2)."""
    columns, lines = [], []
    for score in scores:
        positive, negative = score[y == 1], score[y == 0]
        wins = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
        columns.append(wins.mean(axis=1))
        lines.append(wins.mean(axis=0))
    area = np.array([column.mean() for column in columns])
    s10, s01 = np.atleast_2d(np.cov(columns)), np.atleast_2d(np.cov(lines))
    return area, s10 / len(columns[0]) + s01 / len(lines[0])


def test_auc_has_delongs_variance() -> None:
    sample = rows()
    area, covariance = delong([sample.probability], sample.y)
    low, high = utility_bounds(sample)["roc_auc"]
    middle, half = (logit(high) + logit(low)) / 2.0, (logit(high) - logit(low)) / 2.0
    assert expit(middle) == pytest.approx(area[0])
    error = np.sqrt(covariance[0, 0]) / (area[0] * (1.0 - area[0]))
    m = int(sample.y.sum())
    assert student.ppf(0.975, 59) * error < half < student.ppf(0.975, min(m, 60 - m) - 1) * error


def test_a_change_of_auc_has_delongs_covariance() -> None:
    first = rows()
    second = other_model(first)
    area, covariance = delong([first.probability, second.probability], first.y)
    change = utility_change(first, second)["roc_auc"]
    assert (change.before, change.after) == pytest.approx(tuple(area))
    contrast = np.array([-1.0, 1.0])
    error = np.sqrt(contrast @ covariance @ contrast)
    low, high = change.bounds
    assert (low + high) / 2.0 == pytest.approx(area[1] - area[0])
    assert norm.ppf(0.975) * error < (high - low) / 2.0 < 1.1 * norm.ppf(0.975) * error


def test_accuracy_f1_and_balanced_accuracy_rest_on_wilson() -> None:
    sample = rows()
    right, n = sample.decision == sample.y, float(len(sample.y))
    found = utility_bounds(sample)
    whole = wilson(np.array([right.mean()]), np.array([n]))
    assert found["accuracy"] == pytest.approx((whole.low[0], whole.high[0]))

    both = np.sum(sample.y * sample.decision)
    concerned = np.sum((sample.y + sample.decision) > 0)
    jaccard = wilson(np.array([both / concerned]), np.array([float(concerned)]))
    expected = tuple(2.0 * j / (1.0 + j) for j in (jaccard.low[0], jaccard.high[0]))
    assert found["f1"] == pytest.approx(expected)

    m = sample.y.sum()
    tpr, tnr = right[sample.y == 1].mean(), right[sample.y == 0].mean()
    fall = newcombe(*(np.array([v]) for v in (tpr, m, 1.0 - tnr, n - m)))
    assert found["balanced_accuracy"] == pytest.approx(
        ((1.0 + fall.low[0]) / 2.0, (1.0 + fall.high[0]) / 2.0)
    )


def test_mean_losses_have_halls_interval() -> None:
    sample = rows(weighted=True)
    score = (sample.probability - sample.y) ** 2
    expected = hall(means(score, sample.weight, np.zeros(60, dtype=np.int64), 1))
    assert utility_bounds(sample)["brier"] == pytest.approx((expected.low[0], expected.high[0]))


def test_a_change_of_accuracy_is_agresti_and_mins() -> None:
    first = rows(weighted=True)
    second = other_model(first)
    right = [(model.decision == model.y).astype(float) for model in (first, second)]
    one = np.zeros(60, dtype=np.int64)
    expected = rate_changes(paired(*right, one, first.weight, n_groups=1, proportion=True))
    change = utility_change(first, second)["accuracy"]
    assert change.bounds == pytest.approx((expected.low[0], expected.high[0]))


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy", "f1"])
def test_decisions_that_all_agree_leave_room_for_a_change(name: str) -> None:
    sample = rows(n=200)
    low, high = utility_change(sample, sample)[name].bounds
    assert -0.05 < low < 0.0 < high < 0.05


def test_weights_act_by_their_ratios() -> None:
    first = rows(weighted=True)
    second = other_model(first)
    scaled = [replace(model, weight=model.weight * 40.0) for model in (first, second)]
    for plain, other in (
        (utility_bounds(first), utility_bounds(scaled[0])),
        (
            {n: c.bounds for n, c in utility_change(first, second).items()},
            {n: c.bounds for n, c in utility_change(*scaled).items()},
        ),
    ):
        assert plain == {name: pytest.approx(bounds) for name, bounds in other.items()}


def test_what_needs_both_outcomes_or_probabilities_is_undefined() -> None:
    sample = rows()
    one_class = replace(sample, y=np.zeros(60), decision=np.zeros(60))
    found, changed = utility_bounds(one_class), utility_change(one_class, one_class)
    for name in ("balanced_accuracy", "f1", "roc_auc"):
        assert np.isnan(found[name]).all()
        assert np.isnan([changed[name].before, *changed[name].bounds]).all()
    assert found["accuracy"][1] == pytest.approx(1.0)
    decided = replace(sample, probability=None)
    for name in ("roc_auc", "log_loss", "brier"):
        assert np.isnan(utility_bounds(decided)[name]).all()
        assert np.isnan(utility_change(decided, decided)[name].bounds).all()


def test_an_auc_of_one_and_one_of_a_single_positive_have_no_interval() -> None:
    y, p = np.array([0.0, 0.0, 0.0, 1.0, 1.0]), np.array([0.1, 0.2, 0.3, 0.8, 0.9])
    apart = Scored(y, (p >= 0.5).astype(float), p, np.ones(5))
    assert utility_influences(apart)["roc_auc"][0] == 1.0
    assert np.isnan(utility_bounds(apart)["roc_auc"]).all()
    single = replace(apart, y=np.array([0.0, 0.0, 1.0, 0.0, 0.0]))
    assert utility_influences(single)["roc_auc"][0] == 0.5
    assert np.isnan(utility_bounds(single)["roc_auc"]).all()
    assert np.isnan(utility_change(single, single)["roc_auc"].bounds).all()
