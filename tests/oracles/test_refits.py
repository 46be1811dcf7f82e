"""Predictions of leave-out, reweighing and relabelling against real refits and dense algebra."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import linregress

from iffair_core.config import Network
from iffair_core.influence.change import Change, relabel, remove, reweigh
from iffair_core.influence.leverage import left_out, leverage
from iffair_core.influence.newton import predicted_step
from iffair_core.influence.problem import Problem, State, contrast_influence, refit, smooth_gaps
from iffair_core.influence.retrain import fidelity, retrain
from iffair_core.setting import Setting, set_up
from tests.oracles.studies import config, plain, prepared


def weighted() -> tuple[Problem, State]:
    """German credit with the user's weights and ours, both uneven."""
    setting, _ = plain("german", "demographic_parity")
    generator = np.random.default_rng(5)
    base = setting.problem
    n = len(base.train.y)
    train = dataclasses.replace(base.train, weight=generator.uniform(0.3, 2.0, n))
    problem = dataclasses.replace(base, train=train)
    return problem, refit(problem, generator.uniform(0.5, 1.5, n))


def harmful(problem: Problem, state: State, count: int) -> np.ndarray:
    """The rows that widen the first target most."""
    influence = np.sign(state.smooth[0]) * contrast_influence(problem, state, 0).of(0)
    return np.argsort(-influence)[:count]


@pytest.mark.parametrize(("name", "each"), [("german", 30), ("compas", 30), ("adult", 6)])
def test_leave_one_out_is_predicted(name: str, each: int) -> None:
    """Rows of the largest leverage and random ones, each left out by a real refit."""
    setting, state = plain(name, "demographic_parity")
    problem, n = setting.problem, len(state.weights)
    h = leverage(state.fit, problem.train, state.weights, np.arange(n))
    random = np.random.default_rng(1).choice(n, each, replace=False)
    rows = np.unique(np.concatenate([np.argsort(-h)[:each], random]))
    influence = contrast_influence(problem, state, 0).of(0)
    predicted = left_out(state.fit, problem.train, state.weights, influence, rows)
    actual = []
    for i in rows:
        after = refit(problem, remove(np.array([i])).weights(state.weights), state.fit.theta)
        actual.append(smooth_gaps(problem, after, state.cut)[0] - state.smooth[0])
    line = linregress(predicted, actual)
    assert line.rvalue >= 0.999
    assert line.slope == pytest.approx(1.0, abs=0.02)
    plainly = -influence[rows] * state.weights[rows]
    assert np.abs(predicted - actual).max() < 0.5 * np.abs(plainly - actual).max()


def test_leverage_sums_to_the_effective_number_of_parameters() -> None:
    """sum_i h_i is the trace of H^-1 times the part of H that the rows make."""
    problem, state = weighted()
    train, n = problem.train, len(problem.train.y)
    h = leverage(state.fit, train, state.weights, np.arange(n))
    features = np.column_stack([train.X, np.ones(n)])
    p = expit(state.fit.logit(train.X))
    scale = train.weight * state.weights * p * (1 - p) / state.fit.total_weight
    made = features.T @ (scale[:, None] * features)
    hessian = made + np.diag(state.fit.penalty)
    assert h.sum() == pytest.approx(np.trace(np.linalg.solve(hessian, made)), rel=1e-8)
    expected = scale[7] * features[7] @ np.linalg.solve(hessian, features[7])
    assert h[7] == pytest.approx(expected, rel=1e-8)


