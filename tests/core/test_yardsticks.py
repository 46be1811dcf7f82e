"""Lines and shares that a user sets stay with the study, and stand in all that it hands on."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from iffair_core.cli import BAD_INPUT, main
from iffair_core.errors import ConfigError, StudyError
from iffair_core.evidence.screening import screen
from iffair_core.evidence.screening_words import HEURISTIC, screened_words
from iffair_core.evidence.summary import evidence
from iffair_core.kept.beside import save_yardsticks
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.replay import replay
from iffair_core.report.html import html_report
from iffair_core.results import Study, choose
from iffair_core.yardsticks import FOUR_FIFTHS, ScreeningLine, Yardsticks

SHARES = {"under 26": 0.25, "26 and over": 0.75}
HELD = Yardsticks((FOUR_FIFTHS, ScreeningLine("demographic_parity", 0.1, "ours")), SHARES)


def test_they_are_kept_with_the_study_and_change_nothing_of_it(german: Study, folder: Path) -> None:
    save_yardsticks(HELD, folder)
    found = load_study(folder)
    assert found.yardsticks == HELD
    assert found.to_dict() == german.to_dict()
    again, differences = replay(folder)
    assert again.yardsticks == HELD
    assert differences == ()


def test_they_stay_when_another_point_is_chosen_and_go_when_emptied(folder: Path) -> None:
    save_yardsticks(HELD, folder)
    save_study(choose(load_study(folder), 0), folder)
    assert load_study(folder).yardsticks == HELD
    save_yardsticks(Yardsticks(), folder)
    assert load_study(folder).yardsticks == Yardsticks()


def test_a_file_that_is_none_is_met_by_a_sentence(folder: Path) -> None:
    for text in ("{", "[]", '{"lines": [{"measure": "luck", "limit": 1}], "shares": {}}'):
        (folder / "yardsticks.json").write_text(text)
        with pytest.raises(StudyError, match="Delete it and set lines and shares again"):
            load_study(folder)
    with pytest.raises(ConfigError, match="reference share of a must be"):
        Yardsticks(shares={"a": 1.5})


def test_shares_are_of_their_groups() -> None:
    assert HELD.of_groups([*SHARES, "other"]) is HELD
    assert HELD.of_groups(["under 26"]) == Yardsticks(HELD.lines)


def test_json_and_report_hold_both_models_beside_every_line(german: Study) -> None:
    held = dataclasses.replace(german, yardsticks=HELD)
    found = evidence(held)
    assert [(e["model"], e["measure"]) for e in found["screening"]] == [
        (model, line.measure) for model in ("plain", "chosen") for line in HELD.lines
    ]
    (first,) = screen(german, german.plain, [FOUR_FIFTHS])
    said = screened_words(first, german.config.min_cell)
    entry = found["screening"][0]
    assert (entry["value"], entry["low"], entry["rows"], entry["side"], entry["said"]) == (
        first.value,
        first.low,
        first.rows,
        first.side,
        said,
    )
    assert [g["reference"] for g in found["shares"]["groups"]] == [
        SHARES[group] for group in german.prepared.groups
    ]
    page = html_report(held)
    assert f"<b>Plain model</b>, test rows: {said}" in page
    assert HEURISTIC in page
    assert "fewer than the reference, beyond chance at 95 %" in page
    assert "Pearson" in page
    bare = html_report(german)
    assert HEURISTIC not in bare
    assert "Who is in the table" not in bare
    assert evidence(german)["shares"] is None


def test_the_command_line_sets_keeps_and_clears(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shares = [option for g, s in SHARES.items() for option in ("--share", f"{g}={s}")]
    lines = ["--line", "four_fifths", "--line", "demographic_parity=0.1,ours"]
    assert main(["screen", str(folder), *lines, *shares]) == 0
    printed = capsys.readouterr().out
    assert HEURISTIC in printed
    assert "share of under 26: " in printed
    assert load_study(folder).yardsticks == HELD
    assert main(["screen", str(folder), "--line", "error_rate_parity=0.2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {line["measure"] for line in found["screening"]} == {"error_rate_parity"}
    assert len(found["shares"]["groups"]) == 2
    assert main(["replay", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["evidence"]["screening"] == found["screening"]
    assert main(["screen", str(folder), "--clear"]) == 0
    assert "No screening line" in capsys.readouterr().out
    assert load_study(folder).yardsticks == Yardsticks()


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--line", "luck=0.1", "one of selection_ratio, demographic_parity"),
        ("--line", "demographic_parity=2", "a limit from 0 to 1"),
        ("--share", "under 26", "expected GROUP=SHARE"),
        ("--share", "Nobody=0.5", "There is no group 'Nobody'"),
        ("--share", "under 26=1.5", "reference share of under 26"),
    ],
)
def test_what_cannot_be_set_is_refused_and_not_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, complaint: str
) -> None:
    try:
        status = main(["screen", str(folder), option, value])
    except SystemExit as stop:
        status = int(stop.code or 0)
    assert status == BAD_INPUT
    assert complaint in capsys.readouterr().err
    assert not (folder / "yardsticks.json").exists()
