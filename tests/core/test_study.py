"""A study from config to folder and back: the same figures to the last digit."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.data.tables import table_from_frame
from iffair_core.errors import Cancelled, ConfigError, StudyError
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.models.logistic import fit_logistic
from iffair_core.replay import replay
from iffair_core.results import Study, choose
from iffair_core.study import plain_study, probabilities, run


@pytest.fixture(scope="module")
def config() -> StudyConfig:
    task = dataclasses.replace(
        load_builtin("german").task, sensitive=(Attribute("age", bins=(26.0,)),)
    )
    return StudyConfig(data="german", task=task, steps=6)


@pytest.fixture(scope="module")
def study(config: StudyConfig) -> Study:
    return run(config)


def uploaded() -> pd.DataFrame:
    """A table that is not packaged, with its own index of rows and a missing outcome."""
    frame = load_builtin("german").table.frame.copy()
    frame["class"] = frame["class"].map({1: "good", 2: "bad"}).astype("str")
    frame.loc[[3, 7], "class"] = None
    return frame


def test_a_config_survives_toml(config: StudyConfig) -> None:
    assert StudyConfig.from_toml(config.to_toml()) == config
    assert StudyConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gaps": ("parity",)}, "gap must be one of demographic_parity"),
        ({"gaps": ()}, "at least one gap"),
        ({"rule": "magic"}, "rule must be one of path"),
        ({"steps": 0}, "steps must be a whole number of at least 1; got 0"),
        ({"cut": 1.0}, "cut must be a number of more than 0 and less than 1; got 1.0"),
        ({"l2": float("nan")}, "l2 must be a number"),
        ({"share": 2.0}, "share must be"),
        ({"max_weight": 1.0}, "max_weight must be a number of more than 1"),
        ({"split": "official"}, "needs the task's split_column"),
        ({"seed": -1}, "seed must be"),
    ],
)
def test_a_wrong_setting_is_named(config: StudyConfig, change: dict, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        dataclasses.replace(config, **change)


def test_an_unknown_setting_is_named(config: StudyConfig) -> None:
    with pytest.raises(ConfigError, match="Unknown setting colour"):
        StudyConfig.from_dict({**config.to_dict(), "colour": 1})
    with pytest.raises(ConfigError, match="not valid TOML"):
        StudyConfig.from_toml("data = ")


def test_a_saved_study_loads_to_identical_figures(study: Study, tmp_path: Path) -> None:
    folder = save_study(study, tmp_path / "study")
    loaded = load_study(folder)
    assert loaded.to_dict() == study.to_dict()
    assert loaded.config == study.config
    assert loaded.fidelity == study.fidelity
    for one, other in zip(loaded.points, study.points, strict=True):
        np.testing.assert_array_equal(one.theta, other.theta)
        np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(
        probabilities(loaded, loaded.operating),
        probabilities(study, study.operating),
    )


def test_replay_gives_the_same_figures_and_notices_a_difference(
    study: Study, tmp_path: Path
) -> None:
    folder = save_study(study, tmp_path / "study")
    again, differences = replay(folder)
    assert differences == ()
    assert again.points[-1].to_dict() == study.points[-1].to_dict()
    saved = json.loads((folder / "study.json").read_text())
    saved["plain"]["test"]["utility"]["accuracy"] += 1e-12
    (folder / "study.json").write_text(json.dumps(saved))
    _, differences = replay(folder)
    assert len(differences) == 1
    assert differences[0].startswith("plain.test.utility.accuracy: stored")


def test_an_uploaded_table_travels_with_its_study(tmp_path: Path) -> None:
    frame = uploaded()
    task = Task(outcome=Outcome("class", ("good",)), sensitive=(Attribute("age", bins=(26.0,)),))
    config = StudyConfig(data=str(tmp_path / "gone.csv"), task=task, steps=2)
    study = run(config, table=table_from_frame(frame, "credit.csv"))
    folder = save_study(study, tmp_path / "study")
    loaded = load_study(folder)
    assert loaded.to_dict() == study.to_dict()
    assert loaded.table.name == "credit.csv"
    first = loaded.prepared.exclusions[0]
    assert (first.kind, first.count) == ("rows", 2)
    assert replay(folder)[1] == ()
    (folder / "table.parquet").unlink()
    with pytest.raises(StudyError, match="table of this study is gone"):
        load_study(folder)


def test_a_changed_table_is_refused(tmp_path: Path) -> None:
    task = Task(outcome=Outcome("class", ("good",)), sensitive=(Attribute("age", bins=(26.0,)),))
    study = plain_study(
        StudyConfig(data="credit.csv", task=task), table=table_from_frame(uploaded(), "credit.csv")
    )
    folder = save_study(study, tmp_path / "study")
    changed = pd.read_parquet(folder / "table.parquet")
    changed.loc[0, "age"] += 1
    changed.to_parquet(folder / "table.parquet")
    with pytest.raises(StudyError, match="has changed since it was saved"):
        load_study(folder)


def test_a_chosen_point_stays_chosen(study: Study, tmp_path: Path) -> None:
    picked = choose(study, 2)
    assert picked.operating.step == 2
    folder = save_study(picked, tmp_path / "study")
    assert load_study(folder).operating.step == 2
    assert replay(folder)[1] == ()
    with pytest.raises(StudyError, match="no step 99"):
        choose(study, 99)


def test_saving_never_touches_other_files(study: Study, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StudyError, match="holds other files"):
        save_study(study, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_is_no_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="is not a study folder"):
        load_study(tmp_path)


def test_progress_grows_and_cancel_stops(config: StudyConfig) -> None:
    seen: list[float] = []
    run(config, progress=lambda stage, fraction, text: seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0
    calls = iter(range(100))
    with pytest.raises(Cancelled):
        run(config, cancel=lambda: next(calls) >= 5)


def test_choosing_the_penalty_of_a_network_is_told_while_it_takes_long(config: StudyConfig) -> None:
    network = dataclasses.replace(config, model="network", l2="auto")
    for tried, expected in (
        (config, "Counting groups"),
        (network, "Choosing the penalty: the network is trained once for each"),
    ):
        said: list[str] = []
        with pytest.raises(Cancelled):
            run(
                tried,
                progress=lambda stage, fraction, text, said=said: said.append(text),
                cancel=lambda said=said: bool(said) and said[-1].startswith(("Count", "Choos")),
            )
        assert said[-1] == expected


def test_the_plain_study_has_the_plain_point_of_the_run(config: StudyConfig, study: Study) -> None:
    plain = plain_study(config)
    assert plain.plain.to_dict() == study.plain.to_dict()
    assert len(plain.points) == 1


def test_a_share_to_be_selected_selects_that_share(config: StudyConfig) -> None:
    study = run(dataclasses.replace(config, share=0.3))
    validation = study.prepared.part == 1
    for point in study.points:
        p = probabilities(study, point)[validation]
        assert np.mean(p >= point.cut) == pytest.approx(0.3, abs=0.01)


def test_user_weights_multiply_ours(tmp_path: Path) -> None:
    """Doubling a row's own weight is the same as having the row twice (random split aside)."""
    builtin = load_builtin("acs")
    task = dataclasses.replace(builtin.task, weight_column="PWGTP")
    weighted = plain_study(StudyConfig(data="acs", task=task))
    plain = plain_study(StudyConfig(data="acs", task=builtin.task))
    assert weighted.prepared.weight.mean() == pytest.approx(1.0)
    assert weighted.plain.test.gaps != plain.plain.test.gaps


def test_a_penalty_from_the_data_is_chosen_on_training_rows_and_kept(tmp_path):
    german = load_builtin("german")
    study = run(StudyConfig("german", german.task, l2="auto", steps=2), table=german.table)
    train = study.prepared.mask(Part.TRAIN)
    X, y = study.prepared.X[train], study.prepared.y[train]
    assert study.l2 > 0.001
    np.testing.assert_allclose(
        study.plain.theta, fit_logistic(X, y, np.ones(len(y)), l2=study.l2).theta, atol=1e-9
    )
    folder = save_study(study, tmp_path / "study")
    assert load_study(folder).l2 == study.l2
    assert replay(folder)[1] == ()


def test_a_study_of_an_earlier_version_opens(tmp_path):
    """Until 0.1.0 the penalty stood in the config alone."""
    german = load_builtin("german")
    config = StudyConfig("german", german.task, l2=0.002, steps=1)
    folder = save_study(run(config, table=german.table), tmp_path / "study")
    saved = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    del saved["l2"]
    (folder / "study.json").write_text(json.dumps(saved), encoding="utf-8")
    assert load_study(folder).l2 == 0.002
