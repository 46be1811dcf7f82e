"""The guard on decisions that are made up, and the schedule on gaps that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.errors import ConfigError
from iffair_core.fairness.targets import targets
from iffair_core.influence.problem import Decision, Problem, State
from iffair_core.models.logistic import LogisticLearner
from iffair_core.models.rows import Rows
from iffair_core.weights.guard import decided, guard_of
from iffair_core.weights.schedule import BESIDE_ODDS, schedule_of
from iffair_core.weights.trace import Settings

N = 200
Y = np.repeat([1.0, 0.0], [80, 120])
GROUP = np.tile([0, 1], N // 2)
DP, ERROR = "demographic_parity", "error_rate_parity"


@dataclass(frozen=True, eq=False)
class Decides:
    """A model whose logit is what it is told."""

    z: np.ndarray

    def logit(self, X: np.ndarray) -> np.ndarray:
        return self.z


def problem(*gaps: str) -> Problem:
    rows = Rows(np.zeros((N, 1)), Y, np.ones(N))
    found = targets(gaps, Y, GROUP, np.ones(N), n_groups=2)
    return Problem(rows, rows, rows, found, LogisticLearner(0.001), Decision())


def state(true: int, false: int, *gaps: str) -> State:
    """Selects the first ``true`` rows of the favourable and the first ``false`` of the others."""
    z = np.full(N, -1.0)
    z[:true] = 1.0
    z[80 : 80 + false] = 1.0
    smooth = problem(*gaps).targets.smooth(z, Y, 0.5) if gaps else np.zeros(0)
    model: Any = Decides(z)
    return State(np.ones(N), model, 0.5, smooth)


def test_decisions_are_counted() -> None:
    found = decided(problem(DP), state(60, 30))
    assert found.signal == pytest.approx(60 / 80 - 30 / 120)
    assert found.rarer == pytest.approx(90 / 200)
    assert found.accuracy == pytest.approx(150 / 200)
    assert found.majority == pytest.approx(120 / 200)


@pytest.mark.parametrize(
    ("after", "one", "several"),
    [
        ((60, 30), None, None),
        ((34, 8), None, "one decision for 79.0 % of the validation rows (55.0 % by the plain"),
        ((50, 55), None, "minus false positive rate 16.7 points, 50.0 by the plain model"),
        ((40, 12), None, None),
        ((75, 76), None, "less accurately (59.5 %) than one decision for everybody (60.0 %)"),
        ((80, 120), "one decision for 100.0 %", "one decision for 100.0 %"),
        ((40, 60), "without regard to the outcome", "without regard to the outcome"),
    ],
)
def test_several_gaps_are_guarded_more_tightly(
    after: tuple[int, int], one: str | None, several: str | None
) -> None:
    plain = state(60, 30)
    for gaps, words in (((DP,), one), ((DP, ERROR), several)):
        said = guard_of(problem(*gaps), plain).stops(state(*after))
        assert (said is None) == (words is None)
        assert words is None or words in (said or "").replace("\N{NO-BREAK SPACE}", " ")


def test_a_plain_model_below_the_majority_is_not_held_to_it() -> None:
    guard = guard_of(problem(DP, ERROR), state(70, 75))
    assert guard.stops(state(69, 75)) is None


def test_the_paces_and_bounds_make_the_schedule() -> None:
    gaps = (DP, "equalized_odds", ERROR)
    of, plain = problem(*gaps), state(70, 5, *gaps)
    hard = dict(zip((c.gap for c in of.targets.contrasts), np.abs(plain.hard(of)), strict=False))
    settings = Settings(paces={DP: 0.5}, bounds={DP: 0.0, ERROR: hard[ERROR] + 0.01})
    schedule = schedule_of(of, plain, settings)
    largest = np.abs(plain.smooth)
    largest[1:3] = largest[1:3].max()
    np.testing.assert_allclose(schedule.largest, largest)
    np.testing.assert_allclose(schedule.reach(0.5), largest * [0.75, 0.5, 0.5, 1.0])
    np.testing.assert_allclose(schedule.reach(1.5), largest * [0.5, 0.0, 0.0, 1.0])
    assert schedule.closes.tolist() == [False, True, True, False]


def test_beside_both_odds_the_way_of_the_error_gap_is_shorter() -> None:
    def left(*gaps: str, **paces: float) -> float:
        of, plain = problem(*gaps), state(70, 5, *gaps)
        schedule = schedule_of(of, plain, Settings(paces=paces))
        return float(schedule.reach(1.0)[-1] / schedule.largest[-1])

    assert left("equalized_odds", ERROR) == pytest.approx(1.0 - BESIDE_ODDS)
    assert left("equalized_odds", ERROR, **{ERROR: 0.5}) == pytest.approx(1.0 - BESIDE_ODDS / 2)
    assert left("equal_opportunity", "predictive_equality", ERROR) == pytest.approx(0.3)
    assert left("equal_opportunity", DP, ERROR) == pytest.approx(0.0, abs=1e-12)
    assert left("equalized_odds", DP) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"paces": ((ERROR, 0.5),)}, "paces may name the targeted gaps (demographic_parity)"),
        ({"paces": ((DP, 0.0),)}, "paces of demographic_parity must be a number of more than 0"),
        ({"bounds": ((DP, 1.5),)}, "bounds of demographic_parity must be a number"),
        ({"bounds": ((DP, 0.1), (DP, 0.2))}, "bounds may name each gap once"),
        ({"max_loss": -0.1}, "max_loss must be"),
    ],
)
def test_bounds_and_paces_are_checked(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        StudyConfig(data="german", task=load_builtin("german").task, **change)
    assert words in str(caught.value)


def test_bounds_and_paces_survive_toml() -> None:
    config = StudyConfig(
        data="german",
        task=load_builtin("german").task,
        gaps=(DP, ERROR),
        bounds=((DP, 0.1),),
        paces=((ERROR, 0.5),),
        max_loss=0.01,
    )
    assert StudyConfig.from_toml(config.to_toml()) == config
