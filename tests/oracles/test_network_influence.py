"""Influence of rows on a network against refits of it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.stats import linregress

from iffair_core.influence.leverage import left_out
from iffair_core.influence.problem import Problem, State, refit, smooth_gaps, target_influence
from iffair_core.influence.retrain import fidelity
from iffair_core.setting import set_up
from tests.oracles.studies import config, prepared

L2 = {"compas": 0.001, "german": 0.015}
"""The default, and what German's 600 training rows need not to be learnt by heart."""


@cache
def trained(name: str) -> tuple[Problem, State]:
    """The problem of demographic parity and the plain network of the default shape."""
    setting = set_up(config(name, model="network", l2=L2[name]), prepared(name))
    problem = setting.problem
    return problem, refit(problem, np.ones(len(problem.train.y)))


def moved(problem: Problem, state: State, row: int, change: float) -> float:
    """The smooth gap after the weight of one row has changed and the network was refitted."""
    weights = state.weights.copy()
    weights[row] += change
    after = refit(problem, weights, state.fit)
    return float(smooth_gaps(problem, after, state.cut)[0])


@pytest.mark.parametrize("name", sorted(L2))
def test_fidelity_on_groups_of_rows(name: str) -> None:
    problem, state = trained(name)
    found = fidelity(problem, state, seed=0)
    assert found is not None
    assert found.correlation >= 0.99
    assert found.slope == pytest.approx(1.0, abs=0.2)


def test_influence_is_the_derivative_of_retraining() -> None:
    """Up to the curvature of the network itself, which the Gauss-Newton matrix leaves out."""
    problem, state = trained("german")
    rows = np.random.default_rng(0).choice(len(state.weights), 12, replace=False)
    step = 0.1
    actual = [
        (moved(problem, state, i, step) - moved(problem, state, i, -step)) / (2 * step)
        for i in rows
    ]
    line = linregress(target_influence(problem, state).of(0)[rows], actual)
    assert line.rvalue >= 0.98
    assert line.slope == pytest.approx(1.0, abs=0.1)


def test_single_rows_left_out_by_leverage() -> None:
    problem, state = trained("compas")
    rows = np.random.default_rng(0).choice(len(state.weights), 20, replace=False)
    influence = target_influence(problem, state).of(0)
    predicted = left_out(state.fit, problem.train, state.weights, influence, rows)
    actual = [moved(problem, state, i, -1.0) - state.smooth[0] for i in rows]
    line = linregress(predicted, actual)
    assert line.rvalue >= 0.99
    assert line.slope == pytest.approx(1.0, abs=0.05)


def test_warm_and_solved_from_a_guess() -> None:
    """The solution of the last step is where the next one begins, and saves most of its work."""
    problem, state = trained("german")
    plain = target_influence(problem, state).solution
    guessed = target_influence(problem, state, plain.value).solution
    assert plain.residual.max() <= 1e-6
    assert plain.iterations > 0
    assert guessed.iterations == 0
    np.testing.assert_array_equal(guessed.value, plain.value)
