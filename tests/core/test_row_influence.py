"""Influence of a study's rows on one gap: its sign, its size, its proof."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from iffair_core.config import Attribute, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.errors import ConfigError, TaskError
from iffair_core.influence.change import reweigh
from iffair_core.influence.problem import refit
from iffair_core.results import Study
from iffair_core.row_influence import (
    influence_fidelity,
    left_out_alone,
    open_point,
    prove,
    row_influence,
    side_name,
    study_influence,
)
from iffair_core.setting import set_up
from iffair_core.study import plain_study


@pytest.fixture(scope="module")
def study() -> Study:
    german = load_builtin("german")
    return plain_study(StudyConfig("german", german.task), table=german.table)


@pytest.mark.parametrize("gap", ["demographic_parity", "predictive_equality", "loss_parity"])
def test_influence_is_the_derivative_of_the_size_of_the_gap(study: Study, gap: str) -> None:
    found = study_influence(study, gap)
    problem = set_up(dataclasses.replace(study.config, gaps=(gap,)), study.prepared).problem
    rows = [int(np.argmax(found.value)), int(np.argmin(found.value)), 17]
    for row in rows:
        moved = []
        for change in (-0.01, 0.01):
            weights = study.plain.weights.copy()
            weights[row] += change
            moved.append(np.abs(refit(problem, weights, study.plain.theta).smooth).max())
        assert (moved[1] - moved[0]) / 0.02 == pytest.approx(found.value[row], rel=1e-3)


def test_leaving_out_the_most_harmful_rows_narrows_the_gap(study: Study) -> None:
    found = study_influence(study, "demographic_parity")
    problem = set_up(study.config, study.prepared).problem
    for rows, narrower in (
        (np.argsort(-found.value)[:30], True),
        (np.argsort(found.value)[:30], False),
    ):
        weights = study.plain.weights.copy()
        weights[rows] = 0.0
        gap = abs(refit(problem, weights, study.plain.theta).smooth[0])
        assert bool(gap < found.gap) is narrower


def test_groups_and_rate_are_named(study: Study) -> None:
    found = study_influence(study, "demographic_parity")
    assert (found.rate, found.higher, found.lower) == ("selection_rate", "26 and over", "under 26")
    assert found.gap > 0
    assert found.solution.residual.max() < 1e-10


def test_fidelity_is_that_of_the_gap_asked_for(study: Study) -> None:
    opened = open_point(study)
    parity, errors = (
        influence_fidelity(opened, gap, seed=0)
        for gap in ("demographic_parity", "error_rate_parity")
    )
    assert parity is not None
    assert errors is not None
    assert parity.correlation != errors.correlation
    assert min(parity.correlation, errors.correlation) > 0.98
    assert (parity.groups, parity.rows_per_group) == (12, 12)
    assert parity == influence_fidelity(open_point(study), "demographic_parity", seed=0)


def test_the_other_side_of_a_pair_may_be_all_others(study: Study) -> None:
    rest = dataclasses.replace(study, config=dataclasses.replace(study.config, compare="rest"))
    opened = open_point(rest)
    pair = prove(opened, reweigh(np.arange(5), 0.5)).pairs["demographic_parity"]
    names = {side_name(opened, side) for side in (pair.higher, pair.lower)}
    assert "all others" in names
    assert len(names) == 2


def test_proof_is_of_the_study_and_of_validation_rows(study: Study) -> None:
    opened = open_point(study)
    influence = row_influence(opened, "demographic_parity")
    proof = prove(opened, reweigh(np.argsort(-influence.value)[:20], 0.5))
    pair = proof.pairs["demographic_parity"]
    assert (side_name(opened, pair.higher), side_name(opened, pair.lower)) == (
        influence.higher,
        influence.lower,
    )
    assert pair.shift.before == pytest.approx(influence.gap)
    assert pair.shift.actual < pair.shift.before
    for gap, shift in proof.gaps.items():
        assert shift.before == pytest.approx(study.plain.validation.gaps[gap], abs=1e-9)
    accuracy = study.plain.validation.utility["accuracy"]
    assert proof.utility["accuracy"].before == pytest.approx(accuracy)
    assert proof.seconds > 0


def test_leaving_out_one_row_is_a_little_more_than_its_influence(study: Study) -> None:
    opened = open_point(study)
    influence = row_influence(opened, "demographic_parity")
    rows = np.argsort(-np.abs(influence.value))[:5]
    ratio = left_out_alone(opened, influence, rows) / -influence.value[rows]
    assert ((ratio > 1.0) & (ratio < 1.5)).all()


def test_unknown_gap_and_groups_without_rows_are_refused(study: Study) -> None:
    with pytest.raises(ConfigError, match="gap must be one of"):
        study_influence(study, "parity")
    german = load_builtin("german")
    tiny = dataclasses.replace(german.task, sensitive=(Attribute("age", bins=(74,)),))
    few = plain_study(StudyConfig("german", tiny), table=german.table)
    with pytest.raises(TaskError, match="No two groups have enough rows"):
        study_influence(few, "demographic_parity")
