"""Influence of a study's rows on one gap: its sign, its size, its proof."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from iffair_core.config import Attribute, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.errors import ConfigError, TaskError
from iffair_core.influence.problem import refit
from iffair_core.results import Study
from iffair_core.row_influence import study_influence
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


def test_groups_rate_and_proof_are_named(study: Study) -> None:
    found = study_influence(study, "demographic_parity")
    assert (found.rate, found.higher, found.lower) == ("selection_rate", "26 and over", "under 26")
    assert found.gap > 0
    assert found.fidelity is not None
    assert found.fidelity.correlation > 0.99


def test_unknown_gap_and_groups_without_rows_are_refused(study: Study) -> None:
    with pytest.raises(ConfigError, match="gap must be one of"):
        study_influence(study, "parity")
    german = load_builtin("german")
    tiny = dataclasses.replace(german.task, sensitive=(Attribute("age", bins=(74,)),))
    few = plain_study(StudyConfig("german", tiny), table=german.table)
    with pytest.raises(TaskError, match="No two groups have enough rows"):
        study_influence(few, "demographic_parity")
