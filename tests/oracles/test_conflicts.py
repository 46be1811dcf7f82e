"""Gaps that fight, against real refits; what base rates leave, against its identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from iffair_core.fairness.targets import targets
from iffair_core.influence.problem import (
    Decision,
    Problem,
    State,
    contrast_influence,
    normalise,
    refit,
)
from iffair_core.models.logistic import LogisticLearner
from iffair_core.models.objective import row_loss
from iffair_core.models.rows import Rows
from iffair_core.weights.conflicts import base_rate_conflict, conflicts, fights
from iffair_core.weights.path import path as follow
from iffair_core.weights.pull import pull_to_fit
from iffair_core.weights.trace import Settings, Step
from tests.oracles.studies import plain

DP, ODDS, ERROR = "demographic_parity", "equalized_odds", "error_rate_parity"
GROUPS = ("a", "b")


def narrowing(problem: Problem, state: State, k: int) -> np.ndarray:
    """The smooth gaps after a small step that narrows the decisions' gap k, by a real refit."""
    s = contrast_influence(problem, state, k).of(0) * -np.sign(state.hard(problem)[k])
    step = s - s.mean()
    step *= 0.02 / np.abs(step).max()
    return refit(problem, normalise(np.maximum(state.weights + step, 0.0)), state.fit.theta).smooth


@pytest.fixture(scope="module")
def german() -> tuple[Problem, State]:
    """The last step of the joint path."""
    setting, start = plain("german", DP, ODDS, ERROR)
    steps = [s for s in follow(setting.problem, start, Settings()) if isinstance(s, Step)]
    return setting.problem, steps[-1].state


def test_narrowing_one_of_two_that_fight_widens_the_other(german: tuple[Problem, State]) -> None:
    problem, state = german
    found = fights(problem, state)
    assert found
    assert [f.cosine for f in found] == sorted(f.cosine for f in found)
    sign = np.sign(state.hard(problem))
    for fight in found:
        for one, other in ((fight.first, fight.second), (fight.second, fight.first)):
            moved = (narrowing(problem, state, one) - state.smooth) * sign
            assert moved[one] < 0 < moved[other]


def test_the_sentences_name_the_rates_that_fight(german: tuple[Problem, State]) -> None:
    problem, state = german
    first = conflicts(problem, state, ("26 and over", "under 26"))[0]
    assert "gaps of the selection rates and of the true positive rates fight" in first
    assert conflicts(*_single(), ("White", "Other")) == ()


def _single() -> tuple[Problem, State]:
    setting, start = plain("german", DP)
    return setting.problem, start


@dataclass(frozen=True, eq=False)
class Decides:
    """A model whose logit is what it is told."""

    z: np.ndarray

    def logit(self, X: np.ndarray) -> np.ndarray:
        return self.z


def equal_odds(*gaps: str) -> tuple[Problem, State]:
    """Base rates .6 and .2; three quarters and one quarter selected of either outcome."""
    y = np.repeat([1.0, 0.0, 1.0, 0.0], [60, 40, 20, 80])
    group = np.repeat([0, 1], 100)
    z = np.concatenate([np.repeat([1.0, -1.0], [45, 15]), np.repeat([1.0, -1.0], [10, 30])])
    z = np.concatenate([z, np.repeat([1.0, -1.0], [15, 5]), np.repeat([1.0, -1.0], [20, 60])])
    rows = Rows(np.zeros((200, 1)), y, np.ones(200))
    found = targets(gaps, y, group, np.ones(200), n_groups=2)
    problem = Problem(rows, rows, rows, found, LogisticLearner(0.001), Decision())
    model: Any = Decides(z)
    return problem, State(np.ones(200), model, 0.5, np.zeros(len(found)))


def test_what_equal_odds_leave_of_the_selection_rates() -> None:
    problem, state = equal_odds(DP, ODDS)
    gap = state.hard(problem)
    np.testing.assert_allclose(gap[1:], 0.0, atol=1e-12)
    said = base_rate_conflict(problem, state, GROUPS)
    assert said is not None
    assert "Base rates differ by 40.0 points between a and b" in said
    assert f"stay {100 * abs(gap[0]):.1f} points apart" in said
    assert "one half of both" not in said


def test_equal_errors_leave_a_coin_and_without_parity_a_balance() -> None:
    said = base_rate_conflict(*equal_odds(DP, ODDS, ERROR), GROUPS)
    assert said is not None
    assert said.endswith("selects one half of both.")
    said = base_rate_conflict(*equal_odds(ODDS, ERROR), GROUPS)
    assert said is not None
    assert "as many of the favourable are missed as of the others are selected" in said


@pytest.mark.parametrize("gaps", [(DP, ERROR), (ODDS,), (DP, "equal_opportunity")])
def test_base_rates_bind_no_smaller_set(gaps: tuple[str, ...]) -> None:
    assert base_rate_conflict(*equal_odds(*gaps), GROUPS) is None


def test_the_pull_leads_back_to_the_plain_model() -> None:
    """It is 0 there, and from elsewhere wins back most of the objective, as a Newton step would."""
    setting, start = plain("compas", DP, ODDS)
    problem = setting.problem
    assert np.abs(pull_to_fit(problem, start)).max() < 1e-6

    def objective(state: State) -> float:
        train, fit = problem.train, state.fit
        loss = float(train.weight @ row_loss(fit.logit(train.X), train.y) / train.weight.sum())
        return loss + 0.5 * float(fit.penalty @ fit.theta**2)

    noise = np.random.default_rng(0).normal(size=len(problem.train.y))
    lean = problem.train.y * expit(problem.train.X[:, 0])
    moved = refit(problem, normalise(np.exp(0.3 * noise + 0.3 * lean)), start.fit.theta)
    back = refit(problem, moved.weights + pull_to_fit(problem, moved), moved.fit.theta)
    lost = objective(moved) - objective(start)
    assert lost > 1e-4
    assert objective(back) - objective(start) < 0.2 * lost
