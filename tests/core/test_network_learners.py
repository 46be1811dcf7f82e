"""Fits of networks: stationary, reproducible, warm, and refused where they cannot converge."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector

from iffair_core.errors import ConfigError, FitError
from iffair_core.models.logistic import LogisticLearner
from iffair_core.models.network import MlpLearner, ModuleLearner, NetworkFit, training

ROWS, FEATURES = 150, 4
LAYERS = (6, 4)


def rows(n: int = ROWS) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    X = generator.normal(size=(n, FEATURES))
    signal = X[:, 0] * X[:, 1] + X[:, 2] + generator.normal(size=n)
    return X, (signal > 0).astype(float)


def learner(**changes: object) -> MlpLearner:
    return MlpLearner(**{"layers": LAYERS, "activation": "tanh", "l2": 0.01, **changes})


def fitted() -> NetworkFit:
    """A cold fit."""
    X, y = rows()
    return learner().fit(X, y, np.ones(ROWS))


@cache
def plain() -> NetworkFit:
    """The same, once for the tests that only look at it."""
    return fitted()


def gradient(fit: NetworkFit, weight: np.ndarray) -> np.ndarray:
    X, y = rows()
    p = 1.0 / (1.0 + np.exp(-fit.logit(X)))
    slopes = weight * (p - y) / weight.sum()
    return fit.pullback(X, slopes[:, None])[:, 0] + fit.penalty * fit.theta


def test_the_gradient_vanishes_and_its_norm_is_reported() -> None:
    X, y = rows()
    weight = np.random.default_rng(1).uniform(0, 2, ROWS)
    fit = learner().fit(X, y, weight)
    assert fit.gradient_norm <= training.TOLERANCE
    assert np.linalg.norm(gradient(fit, weight)) == pytest.approx(fit.gradient_norm, rel=1e-3)
    assert fit.total_weight == pytest.approx(weight.sum())


def test_all_but_the_intercept_is_penalised() -> None:
    penalty = plain().penalty
    assert set(penalty[:-1]) == {0.01}
    assert penalty[-1] == 0.0


def test_the_same_seed_gives_the_same_bits_and_another_one_another_network() -> None:
    X, y = rows()
    other = learner(seed=1).fit(X, y, np.ones(ROWS))
    assert fitted().theta.tobytes() == plain().theta.tobytes()
    assert np.abs(plain().theta - other.theta).max() > 0.1


def test_the_global_generator_is_left_alone() -> None:
    torch.manual_seed(5)
    before = torch.get_rng_state()
    fitted()
    assert torch.equal(before, torch.get_rng_state())


def test_doubling_all_weights_changes_nothing() -> None:
    X, y = rows()
    twice = learner().fit(X, y, np.full(ROWS, 2.0))
    np.testing.assert_allclose(plain().theta, twice.theta, atol=1e-4)


def test_a_weight_of_zero_leaves_the_row_out() -> None:
    X, y = rows()
    start = plain().theta
    weight = np.ones(ROWS)
    weight[100:] = 0.0
    zero = learner().fit(X, y, weight, start=start)
    short = learner().fit(X[:100], y[:100], np.ones(100), start=start)
    np.testing.assert_allclose(zero.logit(X), short.logit(X), atol=1e-3)


def test_a_warm_start_is_kept_where_it_is_stationary_and_left_where_it_is_not() -> None:
    X, y = rows()
    cold = plain()
    same = learner().fit(X, y, np.ones(ROWS), start=cold.theta)
    assert same.theta.tobytes() == cold.theta.tobytes()
    weight = np.ones(ROWS)
    weight[:5] = 0.0
    warm = learner().fit(X, y, weight, start=cold.theta)
    assert warm.gradient_norm <= training.TOLERANCE
    assert warm.iterations < cold.iterations
    assert 1e-3 < np.abs(warm.theta - cold.theta).max() < 1.0


def test_a_learner_reads_parameters_back() -> None:
    X, _ = rows()
    fit = plain()
    np.testing.assert_array_equal(learner().logit(X, fit.theta), fit.logit(X))


def sequential() -> nn.Module:
    layers = [nn.Linear(FEATURES, 6), nn.Tanh(), nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 1)]
    return nn.Sequential(*layers)


def test_a_module_of_the_same_shape_gives_the_same_fit() -> None:
    X, y = rows()
    start = plain().theta
    weight = np.random.default_rng(1).uniform(0.5, 1.5, ROWS)
    mlp = learner().fit(X, y, weight, start=start)
    made = ModuleLearner(sequential(), l2=0.01)
    module = made.fit(X, y, weight, start=start)
    np.testing.assert_allclose(module.theta, mlp.theta, atol=1e-6)
    right = np.random.default_rng(2).normal(size=(len(start), 2))
    np.testing.assert_allclose(module.solve(right).value, mlp.solve(right).value, rtol=1e-4)
    np.testing.assert_allclose(made.logit(X, module.theta), module.logit(X), atol=1e-12)


def test_a_module_begins_at_its_own_parameters_and_is_not_changed() -> None:
    X, y = rows()
    module = nn.Sequential(sequential()[0], nn.Dropout(0.5), *sequential()[1:]).train()
    before = parameters_to_vector(module.parameters()).detach().clone()
    fit = ModuleLearner(module, l2=0.01).fit(X, y, np.ones(ROWS))
    assert fit.gradient_norm <= training.TOLERANCE
    assert module.training
    assert torch.equal(before, parameters_to_vector(module.parameters()))
    assert next(module.parameters()).dtype == torch.float32
    at_start = ModuleLearner(module).logit(X, before.numpy())
    plain = module.double().eval()(torch.from_numpy(X)).detach().numpy()[:, 0]
    np.testing.assert_allclose(at_start, plain)


def test_a_linear_module_is_logistic_regression() -> None:
    X, y = rows()
    weight = np.random.default_rng(1).uniform(0.5, 1.5, ROWS)
    linear = ModuleLearner(nn.Linear(FEATURES, 1), l2=0.01).fit(X, y, weight)
    logistic = LogisticLearner(0.01).fit(X, y, weight)
    np.testing.assert_allclose(linear.theta, logistic.theta, atol=1e-4)
    right = np.random.default_rng(2).normal(size=(FEATURES + 1, 3))
    solution = linear.solve(right)
    np.testing.assert_allclose(solution.value, logistic.solve(right).value, rtol=1e-3, atol=1e-4)
    assert solution.residual.max() <= 1e-6
    assert solution.damping > 0.0


@pytest.mark.parametrize("made", [lambda: learner(device="cuda"), lambda: module_on("cuda")])
def test_a_gpu_that_is_not_there_is_refused(
    made: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ConfigError, match="torch sees"):
        made()


def module_on(device: str) -> ModuleLearner:
    return ModuleLearner(sequential(), device=device)


def test_a_module_with_two_outputs_is_refused() -> None:
    X, y = rows()
    with pytest.raises(ConfigError, match=re.escape("gave (2, 2)")):
        ModuleLearner(nn.Linear(FEATURES, 2)).fit(X, y, np.ones(ROWS))


def test_one_outcome_is_refused() -> None:
    X, y = rows()
    with pytest.raises(FitError, match="same outcome"):
        learner().fit(X, y, np.where(y > 0, 1.0, 0.0))


def test_training_that_ends_early_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "MAX_ROUNDS", 1)
    monkeypatch.setattr(training, "PASSES", 3)
    with pytest.raises(FitError, match=r"did not converge \(gradient norm .*Raise l2"):
        fitted()


def test_a_loss_that_is_not_finite_is_refused() -> None:
    X, y = rows()
    start = np.full_like(plain().theta, np.nan)
    with pytest.raises(FitError, match="gradient norm nan"):
        learner().fit(X, y, np.ones(ROWS), start=start)
