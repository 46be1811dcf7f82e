"""Running a comparison: order, what is known, failures, keeping, tables, the command."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from iffair_core import compare
from iffair_core.baselines import registry
from iffair_core.baselines.method import Answer, Contest, Method
from iffair_core.cli import BAD_INPUT, main
from iffair_core.comparison import run as running
from iffair_core.comparison.entries import Attempt
from iffair_core.comparison.frame import to_frame
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.store import (
    compared_gaps,
    kept,
    key_of,
    load_comparison,
    load_comparisons,
    pass_on,
    save_attempt,
)
from iffair_core.comparison.view import View
from iffair_core.errors import Cancelled, ConfigError, FitError, StudyError
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.places import COMPARISON
from iffair_core.results import choose
from iffair_core.study import run
from tests.core.comparisons import attempt, same
from tests.oracles.studies import config

GAP = "demographic_parity"
GERMAN = config("german", steps=2)
QUICK = ("reweighing", "least_harmful")


def never(_contest: Contest) -> Iterator[Answer]:
    raise FitError("It does not converge here.")
    yield


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(GERMAN, GAP, QUICK, (0, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_study(run(GERMAN), tmp_path / "study")


@pytest.fixture
def no_contest(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a contest was opened")

    monkeypatch.setattr(running, "open_contest", refuse)


def test_seed_by_seed_with_the_plain_model_first(found: Comparison) -> None:
    assert [a.seed for a in found.attempts] == [0, 0, 0, 1, 1, 1]
    assert [found.attempts[i].method for i in (0, 3)] == ["plain", "plain"]
    assert found.groups == ("under 26", "26 and over")
    assert found.test_rows == {0: 200.0, 1: 200.0}
    assert found.complete_seeds == (0, 1)


def test_a_cheap_method_of_an_earlier_split_comes_first() -> None:
    slow, quick = (
        dataclasses.replace(attempt(name, [same(0.1, 0.8)]), seconds=seconds)
        for name, seconds in (("reweighing", 9.0), ("least_harmful", 1.0))
    )
    known = Comparison(GAP, ("a",), {0: 1.0}, (attempt("plain", [same(0.2, 0.8)]), slow, quick))
    told: list[str] = []
    compare(GERMAN, GAP, QUICK, (0, 1), known=known, finished=lambda a, _: told.append(a.method))
    assert told == ["plain", "least_harmful", "reweighing"]


@pytest.mark.usefixtures("no_contest")
def test_what_is_known_is_not_computed_again(found: Comparison) -> None:
    assert compare(GERMAN, GAP, QUICK, (0, 1), known=found) == found


def test_a_split_is_the_same_whichever_ran_before(found: Comparison) -> None:
    alone = compare(GERMAN, GAP, ("reweighing",), (1,)).attempt("reweighing", 1)
    beside = found.attempt("reweighing", 1)
    assert alone is not None
    assert beside is not None
    assert alone.entries == beside.entries


def test_a_method_that_fails_is_a_row_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    card: Method = dataclasses.replace(registry.METHODS["reweighing"], answers=never)
    monkeypatch.setitem(registry.METHODS, "reweighing", card)
    found = compare(GERMAN, GAP, ("reweighing",))
    failed = found.attempt("reweighing", 0)
    assert failed is not None
    assert (failed.entries, failed.reason) == ((), "It does not converge here.")
    line = to_frame(found, View(GAP)).set_index("method").loc["reweighing"]
    assert line["reason"] == "It does not converge here."
    assert line["test_accuracy"] is not None
    assert line.isna()["test_accuracy"]


def test_a_method_whose_library_is_missing_is_a_row_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = dataclasses.replace(registry.METHODS["reweighing"], module="no_such_library")
    monkeypatch.setitem(registry.METHODS, "reweighing", missing)  # type: ignore[arg-type]
    (tried,) = compare(GERMAN, GAP, ("reweighing",)).tried("reweighing")
    assert (tried.entries, tried.reason) == (
        (),
        "IFFair is not installed; `pip install no_such_library` adds it.",
    )


def test_a_split_that_cannot_be_fitted_is_a_row_a_method(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise FitError("There is one outcome only.")

    monkeypatch.setattr(running, "open_contest", refuse)
    found = compare(GERMAN, GAP, ("reweighing",))
    assert {a.method: a.reason for a in found.attempts} == dict.fromkeys(
        ("plain", "reweighing"), "There is one outcome only."
    )


def test_a_cancelled_run_keeps_what_has_ended(folder: Path) -> None:
    told: list[Attempt] = []

    def keep(ended: Attempt, so_far: Comparison) -> None:
        told.append(ended)
        save_attempt(folder, ended, so_far)

    with pytest.raises(Cancelled):
        compare(GERMAN, GAP, QUICK, (0,), cancel=lambda: len(told) == 2, finished=keep)
    kept = load_comparison(folder, GAP)
    assert sorted(a.method for a in kept.attempts) == sorted(a.method for a in told)
    assert len(kept.attempts) == 2
    rest: list[str] = []
    compare(GERMAN, GAP, QUICK, (0,), known=kept, finished=lambda a, _: rest.append(a.method))
    assert rest == [({"plain", *QUICK} - {a.method for a in told}).pop()]


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    compare(GERMAN, GAP, QUICK, progress=lambda _stage, fraction, _text: seen.append(fraction))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


def test_a_comparison_survives_its_folder(folder: Path, found: Comparison) -> None:
    for ended in found.attempts:
        save_attempt(folder, ended, found)
    read = load_comparison(folder, GAP)
    assert (read.groups, read.test_rows) == (found.groups, found.test_rows)
    assert {(a.method, a.seed): a for a in read.attempts} == {
        (a.method, a.seed): a for a in found.attempts
    }
    assert load_comparison(folder, "equal_opportunity").attempts == ()


def test_it_stays_when_another_point_is_chosen(folder: Path, found: Comparison) -> None:
    save_attempt(folder, found.attempts[0], found)
    study = load_study(folder)
    save_study(choose(study, 1), folder)
    assert len(load_comparison(folder, GAP).attempts) == 1
    save_study(dataclasses.replace(study, id="another"), folder)
    assert load_comparison(folder, GAP).attempts == ()


def test_another_study_gets_what_holds_for_it(
    folder: Path, found: Comparison, tmp_path: Path
) -> None:
    assert compared_gaps(folder) == ()
    save_attempt(folder, found.attempts[0], found)
    (before,) = kept(folder, GAP)
    assert before[0] == "plain-0.json"
    study = load_study(folder)
    same_settings = save_study(dataclasses.replace(study, id="another"), tmp_path / "same")
    config = dataclasses.replace(study.config, max_weight=3.0)
    other_settings = save_study(dataclasses.replace(study, config=config), tmp_path / "other")
    for new in (same_settings, other_settings):
        pass_on(folder, new)
    assert compared_gaps(same_settings) == (GAP,)
    assert load_comparison(same_settings, GAP).attempts == load_comparison(folder, GAP).attempts
    assert load_comparisons(other_settings) == ()


def test_a_damaged_file_is_met_by_a_sentence(folder: Path, found: Comparison) -> None:
    save_attempt(folder, found.attempts[0], found)
    (path,) = (folder / COMPARISON).rglob("*.json")
    path.write_text('{"groups": []}')
    with pytest.raises(StudyError, match="compare again"):
        load_comparison(folder, GAP)


def test_the_key_knows_what_plays_a_part() -> None:
    key = key_of(GERMAN, "digest")
    same_key = dataclasses.replace(
        GERMAN, seed=4, max_gap=0.1, rule="uniform", gaps=("equal_opportunity",), data="copy.csv"
    )
    assert key_of(same_key, "digest") == key
    for change in ({"cut": 0.4}, {"l2": 0.1}, {"steps": 3}, {"min_cell": 5}):
        assert key_of(dataclasses.replace(GERMAN, **change), "digest") != key
    assert key_of(GERMAN, "other") != key


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"methods": ("nothing",)}, "no method 'nothing'"),
        ({"seeds": ()}, "at least one seed"),
        ({"seeds": (1, 1)}, "each once"),
        ({"gap": "nothing"}, "gap"),
    ],
)
def test_what_cannot_be_compared_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        compare(GERMAN, **{"gap": GAP, "methods": QUICK, **given})


def test_a_split_by_date_has_one_seed() -> None:
    task = dataclasses.replace(GERMAN.task, date_column="duration")
    dated = dataclasses.replace(GERMAN, task=task, split="date")
    with pytest.raises(ConfigError, match="divided by date"):
        compare(dated, GAP, QUICK, (0, 1))


def test_the_table_has_a_line_an_entry(found: Comparison) -> None:
    frame = to_frame(found, View(GAP))
    assert len(frame) == sum(len(a.entries) for a in found.attempts)
    last = found.attempts[-1]
    line = frame.iloc[-1]
    assert line["test_accuracy"] == last.entries[-1].test.measures.utility["accuracy"]
    assert line["validation_equalized_odds"] == pytest.approx(
        last.entries[-1].validation.measures.gaps["equalized_odds"]
    )
    pair = to_frame(found, View(GAP, pair=(0, 1)))
    assert pair["test_demographic_parity"].tolist() == pytest.approx(
        frame["test_demographic_parity"].tolist()
    )


def test_the_command_prints_the_answer_and_keeps_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["compare", str(folder), "--methods", "reweighing", "--seeds", "2", "--at", "0.5"]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "Reweighing" in printed
    assert "For a gap of at most 50.0 points, take" in printed

    def refuse(*_given: object) -> None:
        raise AssertionError("a contest was opened")

    monkeypatch.setattr(running, "open_contest", refuse)
    assert main([*command, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sentence"] in printed
    assert {a["method"] for a in said["attempts"]} == {"plain", "reweighing"}
    assert {a["seed"] for a in said["attempts"]} == {0, 1}
    assert {h["method"] for h in said["hypervolumes"]} == {"plain", "reweighing"}
    assert main(["replay", str(folder), "--json"]) == 0
    (again,) = json.loads(capsys.readouterr().out)["comparisons"]
    assert again["attempts"] == said["attempts"]
    assert again["which"]["at"] == GERMAN.max_gap


@pytest.mark.parametrize(
    "wrong", [["--methods", "nothing"], ["--seeds", "0"], ["--at", "2"], ["--gap", "nothing"]]
)
def test_the_command_meets_bad_input_with_one_line(
    folder: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(["compare", str(folder), *wrong])
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == BAD_INPUT
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
