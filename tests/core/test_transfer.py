"""Weights used by another learner: what is measured is that learner, trained for real."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from iffair_core.cli.summary import study_lines
from iffair_core.config import LEARNER_NAMES, Network, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.errors import ConfigError
from iffair_core.evidence.carried import carried
from iffair_core.evidence.summary import evidence, records
from iffair_core.fairness.measure import measure
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.models.learners import LEARNERS
from iffair_core.study import run
from iffair_core.threshold import with_threshold


@pytest.fixture(scope="module")
def study():
    config = StudyConfig("german", load_builtin("german").task, steps=3, learner="decision_tree")
    return run(config)


def test_every_point_shows_the_learner_trained_with_its_weights(study):
    prepared, point = study.prepared, study.points[-1]
    train, test = prepared.mask(Part.TRAIN), prepared.mask(Part.TEST)
    tree = DecisionTreeClassifier(min_samples_leaf=20, random_state=study.config.seed)
    tree.fit(prepared.X[train], prepared.y[train], sample_weight=point.weights)
    p = np.clip(tree.predict_proba(prepared.X[test])[:, 1], 1e-6, 1 - 1e-6)
    expected = measure(
        prepared.y[test],
        np.log(p / (1 - p)),
        prepared.group[test],
        groups=prepared.groups,
        weight=prepared.weight[test],
        cut=0.5,
        min_cell=10,
    )
    assert point.transfer is not None
    assert point.transfer.test.gaps == expected.gaps
    assert point.transfer.test.utility["accuracy"] == expected.utility["accuracy"]
    assert all(p.transfer is not None for p in study.points)


def test_it_is_kept_with_the_study_and_left_out_at_another_threshold(study, tmp_path: Path):
    loaded = load_study(save_study(study, tmp_path / "study"))
    assert [p.transfer for p in loaded.points] == [p.transfer for p in study.points]
    for kept, made in zip(loaded.points, study.points, strict=True):
        np.testing.assert_array_equal(kept.transfer.probability, made.transfer.probability)
    assert "transfer" in study.plain.to_dict()
    assert all(p.transfer is None for p in with_threshold(study, cut=0.4).points)


def test_its_figures_have_intervals_and_are_those_that_were_measured(study):
    found = carried(study)
    assert found.learner == "decision_tree"
    for frame, point in ((found.plain, study.plain), (found.chosen, study.operating)):
        whole = frame[(frame["group"] == "") & (frame["reference"] == "")].set_index("metric")
        for name, value in {**point.transfer.test.gaps, **point.transfer.test.utility}.items():
            assert whole.loc[name, "value"] == pytest.approx(value, abs=1e-12)
            assert whole.loc[name, "ci_low"] <= value <= whole.loc[name, "ci_high"]
            assert whole.loc[name, "n"] > 0
    change = found.change.set_index(["metric", "group"]).loc[("accuracy", "")]
    before, after = (p.transfer.test.utility["accuracy"] for p in (study.plain, study.operating))
    assert change["change"] == pytest.approx(after - before)
    held = evidence(study)["learner"]
    assert held["changes"] == records(found.change)
    assert carried(with_threshold(study, cut=0.4)) is None


def test_the_command_line_prints_its_changes(study):
    lines = list(study_lines(study))
    begins = next(i for i, line in enumerate(lines) if line.startswith("decision_tree"))
    own = carried(study).change.set_index("metric").loc["accuracy"]
    text = lines[begins + 1]
    assert text.startswith("accuracy ")
    assert f"{own['ci_low']:.4f} to {own['ci_high']:.4f}" in text


def test_a_share_selects_that_share_of_the_learners_own_scores(study):
    shared = run(dataclasses.replace(study.config, steps=1, share=0.6))
    assert shared.plain.transfer.cut != shared.plain.cut


def test_every_named_learner_takes_weights():
    X, y = np.random.default_rng(0).normal(size=(200, 3)), np.arange(200) % 2
    for name in LEARNER_NAMES:
        LEARNERS[name](0).fit(X, y, sample_weight=np.ones(200)).predict_proba(X)


def test_an_unknown_learner_is_refused():
    with pytest.raises(ConfigError, match="learner must be one of gradient_boosting"):
        StudyConfig("german", load_builtin("german").task, learner="oracle")


def test_a_network_needs_layers_of_whole_width():
    with pytest.raises(ConfigError, match="at least one hidden layer"):
        Network(layers=())
    with pytest.raises(ConfigError, match=r"Each width in layers must be a whole number"):
        Network(layers=(8, 0))
