"""A study under another threshold: other decisions of the same models."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.errors import ConfigError
from iffair_core.results import Study
from iffair_core.study import probabilities, run
from iffair_core.threshold import with_threshold


@pytest.fixture(scope="module")
def study() -> Study:
    german = load_builtin("german")
    return run(StudyConfig("german", german.task, steps=3), table=german.table)


def test_same_threshold_is_the_same_study(study: Study) -> None:
    assert with_threshold(study, cut=0.5) is study


def test_figures_are_those_of_the_new_decisions(study: Study) -> None:
    seen = with_threshold(study, cut=0.7)
    assert seen.config.cut == 0.7
    test = study.prepared.mask(Part.TEST)
    y, group = study.prepared.y[test], study.prepared.group[test]
    for before, after in zip(study.points, seen.points, strict=True):
        assert after.weights is before.weights
        assert after.theta is before.theta
        selected = probabilities(study, before)[test] >= 0.7
        assert after.test.utility["accuracy"] == pytest.approx(np.mean(selected == (y == 1)))
        rates = [selected[group == g].mean() for g in (0, 1)]
        assert after.test.gaps["demographic_parity"] == pytest.approx(abs(rates[0] - rates[1]))


def test_share_is_selected_by_every_model_on_validation(study: Study) -> None:
    seen = with_threshold(study, cut=0.5, share=0.3)
    validation = study.prepared.mask(Part.VALIDATION)
    assert len({p.cut for p in seen.points}) == len(seen.points)
    for point in seen.points:
        selected = probabilities(study, point)[validation] >= point.cut
        assert selected.mean() == pytest.approx(0.3, abs=0.01)


def test_share_agrees_with_a_run_at_that_share(study: Study) -> None:
    german = load_builtin("german")
    config = StudyConfig("german", german.task, steps=1, share=0.3)
    direct = run(config, table=german.table).plain
    seen = with_threshold(study, cut=0.5, share=0.3).plain
    assert seen.cut == direct.cut
    assert seen.test == direct.test


def test_impossible_threshold_is_refused(study: Study) -> None:
    with pytest.raises(ConfigError, match="cut must be a number"):
        with_threshold(study, cut=1.0)
