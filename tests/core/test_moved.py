"""Why weights moved: the parts of the constraints add up, and are those of the step's formula."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.errors import Cancelled
from iffair_core.evidence import moved_by_rounds, moved_on_path
from iffair_core.evidence.moved import NOT_TOLD, moved
from iffair_core.influence.problem import refit, target_influence
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.setting import set_up
from iffair_core.study import run
from iffair_core.weights.metric import WITHIN, Metric
from iffair_core.weights.push import Push, push_from
from iffair_core.weights.step import Bounds, Terms, smallest_step
from tests.core.test_step import known


def study_of(**settings: object) -> Study:
    german = load_builtin("german")
    return run(StudyConfig("german", german.task, steps=5, **settings), table=german.table)


@pytest.fixture(scope="module")
def study() -> Study:
    return study_of()


def test_multipliers_give_the_step_in_closed_form() -> None:
    """dw = pull - M^-1 (sum mu s + nu u + rho held), with M^-1 = P + (I - P) / WITHIN."""
    generator = np.random.default_rng(3)
    cell = generator.integers(0, 4, 80)
    s, u, pull = generator.normal(size=(80, 2)) / 80, generator.normal(size=80) / 80, np.zeros(80)
    held = np.column_stack([np.ones(80), generator.normal(size=80)])
    budget = float(
        u
        @ smallest_step(
            np.ones(80),
            Terms(Metric.of(cell), held, 10.0),
            Bounds(known(s), np.array([-np.inf, -0.001]), np.array([-0.02, 0.001])),
        ).change
    )
    u = u if budget > 0 else -u
    bounds = Bounds(
        known(s), np.array([-np.inf, -0.001]), np.array([-0.02, 0.001]), u, 0.5 * abs(budget)
    )
    found = smallest_step(np.ones(80), Terms(Metric.of(cell), held, 10.0), bounds)
    assert found.push.targets[0] > 0
    assert found.push.budget > 0
    slope = sum(mu * s[:, k] for k, mu in found.push.targets.items())
    slope = slope + found.push.budget * u + held @ np.array(found.push.held)
    P = (cell[:, None] == cell[None, :]) / np.bincount(cell)[cell]
    inverse = P + (np.eye(80) - P) / WITHIN
    np.testing.assert_allclose(found.change, pull - inverse @ slope, atol=1e-9)


@pytest.mark.parametrize("k", [0, 1])
def test_a_lower_bound_pushes_the_other_way(k: int) -> None:
    s = np.random.default_rng(8).normal(size=(40, 2)) / 40
    bound = np.array([np.inf, np.inf]), np.array([-np.inf, -np.inf])
    lower, upper = bound[1].copy(), bound[0].copy()
    lower[k] = 0.01
    terms = Terms(Metric.of(np.arange(40)), np.ones((40, 1)), 10.0)
    found = smallest_step(np.ones(40), terms, Bounds(known(s), lower, upper))
    assert list(found.push.targets) == [k]
    assert found.push.targets[k] < 0


def test_the_parts_add_up_to_the_move_of_every_row(study: Study) -> None:
    found = moved(study, study.points[-1].step)
    for row, weight in enumerate(study.points[-1].weights):
        parts = sum(reason.change for reason in found.reasons(row))
        assert parts == pytest.approx(weight - 1.0, abs=4 * moved_on_path.NEGLIGIBLE)


def test_the_part_of_the_target_is_that_of_its_influence(study: Study) -> None:
    """One step from the plain model: -mu M^-1 s, computed here without the module's parts."""
    problem = set_up(study.settled, study.prepared).problem
    s = target_influence(problem, refit(problem, study.plain.weights, study.plain.theta)).of(0)
    cell = problem.cell
    mean = np.array([s[cell == c].mean() for c in cell])
    expected = -study.points[1].push.targets[0] * (mean + (s - mean) / WITHIN)
    found = moved(study, 1)
    for row in (0, 7, 300, int(np.argmax(s)), int(np.argmin(s))):
        reason = next(r for r in found.reasons(row) if r.title.startswith("Demographic parity"))
        assert reason.change == pytest.approx(expected[row], rel=1e-4)
        assert reason.whole == pytest.approx(-study.points[1].push.targets[0] * mean[row], rel=1e-4)
        assert (reason.active, reason.steps) == (1, 1)


def test_bounds_of_weights_are_told_apart() -> None:
    tight = study_of(max_weight=1.3)
    last = tight.points[-1]
    at_bound = np.flatnonzero(last.weights > 1.3 - 1e-6)
    found = moved(tight, last.step)
    told = [
        r.change for row in at_bound for r in found.reasons(row) if r.title == moved_on_path.ENDS
    ]
    assert told
    assert min(told) < 0


def test_several_gaps_and_a_budget_are_told() -> None:
    several = study_of(gaps=("demographic_parity", "equalized_odds"), budget=1e-5)
    found = moved(several, several.points[-1].step)
    titles = {r.title for row in range(50) for r in found.reasons(row)}
    assert {moved_on_path.PULL, moved_on_path.BUDGET} & titles
    assert moved_on_path.HELD in titles
    for row in range(0, 600, 50):
        parts = sum(reason.change for reason in found.reasons(row))
        weight = several.points[-1].weights[row]
        assert parts == pytest.approx(weight - 1.0, abs=6 * moved_on_path.NEGLIGIBLE)


@pytest.mark.parametrize("rule", ["uniform", "diverse"])
def test_rounds_tell_on_which_side_a_row_was(rule: str) -> None:
    found_study = study_of(rule=rule)
    last = found_study.points[-1]
    found = moved(found_study, last.step)
    for row in (int(np.argmin(last.weights)), int(np.argmax(last.weights))):
        first = found.reasons(row)[0]
        lost = last.weights[row] < 1.0
        assert first.title == (moved_by_rounds.HARMFUL if lost else moved_by_rounds.HELPFUL)
        assert first.active > first.steps / 2
        assert sum(r.active for r in found.reasons(row)) == last.step


def test_the_linear_program_removes_or_leaves_alone() -> None:
    program = study_of(rule="linear_program")
    last = program.points[-1]
    found = moved(program, last.step)
    told = {row: found.reasons(row)[0].title for row in range(len(last.weights))}
    assert told[int(np.argmin(last.weights))] == moved_by_rounds.REMOVED
    assert told[int(np.argmax(last.weights))] == moved_by_rounds.UNTOUCHED
    assert sum(t == moved_by_rounds.UNTOUCHED for t in told.values()) > len(told) / 2


def test_a_saved_study_tells_the_same(study: Study, tmp_path: Path) -> None:
    loaded = load_study(save_study(study, tmp_path / "study"))
    assert [p.push for p in loaded.points] == [p.push for p in study.points]
    assert moved(loaded, 3).reasons(11) == moved(study, 3).reasons(11)
    push = Push({2: -0.5}, 0.25, (1.0, -2.0), 0.05)
    assert push_from(push.to_dict()) == push


def test_what_cannot_be_told_is_said(study: Study) -> None:
    assert moved(study, 0).reasons(0) == ()
    assert "weighs every row alike" in moved(study, 0).untold
    older = dataclasses.replace(
        study, points=tuple(dataclasses.replace(p, push=None) for p in study.points)
    )
    assert moved(older, 2).untold == NOT_TOLD
    with pytest.raises(Cancelled):
        moved(study, 2, cancel=lambda: True)
