"""Influence against finite differences of real refits, and leave-group-out fidelity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import linregress, spearmanr

from iffair_core.config import COMPARE, GAP_NAMES
from iffair_core.fairness.gaps import RATES, smooth_score
from iffair_core.fairness.targets import targets
from iffair_core.influence.problem import (
    Problem,
    State,
    refit,
    smooth_gaps,
    target_influence,
    utility_influence,
)
from iffair_core.influence.retrain import fidelity
from iffair_core.influence.scores import row_influence
from iffair_core.models.objective import row_loss
from tests.oracles.studies import plain

ROWS = 50
STEP = 1e-3


def differences(
    problem: Problem, state: State, rows: np.ndarray, figure: Callable[[State], float]
) -> np.ndarray:
    """Central difference of ``figure`` in the weight of each row, by two refits a row."""
    found = []
    for i in rows:
        moved = []
        for sign in (1, -1):
            weights = state.weights.copy()
            weights[i] += sign * STEP
            moved.append(figure(refit(problem, weights, state.fit.theta)))
        found.append((moved[0] - moved[1]) / (2 * STEP))
    return np.array(found)


@pytest.mark.parametrize("name", ["german", "compas", "adult"])
@pytest.mark.parametrize("figure", ["gap", "loss"])
def test_influence_is_the_derivative_of_retraining(name: str, figure: str) -> None:
    setting, state = plain(name, "demographic_parity")
    problem = setting.problem
    rows = np.random.default_rng(0).choice(len(state.weights), ROWS, replace=False)
    if figure == "gap":
        predicted = target_influence(problem, state).of(0)[rows]
        actual = differences(
            problem, state, rows, lambda s: float(smooth_gaps(problem, s, state.cut)[0])
        )
    else:
        predicted = utility_influence(problem, state)[rows]
        validation = problem.validation
        actual = differences(
            problem,
            state,
            rows,
            lambda s: float(row_loss(s.fit.logit(validation.X), validation.y).mean()),
        )
    assert spearmanr(predicted, actual).statistic >= 0.99
    assert linregress(predicted, actual).slope == pytest.approx(1.0, abs=0.1)
    np.testing.assert_allclose(predicted, actual, atol=1e-3 * np.abs(actual).max())


@pytest.mark.parametrize("compare", COMPARE)
@pytest.mark.parametrize("gap", GAP_NAMES)
def test_influence_of_every_gap_with_user_weights(gap: str, compare: str) -> None:
    """The user's weights multiply ours: the derivative carries a_i and W = sum a_i w_i."""
    setting, _ = plain("german", "demographic_parity")
    base = setting.problem
    generator = np.random.default_rng(3)
    train = type(base.train)(
        base.train.X, base.train.y, generator.uniform(0.2, 3.0, len(base.train.y))
    )
    target = base.target
    group = (np.arange(len(target.y)) % 3).astype(np.int64)
    found = targets((gap,), target.y, group, target.weight, n_groups=3, compare=compare)
    problem = Problem(train, target, base.validation, found, base.learner, base.decision)
    state = refit(problem, generator.uniform(0.5, 1.5, len(train.y)))
    rows = generator.choice(len(train.y), 8, replace=False)
    influence = target_influence(problem, state)
    for k in range(len(found)):
        actual = differences(
            problem,
            state,
            rows,
            lambda s, k=k: float(smooth_gaps(problem, s, state.cut)[k]),
        )
        np.testing.assert_allclose(influence.of(k)[rows], actual, atol=1e-3 * np.abs(actual).max())


def test_weighted_influence_sums_to_zero() -> None:
    """A common factor of all weights changes nothing, so sum_i w_i s_i = 0."""
    setting, state = plain("compas", "equalized_odds")
    influence = target_influence(setting.problem, state)
    np.testing.assert_allclose(influence.change(state.weights), 0.0, atol=1e-12)


def test_all_targets_share_one_factorisation() -> None:
    """Columns of one call equal separate calls."""
    setting, state = plain("compas", "equalized_odds")
    problem = setting.problem
    target = problem.target
    _, slopes = problem.targets.smooth_rates(state.fit.logit(target.X), target.y, state.cut)
    gradients = state.fit.pullback(target.X, slopes)
    together, _ = row_influence(state.fit, problem.train, gradients)
    for k in range(gradients.shape[1]):
        alone, _ = row_influence(state.fit, problem.train, gradients[:, [k]])
        np.testing.assert_allclose(together[:, [k]], alone, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("name", ["german", "compas", "adult"])
def test_fidelity_on_groups_of_rows(name: str) -> None:
    setting, state = plain(name, "demographic_parity")
    found = fidelity(setting.problem, state, seed=0)
    assert found is not None
    assert found.correlation >= 0.99
    assert found.slope == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize("rate", sorted(RATES))
@pytest.mark.parametrize("cut", [0.3, 0.5])
def test_smooth_scores_have_their_derivative(rate: str, cut: float) -> None:
    generator = np.random.default_rng(0)
    z, y = generator.normal(size=40), (generator.random(40) < 0.4).astype(float)
    step = 1e-6
    above, _ = smooth_score(RATES[rate], z + step, y, cut)
    below, _ = smooth_score(RATES[rate], z - step, y, cut)
    _, slope = smooth_score(RATES[rate], z, y, cut)
    np.testing.assert_allclose(slope, (above - below) / (2 * step), atol=1e-8)
