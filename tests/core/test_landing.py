"""A point between two of the frontier with just the gap that was asked for."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from iffair_core.cli import main
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.errors import ConfigError
from iffair_core.evidence.moved import moved
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.landing import TOLERANCE, bracket, path_points, weights_between
from iffair_core.replay import replay
from iffair_core.results import Study
from iffair_core.study import refined, run

GAP = "demographic_parity"


@pytest.fixture(scope="module")
def study() -> Study:
    compas = load_builtin("compas")
    return run(StudyConfig("compas", compas.task, steps=5), table=compas.table)


def gaps_of(study: Study) -> list[float]:
    return [p.validation.gaps[GAP] for p in study.points]


@pytest.fixture(scope="module")
def target(study: Study) -> float:
    """Half way between the second and the third point."""
    found = gaps_of(study)
    return (found[1] + found[2]) / 2


def test_a_target_lies_between_its_neighbours(study: Study, target: float) -> None:
    at = bracket(study.points, (GAP,), target)
    assert at is not None
    assert (at.wider, at.nearer) == (1, 2)
    assert at.share == pytest.approx(0.5)
    assert bracket(study.points, (GAP,), gaps_of(study)[0] + 0.01) is None
    assert bracket(study.points, (GAP,), -0.01) is None


def test_weights_between_keep_what_both_keep(study: Study) -> None:
    first, second = study.points[1].weights, study.points[2].weights
    found = weights_between(first, second, 0.25)
    np.testing.assert_allclose(found, 0.75 * first + 0.25 * second, rtol=1e-12)
    assert found.mean() == pytest.approx(1.0)
    assert found.min() >= 0.0


def test_the_point_keeps_the_gap_and_is_nearer_than_any_other(study: Study, target: float) -> None:
    made = refined(study, target)
    assert made.operating.landed is not None
    reached = made.operating.validation.gaps[GAP]
    assert reached <= target
    assert target - reached < min(target - g for g in gaps_of(study) if g <= target)
    assert target - reached <= 20 * TOLERANCE
    assert [p.step for p in made.points] == list(range(len(study.points) + 1))
    assert made.config.max_gap == made.config.landing == target
    kept = [p for p in made.points if p.landed is None]
    for before, after in zip(study.points, kept, strict=True):
        np.testing.assert_array_equal(before.theta, after.theta)


def test_the_config_makes_the_same_from_the_table(
    study: Study, target: float, tmp_path: Path
) -> None:
    """Refined from stored points and run whole, the study is the same to the last digit."""
    save_study(study, tmp_path / "first")
    save_study(refined(load_study(tmp_path / "first"), target), tmp_path / "second")
    again, differences = replay(tmp_path / "second")
    assert differences == ()
    assert again.operating.landed is not None
    assert load_study(tmp_path / "second").operating.landed == again.operating.landed


def test_refining_again_begins_from_the_rule(study: Study, target: float) -> None:
    once = refined(study, target)
    lower = (gaps_of(study)[2] + gaps_of(study)[3]) / 2
    twice = refined(once, lower)
    assert sum(p.landed is not None for p in twice.points) == 1
    assert len(path_points(twice.points)) == len(study.points)
    assert twice.operating.validation.gaps[GAP] <= lower


def test_a_gap_that_no_point_keeps_is_refused(study: Study) -> None:
    with pytest.raises(ConfigError, match="Ask for a wider one"):
        refined(study, 0.0)
    with pytest.raises(ConfigError, match="landing must be a number"):
        dataclasses.replace(study.config, landing=1.5)


def test_why_a_weight_moved_is_told_between_points_too(study: Study, target: float) -> None:
    made = refined(study, target)
    found = moved(made, made.operating.step)
    for row in range(0, 3000, 300):
        parts = sum(reason.change for reason in found.reasons(row))
        assert parts == pytest.approx(made.operating.weights[row] - 1.0, abs=2e-3)


def test_the_command_saves_a_study_of_its_own(
    study: Study, target: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_study(study, tmp_path / "first")
    given = ["refine", str(tmp_path / "first"), "--gap", f"{target:.4f}", "--json"]
    assert main([*given, "--out", str(tmp_path / "second")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["chosen"]["landed"] == load_study(tmp_path / "second").operating.landed
    assert load_study(tmp_path / "first").operating.step == study.operating.step
