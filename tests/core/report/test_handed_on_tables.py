"""Weights, scores, the lines of code that use them, and the zip of a study."""

import dataclasses
import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from iffair_core.config import Outcome, Task
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.data.tables import read_table, table_from_frame
from iffair_core.errors import StudyError
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.report import (
    code_lines,
    score_table,
    study_zip,
    weights_table,
)
from iffair_core.study import plain_study, probabilities


def test_weights_point_at_the_source_rows(messy):
    table = weights_table(messy)
    frame, train = messy.table.frame, table[table["split"] == "train"]
    assert list(table.columns) == ["row", "person", "split", "weight", "sample_weight"]
    assert list(frame.loc[table["row"], "person"]) == list(table["person"])
    assert len(table) == frame["good"].notna().sum()
    np.testing.assert_array_equal(train["weight"], messy.operating.weights)
    ratio = train["sample_weight"] / train["weight"] / frame.loc[train["row"], "survey"].to_numpy()
    assert ratio.std() < 1e-12 * ratio.mean()
    assert table.loc[table["split"] != "train", ["weight", "sample_weight"]].isna().all(axis=None)


def test_scoring_new_rows_with_unseen_and_missing_values(messy):
    new = pd.DataFrame(
        {
            "decision": ["old", "old", "old"],
            "size": [0.1, np.nan, 2.0],
            "colour": ["violet", None, "red"],
        }
    )
    scored = score_table(messy, table_from_frame(new, "new"))
    assert list(scored.columns) == ["decision", "size", "colour", "probability", "decision_2"]
    assert scored["probability"].between(0, 1).all()
    chosen = scored["probability"] >= messy.operating.cut
    np.testing.assert_array_equal(chosen, scored["decision_2"] == 1)
    assert list(scored["decision"]) == ["old"] * 3


def test_scoring_the_study_itself_gives_its_probabilities(german):
    scored = score_table(german, german.table)
    expected = probabilities(german, german.operating)
    np.testing.assert_allclose(scored["probability"], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["german", "messy"])
def test_the_code_lines_train_a_learner_with_the_weights(name, request, tmp_path, monkeypatch):
    study = request.getfixturevalue(name)
    monkeypatch.chdir(tmp_path)
    study.table.frame.to_csv("loans <2024>.csv", index=False)
    weights_table(study).to_csv("weights.csv", index=False)
    found: dict[str, object] = {}
    exec(compile(code_lines(study), "lines", "exec"), found)
    train = study.prepared.mask(Part.TRAIN)
    np.testing.assert_array_equal(np.asarray(found["y"]), study.prepared.y[train] == 1)
    learner = found["learner"]
    assert isinstance(learner, HistGradientBoostingClassifier)
    assert learner.n_features_in_ == found["X"].shape[1]


@pytest.mark.parametrize(
    ("outcome", "good"),
    [(Outcome("age", above=40.0), lambda f: f["age"] > 40), (Outcome("age", at_most=30.5), None)],
)
def test_the_code_lines_know_thresholds(german, outcome, good, tmp_path, monkeypatch):
    sex = BUILTIN["german"].attributes[1]
    task = Task(outcome=outcome, sensitive=(sex,))
    study = plain_study(dataclasses.replace(german.config, task=task))
    monkeypatch.chdir(tmp_path)
    weights_table(study).to_csv("weights.csv", index=False)
    found: dict[str, object] = {}
    exec(compile(code_lines(study), "lines", "exec"), found)
    rule = good or (lambda f: f["age"] <= 30.5)
    np.testing.assert_array_equal(np.asarray(found["y"]), rule(found["train"]))


def test_the_zip_unpacks_to_the_study(german, tmp_path):
    place = save_study(german, tmp_path / german.id)
    data = study_zip(place)
    assert data == study_zip(place)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = load_study(tmp_path / "elsewhere" / "study")
    assert again.to_dict() == german.to_dict()
    with pytest.raises(StudyError, match="no study folder"):
        study_zip(tmp_path / "nowhere")


def test_weights_survive_the_way_through_csv(german, tmp_path):
    weights_table(german).to_csv(tmp_path / "w.csv", index=False)
    again = read_table(tmp_path / "w.csv").frame
    pd.testing.assert_frame_equal(again, weights_table(german), check_exact=True)
