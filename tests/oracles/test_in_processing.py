"""Methods in training, beside their libraries called directly and finite differences."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch
from fairlearn.reductions import (
    DemographicParity,
    EqualizedOdds,
    ErrorRateParity,
    ExponentiatedGradient,
    FalsePositiveRateParity,
    GridSearch,
    TruePositiveRateParity,
)
from pandas.errors import Pandas4Warning
from sklearn.linear_model import LogisticRegression

from iffair_core.baselines import adversarial, penalised, reductions
from iffair_core.baselines.in_methods import ADVERSARIAL, GRADIENT, GRID, PENALISED
from iffair_core.baselines.oracle import Latest, Oracle
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.contest import attempt
from iffair_core.models.logistic import LogisticLearner
from tests.oracles.contests import german

MOMENTS = {
    "demographic_parity": DemographicParity,
    "equal_opportunity": TruePositiveRateParity,
    "predictive_equality": FalsePositiveRateParity,
    "equalized_odds": EqualizedOdds,
    "error_rate_parity": ErrorRateParity,
}


class Scaled(LogisticRegression):
    """scikit-learn's model with the penalty of R_w, whose C depends on the sum of the weights."""

    def fit(self, X, y, sample_weight):
        self.C = 1.0 / (0.001 * np.sum(sample_weight))
        return super().fit(X, y, sample_weight)


def direct() -> Scaled:
    return Scaled(solver="newton-cholesky", tol=1e-10, max_iter=500)


@pytest.mark.parametrize("gap", MOMENTS)
def test_exponentiated_gradient_is_fairlearns_with_scikit_learns_model(gap):
    contest = german(gap)
    train, validation = contest.train, contest.validation
    mine = reductions.exponentiated_gradient(
        Oracle(LogisticLearner(0.001), Latest()),
        train.rows.X,
        train.rows.y,
        train.group,
        gap=gap,
        bound=0.02,
        eps=0.05,
    )
    theirs = ExponentiatedGradient(direct(), MOMENTS[gap](difference_bound=0.02), eps=0.05)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pandas4Warning)
        theirs.fit(train.rows.X, train.rows.y.astype(int), sensitive_features=train.group)
    np.testing.assert_allclose(
        reductions.expected_decision(mine, validation.rows.X),
        theirs._pmf_predict(validation.rows.X)[:, 1],
        atol=1e-6,
    )


def test_doses_of_exponentiated_gradient_bound_the_training_gap():
    contest = german("demographic_parity")
    train, start = contest.train, reductions.violation(contest)
    rates = [(contest.plain.fit.logit(train.rows.X[train.group == g]) >= 0).mean() for g in (0, 1)]
    overall = (contest.plain.fit.logit(train.rows.X) >= 0).mean()
    assert start == pytest.approx(max(abs(rate - overall) for rate in rates))
    assert [a.dose for a in reductions.gradient(contest)] == list(GRADIENT.doses)
    assert len(GRID.doses) == reductions.GRID
    assert ADVERSARIAL.doses == adversarial.DOSES


def test_grid_search_answers_with_fairlearns_models():
    contest = german("equalized_odds")
    train, validation = contest.train, contest.validation
    theirs = GridSearch(
        direct(), EqualizedOdds(), grid_size=reductions.GRID, grid_limit=reductions.LIMIT
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pandas4Warning)
        theirs.fit(train.rows.X, train.rows.y.astype(int), sensitive_features=train.group)
    answers = list(reductions.grid(contest))
    order = np.argsort(theirs.lambda_vecs_.abs().sum().to_numpy(), kind="stable")
    assert len(answers) == len(order) == reductions.GRID
    for answer, place in zip(answers, order, strict=True):
        expected = theirs.predictors_[place].predict(validation.rows.X)
        np.testing.assert_array_equal(answer.validation.chance, expected)


@pytest.mark.parametrize("gap", ["demographic_parity", "equalized_odds", "loss_parity"])
@pytest.mark.parametrize("model", ["logistic", "network"])
def test_the_penalised_gradient_is_that_of_finite_differences(gap, model):
    contest = german(gap, model)
    theta = contest.plain.fit.theta + 0.05 * np.random.default_rng(0).normal(
        size=len(contest.plain.fit.theta)
    )

    def value(at):
        return penalised.penalised_risk(contest, contest.plain.fit.at(at), 3.0)[0]

    gradient = penalised.penalised_risk(contest, contest.plain.fit.at(theta), 3.0)[1]
    for j in range(0, len(theta), max(len(theta) // 12, 1)):
        step = np.zeros(len(theta))
        step[j] = 1e-5
        slope = (value(theta + step) - value(theta - step)) / 2e-5
        assert gradient[j] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_a_higher_price_leaves_a_smaller_smooth_gap():
    contest = german("demographic_parity")
    problem, fit, sizes = contest.setting.problem, contest.plain.fit, []
    for mu in (0.0, 1.0, 300.0):
        fit = penalised.minimised(contest, fit, mu)
        gradient = penalised.penalised_risk(contest, fit, mu)[1]
        assert np.abs(gradient).max() < 1e-4
        z = fit.logit(problem.target.X)
        sizes.append(abs(float(problem.targets.smooth(z, problem.target.y, contest.plain.cut)[0])))
    assert sizes[0] == pytest.approx(abs(contest.plain.smooth[0]), abs=1e-4)
    assert sizes[0] > 1.5 * sizes[1] > 15 * sizes[2]


def test_the_adversary_is_fairlearns_and_leaves_torchs_generator_alone():
    contest = german("demographic_parity")
    torch.manual_seed(3)
    before = torch.get_rng_state()
    model = adversarial.fitted(contest, 1.0)
    again = adversarial.fitted(contest, 1.0)
    assert torch.equal(before, torch.get_rng_state())
    X = contest.validation.rows.X
    p = adversarial.probability(model, X)
    np.testing.assert_array_equal(p, adversarial.probability(again, X))
    np.testing.assert_array_equal(p >= 0.5, model.predict(X).ravel() == 1)
    assert type(model).__module__.startswith("fairlearn.adversarial")
    far = adversarial.probability(adversarial.fitted(contest, 0.0), X)
    assert np.abs(far - p).max() > 0.01


def test_a_reduction_says_why_it_has_no_answer():
    assert "losses" in attempt(GRADIENT, german("loss_parity")).reason
    assert "at .3" in attempt(GRID, german(cut=0.3)).reason.replace("0.3", ".3")
    assert "adversary" in attempt(ADVERSARIAL, german("equal_opportunity")).reason


@pytest.mark.parametrize("method", [GRADIENT, GRID, PENALISED, ADVERSARIAL], ids=lambda m: m.name)
def test_networks_are_trained_as_well_within_their_budget(method):
    contest = german("demographic_parity", "network")
    found = attempt(method, contest)
    assert found.reason == ""
    wanted = {GRADIENT: len(reductions.NETWORK_DOSES), GRID: reductions.NETWORK_GRID}
    assert len(found.entries) == wanted.get(method, len(method.doses))
    plain = attempt(METHODS["plain"], contest).entries[0].test.measures.gaps["demographic_parity"]
    assert min(e.test.measures.gaps["demographic_parity"] for e in found.entries) < plain