CHANGES = {
    "remove": remove,
    "halve": lambda rows: reweigh(rows, 0.5),
    "double": lambda rows: reweigh(rows, 2.0),
    "relabel": relabel,
    "both": lambda rows: Change(rows, factor=0.4, flip=True),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_newton_step_is_the_dense_one(kind: str) -> None:
    """Gradient and Hessian of the changed objective at the old parameters, formed in full."""
    problem, state = weighted()
    train = problem.train
    change = CHANGES[kind](np.random.default_rng(2).choice(len(train.y), 40, replace=False))
    found = predicted_step(state.fit, train, state.weights, change)
    weight = train.weight * change.weights(state.weights)
    y = change.outcomes(train.y)
    features = np.column_stack([train.X, np.ones(len(y))])
    p = expit(state.fit.logit(train.X))
    penalty, theta = state.fit.penalty, state.fit.theta
    gradient = features.T @ (weight * (p - y)) / weight.sum() + penalty * theta
    scale = weight * p * (1 - p) / weight.sum()
    hessian = features.T @ (scale[:, None] * features) + np.diag(penalty)
    expected = -np.linalg.solve(hessian, gradient)
    assert found.residual <= 1e-4
    np.testing.assert_allclose(found.newton, expected, atol=1e-3 * np.abs(expected).max())


def test_one_row_left_out_differs_by_its_leverage() -> None:
    """For a single row the Newton step is the influence step over 1 - h, but for the penalty."""
    setting, state = plain("compas", "demographic_parity")
    train = setting.problem.train
    h = leverage(state.fit, train, state.weights, np.arange(len(train.y)))
    row = np.array([int(np.argmax(h))])
    found = predicted_step(state.fit, train, state.weights, remove(row))
    ratio = np.linalg.norm(found.newton) / np.linalg.norm(found.influence)
    assert h[row[0]] > 0.01
    assert ratio == pytest.approx(1.0 / (1.0 - h[row[0]]), rel=1e-3)


@pytest.mark.parametrize("kind", CHANGES)
def test_prediction_is_the_derivative_of_retraining(kind: str) -> None:
    """A small part of the change, made by real refits, moves the gap as influence says."""
    problem, state = weighted()
    rows = np.random.default_rng(4).choice(len(problem.train.y), 25, replace=False)
    change = CHANGES[kind](rows)
    found = predicted_step(state.fit, problem.train, state.weights, change)
    weights, y = change.weights(state.weights), change.outcomes(problem.train.y)
    target, part = problem.target, 1e-4
    own = problem.train.weight
    between = state.weights * own + part * (weights - state.weights) * own
    share = state.weights * own * problem.train.y
    mixed = (share + part * (weights * own * y - share)) / between
    train = dataclasses.replace(problem.train, y=mixed, weight=np.ones(len(y)))
    moved = refit(dataclasses.replace(problem, train=train), between, state.fit.theta)
    actual = (smooth_gaps(problem, moved, state.cut) - state.smooth)[0] / part
    _, slopes = problem.targets.smooth_rates(state.fit.logit(target.X), target.y, state.cut)
    along = state.fit.pushforward(target.X, found.influence[:, None])
    predicted = ((slopes.T @ along).T @ problem.targets.mixing)[0, 0]
    assert predicted == pytest.approx(actual, rel=2e-3)


@pytest.mark.parametrize("kind", ["remove", "halve", "double"])
def test_prediction_is_the_sum_of_row_influences(kind: str) -> None:
    setting, state = plain("compas", "demographic_parity")
    problem = setting.problem
    change = CHANGES[kind](harmful(problem, state, 50))
    shift = retrain(problem, state, change, setting.validation).pairs["demographic_parity"].shift
    moved = change.weights(state.weights) - state.weights
    summed = np.sign(state.smooth[0]) * (moved @ contrast_influence(problem, state, 0).of(0))
    assert shift.influence is not None
    assert shift.before is not None
    assert shift.influence - shift.before == pytest.approx(summed, rel=1e-8)


def test_actual_figures_are_those_of_a_fit_to_the_remaining_rows() -> None:
    setting, state = plain("compas", "demographic_parity")
    problem, judge = setting.problem, setting.validation
    rows = harmful(problem, state, 200)
    proof = retrain(problem, state, remove(rows), judge)
    kept = np.setdiff1d(np.arange(len(problem.train.y)), rows)
    train = problem.train
    fit = problem.learner.fit(train.X[kept], train.y[kept], train.weight[kept])
    expected = judge.measure(fit.logit(judge.rows.X), state.cut)
    for name, value in expected.gaps.items():
        assert proof.gaps[name].actual == pytest.approx(value, abs=1e-9)
    for name, value in expected.utility.items():
        assert proof.utility[name].actual == pytest.approx(value, abs=1e-6)
    z = fit.logit(problem.target.X)
    smooth = np.abs(problem.targets.smooth(z, problem.target.y, state.cut)[0])
    assert proof.pairs["demographic_parity"].shift.actual == pytest.approx(smooth, abs=1e-8)
    assert proof.gradient_norm < 1e-9


def test_doubling_is_counting_rows_twice() -> None:
    setting, state = plain("german", "demographic_parity")
    problem, judge = setting.problem, setting.validation
    rows = harmful(problem, state, 40)
    proof = retrain(problem, state, reweigh(rows, 2.0), judge)
    twice = np.concatenate([np.arange(len(problem.train.y)), rows])
    train = problem.train
    fit = problem.learner.fit(train.X[twice], train.y[twice], train.weight[twice])
    expected = judge.measure(fit.logit(judge.rows.X), state.cut)
    assert proof.utility["log_loss"].actual == pytest.approx(expected.utility["log_loss"], abs=1e-6)


@pytest.mark.parametrize("name", ["german", "compas", "adult"])
def test_newton_predicts_a_tenth_of_the_rows_better_than_influence(name: str) -> None:
    setting, state = plain(name, "demographic_parity")
    problem = setting.problem
    rows = harmful(problem, state, len(state.weights) // 10)
    proof = retrain(problem, state, remove(rows), setting.validation)
    for shift in (proof.pairs["demographic_parity"].shift, proof.utility["log_loss"]):
        assert shift.actual is not None
        assert shift.newton is not None
        assert shift.influence is not None
        assert abs(shift.newton - shift.actual) < 0.75 * abs(shift.influence - shift.actual)


def test_fidelity_within_a_time_budget_is_a_prefix_of_the_whole() -> None:
    setting, state = plain("german", "demographic_parity")
    short = fidelity(setting.problem, state, seed=3, seconds=0.0)
    same = fidelity(setting.problem, state, seed=3, groups=4)
    assert short == same
    assert short is not None
    assert short.groups == 4
    assert fidelity(setting.problem, state, seed=3) == fidelity(setting.problem, state, seed=3)


@pytest.fixture(scope="module")
def network() -> tuple[Setting, State]:
    """A small network on German credit, trained to a small gradient."""
    shape = Network(layers=(8,))
    asked = config("german", "demographic_parity", model="network", l2=0.01, network=shape)
    setting = set_up(asked, prepared("german"))
    return setting, refit(setting.problem, np.ones(len(setting.problem.train.y)))


def test_leave_one_out_of_a_stationary_network(network: tuple[Setting, State]) -> None:
    setting, state = network
    problem, n = setting.problem, len(state.weights)
    h = leverage(state.fit, problem.train, state.weights, np.arange(n))
    random = np.random.default_rng(1).choice(n, 10, replace=False)
    rows = np.unique(np.concatenate([np.argsort(-h)[:10], random]))
    influence = contrast_influence(problem, state, 0).of(0)
    predicted = left_out(state.fit, problem.train, state.weights, influence, rows)
    actual = []
    for i in rows:
        after = refit(problem, remove(np.array([i])).weights(state.weights), state.fit.theta)
        actual.append(smooth_gaps(problem, after, state.cut)[0] - state.smooth[0])
    line, plainly = linregress(predicted, actual), linregress(-influence[rows], actual)
    assert state.fit.gradient_norm <= 1e-6
    assert line.rvalue >= 0.99
    assert abs(line.slope - 1.0) < 0.5 * abs(plainly.slope - 1.0)


def test_newton_step_of_a_network_is_the_dense_one(network: tuple[Setting, State]) -> None:
    """Gauss-Newton matrix of the changed objective, formed from the gradients of all rows."""
    setting, state = network
    train, fit = setting.problem.train, state.fit
    change = remove(np.random.default_rng(2).choice(len(train.y), 30, replace=False))
    found = predicted_step(fit, train, state.weights, change)
    gradients = fit.pullback(train.X, np.eye(len(train.y)))
    p, weight = expit(fit.logit(train.X)), train.weight * change.weights(state.weights)
    scale = weight * p * (1 - p) / fit.total_weight
    share = weight.sum() / fit.total_weight
    hessian = gradients @ (scale[:, None] * gradients.T) + share * np.diag(fit.penalty)
    hessian += found.solution.damping * np.eye(len(hessian))
    slopes = train.weight * (change.weights(state.weights) - state.weights) * (p - train.y)
    right = -gradients @ slopes / fit.total_weight - (share - 1.0) * fit.penalty * fit.theta
    expected = np.linalg.solve(hessian, right)
    np.testing.assert_allclose(found.newton, expected, atol=2e-3 * np.abs(expected).max())


def test_newton_predicts_groups_of_a_network_better_than_influence(
    network: tuple[Setting, State],
) -> None:
    setting, state = network
    found = fidelity(setting.problem, state, seed=0)
    assert found is not None
    assert found.newton_correlation is not None
    assert found.newton_correlation >= max(0.97, found.correlation)
