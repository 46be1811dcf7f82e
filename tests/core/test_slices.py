"""Figures by a column: slices of the test rows, and a slice that the model never saw."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iffair_core.cli import BAD_INPUT, main
from iffair_core.config import Attribute, StudyConfig
from iffair_core.data.builtin import BUILTIN, load_builtin
from iffair_core.data.groups import attribute_groups
from iffair_core.data.prepared import Part
from iffair_core.errors import TableError, TaskError
from iffair_core.evidence.slices import can_be_held_out, held_out, slices, slicing
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import plain_study, probabilities
from tests.core.test_shift import TASK, line, people, table


@pytest.fixture(scope="module")
def study() -> Study:
    return plain_study(StudyConfig("t.csv", TASK), table=table(people(1), "t.csv"))


@pytest.fixture(scope="module")
def folder(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_study(study, tmp_path_factory.mktemp("slices") / "study")


def test_each_slice_has_the_figures_of_its_own_rows(study: Study) -> None:
    found = slices(study, study.plain, slicing(study, "town"))
    test = study.prepared.mask(Part.TEST)
    town = study.prepared.frame["town"][test]
    assert found.rows == town.value_counts().to_dict()
    right = (probabilities(study, study.plain) >= 0.5)[test] == study.prepared.y[test]
    for name, inside in (("north", town == "north"), ("west", town == "west")):
        own = line(found.figures[found.figures["slice"] == name], "accuracy")
        assert own["value"] == pytest.approx(right[inside.to_numpy()].mean())
        assert own["others"] == pytest.approx(right[~inside.to_numpy()].mean())
        assert own["n"] + own["others_n"] == test.sum()
        assert own["value_low"] < own["value"] < own["value_high"]


def test_differences_hold_for_all_slices_together(study: Study) -> None:
    three = slices(study, study.plain, Attribute("town"))
    two = slices(study, study.plain, Attribute("town", rename=(("west", "south"),)))
    wide, narrow = (
        line(found.figures[found.figures["slice"] == "north"], "accuracy") for found in (three, two)
    )
    assert wide["change"] == pytest.approx(narrow["change"])
    assert wide["ci_high"] > narrow["ci_high"]
    assert wide["value_high"] == narrow["value_high"]


def test_a_slice_without_enough_rows_says_what_it_lacks() -> None:
    frame = people(1)
    frame["town"] = frame["town"].where((frame.index % 9 > 0) | (frame["g"] == "b"), "isle")
    frame.loc[frame["g"] == "b", "town"] = frame["town"].replace("north", "isle")
    frame.loc[(frame["town"] == "isle") & (frame["g"] == "b") & (frame.index % 4 > 0), "town"] = "w"
    study = plain_study(StudyConfig("t.csv", TASK), table=table(frame, "t.csv"))
    found = slices(study, study.plain, Attribute("town")).figures
    isle = found[found["slice"] == "isle"]
    gap = line(isle, "equal_opportunity")
    test = study.prepared.mask(Part.TEST) & (study.prepared.frame["town"] == "isle").to_numpy()
    positives = study.prepared.y[test & (study.prepared.group == 1)].sum()
    assert positives < 10
    assert gap["status"] == "undefined"
    assert f"b ({positives:.0f} rows with a favourable outcome, 10 needed)" in gap["reason"]
    assert line(isle, "selection_rate", "a")["reason"] == ""


def test_numbers_are_cut_and_too_many_values_refused(study: Study) -> None:
    found = slices(study, study.plain, slicing(study, "x", (0.0, 1.0)))
    assert list(dict.fromkeys(found.figures["slice"])) == ["under 0", "0 to under 1", "1 and over"]
    with pytest.raises(TaskError, match="180 different values here; at most 60"):
        slices(study, study.plain, slicing(study, "x"))
    with pytest.raises(TaskError, match="has one value"):
        slices(study, study.plain, slicing(study, "x", (99.0,)))
    with pytest.raises(TableError, match="no column 'city'"):
        slicing(study, "city")


def test_held_out_slice_is_scored_by_a_model_that_never_saw_it() -> None:
    frame = people(1)
    study = plain_study(StudyConfig("t.csv", TASK), table=table(frame, "t.csv"))
    found = held_out(study, slicing(study, "town"), "west")
    assert found.now_rows == (frame["town"] == "west").sum()
    rest = frame[frame["town"] != "west"].reset_index(drop=True)
    other = plain_study(study.config, table=table(rest, "t.csv"))
    accuracy = line(found.plain, "accuracy")
    assert accuracy["then"] == pytest.approx(other.plain.test.utility["accuracy"])
    (town,) = (c for c in found.columns if c.column == "town")
    assert town.unseen == found.now_rows
    assert found.repeated == 0
    with pytest.raises(TaskError, match="no slice 'east'; it has north, south, west"):
        held_out(study, slicing(study, "town"), "east")


def test_a_slice_that_holds_the_reference_group_alone_is_not_held_out() -> None:
    frame = people(1)
    frame.loc[frame["g"] == "a", "town"] = "north"
    towns, sexes = Attribute("town"), Attribute("g")
    task = dataclasses.replace(TASK, sensitive=(Attribute("g", reference="a"),))
    study = plain_study(StudyConfig("t.csv", task), table=table(frame, "t.csv"))
    assert can_be_held_out(study, towns, ["north", "south", "west"]) == ("south", "west")
    with pytest.raises(TaskError, match="reference group 'a' does not occur"):
        held_out(study, towns, "north")
    assert can_be_held_out(study, sexes, ["a", "b"]) == ()
    frame.loc[frame.index[:40], "g"] = "c"
    three = plain_study(StudyConfig("t.csv", task), table=table(frame, "t.csv"))
    assert can_be_held_out(three, sexes, ["a", "b", "c"]) == ("b", "c")
    assert held_out(three, sexes, "c").now_rows == 40


def test_every_state_of_acs_is_named() -> None:
    acs = load_builtin("acs")
    (state,) = acs.card.sites
    names = attribute_groups(acs.table.frame, state)
    assert names.nunique() == 16
    assert not names.str.contains("-").any()
    prefixes = acs.table.frame["PUMA"].str[:2]
    assert len(set(zip(prefixes, names, strict=True))) == prefixes.nunique()
    study = plain_study(StudyConfig("acs", acs.task))
    assert slicing(study, "state") is state
    assert all(not card.sites for card in BUILTIN.values() if card.name != "acs")


def test_commands_print_the_same_figures(
    study: Study, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "later.csv"
    people(2).to_csv(later, index=False)
    assert main(["shift", str(folder), str(later), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (accuracy,) = (f for f in found["plain"] if f["metric"] == "accuracy")
    assert accuracy["then"] == pytest.approx(study.plain.test.utility["accuracy"])
    assert accuracy["now_n"] == 900
    assert main(["shift", str(folder), str(later)]) == 0
    said = capsys.readouterr().out
    assert "later.csv: 900 rows, beside 180 test rows" in said
    assert f"accuracy{accuracy['then']:>26.4f}{accuracy['now']:>10.4f}" in said
    assert main(["slices", str(folder), "town", "--json"]) == 0
    by_town = json.loads(capsys.readouterr().out)
    assert sum(by_town["rows"].values()) == 180
    assert {f["slice"] for f in by_town["chosen"]} == {"north", "south", "west"}
    assert main(["slices", str(folder), "x", "--bins", "0,1"]) == 0
    assert "0 to under 1" in capsys.readouterr().out


def test_a_table_that_lacks_columns_ends_with_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "later.csv"
    pd.DataFrame({"x": np.arange(3.0)}).to_csv(later, index=False)
    assert main(["shift", str(folder), str(later)]) == BAD_INPUT
    (said,) = capsys.readouterr().err.splitlines()
    assert "lacks 3 of the 4 columns that the study uses: town, y, g." in said
