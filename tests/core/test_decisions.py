"""Who decided what: entries that stay, automatic ones that give way, what the file refuses."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from iffair_core.cli import BAD_INPUT, main
from iffair_core.decisions.log import Decision, DecisionLog, log_from, with_entry
from iffair_core.decisions.standing import chosen, signed_by, standing
from iffair_core.errors import ConfigError, StudyError
from iffair_core.kept.decisions import keep_notes, load_log, note
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.replay import replay
from iffair_core.report.provenance import provenance
from iffair_core.results import Study, choose
from iffair_core.yardsticks import FOUR_FIFTHS, ScreeningLine, Yardsticks


def noticed(what: str, about: str = "operating_point") -> Decision:
    return Decision(about, what, automatic=True)


def test_of_automatic_entries_in_a_row_the_last_stands() -> None:
    log = DecisionLog()
    for step in ("Step 1", "Step 2", "Step 3"):
        log = with_entry(log, noticed(step))
    assert [e.what for e in log.entries] == ["Step 3"]
    log = with_entry(with_entry(log, noticed("p = 0.4", "threshold")), noticed("Step 3"))
    assert [e.what for e in log.entries] == ["Step 3", "p = 0.4"]
    back = with_entry(with_entry(log, noticed("Step 9")), noticed("Step 3"))
    assert [e.what for e in back.entries] == ["Step 3", "p = 0.4"]


def test_what_a_person_entered_is_never_replaced() -> None:
    mine = Decision("operating_point", "Step 2", "cheap", "Ada")
    log = with_entry(with_entry(DecisionLog(), mine), noticed("Step 4"))
    log = with_entry(log, dataclasses.replace(mine, what="Step 5"))
    assert [e.what for e in log.entries] == ["Step 2", "Step 4", "Step 5"]


def test_a_sign_off_says_what_changed_after_it(german: Study) -> None:
    signed = signed_by(german, "Ada B.", "Head of credit")
    assert german.id in signed.what
    assert f"Step {german.operating.step} of 2" in signed.what
    log = with_entry(DecisionLog((noticed("Step 1"),)), signed)
    assert log.changed_since == ()
    log = with_entry(log, Decision("note", "seen"))
    assert log.changed_since == ()
    log = with_entry(log, noticed("Step 2"))
    told = provenance(dataclasses.replace(german, decisions=log)).signed
    assert "Signed off by Ada B., Head of credit" in told
    assert told.endswith("Changed since: operating point.")
    assert provenance(german).signed == "Not signed off."


def test_the_next_run_takes_over_what_is_not_of_one_run() -> None:
    entries = [Decision(a, "x") for a in ("task", "metric", "operating_point", "note")]
    log = DecisionLog((*entries, Decision("sign_off", "x", by="Ada")), "free")
    assert [e.about for e in log.for_next_run().entries] == ["task", "metric", "note"]
    assert log.for_next_run().notes == "free"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"about": "luck", "what": "x"}, "about must be one of task, metric"),
        ({"about": "note", "what": "  "}, "says what was chosen"),
        ({"about": "sign_off", "what": "x"}, "needs the name"),
        ({"about": "note", "what": "x", "at": "yesterday"}, "as in 2026-03-31T09:00"),
    ],
)
def test_an_entry_that_is_none_is_refused(given: dict[str, str], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Decision(**given)


def test_times_are_kept_in_utc_and_all_of_it_survives_json() -> None:
    entry = Decision("note", "a\n b", "why", "Ada", "Head", "2026-03-31T10:00:30+02:00")
    assert (entry.at, entry.day, entry.what) == (
        "2026-03-31T08:00:30+00:00",
        "2026-03-31 08:00 UTC",
        "a b",
    )
    log = DecisionLog((entry,), "free ü")
    assert log_from(json.loads(json.dumps(log.to_dict()))) == log


def test_the_log_stays_with_the_study_and_changes_no_figure(german: Study, folder: Path) -> None:
    note(chosen(german, "operating_point"), folder)
    log = keep_notes("  seen by the council ", folder)
    found = load_study(folder)
    assert found.decisions == log
    assert found.decisions.notes == "seen by the council"
    assert found.to_dict() == german.to_dict()
    save_study(choose(german, 0), folder)
    assert load_study(folder).decisions == log
    again, differences = replay(folder)
    assert (again.decisions, differences) == (log, ())


def test_a_study_of_another_kind_in_the_folder_brings_its_own_log(
    german: Study, folder: Path
) -> None:
    note(Decision("note", "of the first"), folder)
    own = DecisionLog((Decision("note", "of the second"),))
    save_study(dataclasses.replace(german, id="0" * 12, decisions=own), folder)
    assert load_study(folder).decisions == own


def test_a_damaged_log_and_a_folder_without_a_study_are_met_by_a_sentence(folder: Path) -> None:
    for text in ("{", "[]", '{"entries": [{"about": "luck", "what": "x"}], "notes": ""}'):
        (folder / "decisions.json").write_text(text)
        with pytest.raises(StudyError, match="Mend it, or move it away"):
            load_study(folder)
    with pytest.raises(StudyError, match="not a study folder"):
        note(Decision("note", "x"), folder / "nowhere")


def test_what_stands_is_said_of_every_subject(german: Study) -> None:
    lines = (FOUR_FIFTHS, ScreeningLine("equal_opportunity", 0.1))
    held = dataclasses.replace(german, yardsticks=Yardsticks(lines, {"under 26": 0.3}))
    told = standing(held)
    assert told["reference_group"] == "Groups are told beside 26 and over."
    assert "under 26 and 26 and over" in told["task"]
    assert told["metric"] == "Demographic parity, at most 2.0 points."
    assert "at least 80.0\N{NO-BREAK SPACE}% of the largest" in told["screening"]
    assert "Equal opportunity (TPR gap) at most 10.0 points" in told["screening"]
    assert "under 26 30.0" in told["screening"]
    share = dataclasses.replace(german, config=dataclasses.replace(german.config, share=0.25))
    assert "25.0\N{NO-BREAK SPACE}% of rows" in standing(share)["threshold"]
    plain = dataclasses.replace(german, points=german.points[:1], chosen=0)
    assert {"metric", "operating_point"}.isdisjoint(standing(plain))


def test_the_command_line_notes_signs_and_prints(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ["--by", "Ada B.", "--role", "Head of credit"]
    assert main(["note", str(folder), "--about", "metric", "--why", "the law asks", *who]) == 0
    assert "Demographic parity, at most 2.0 points. Why: the law asks" in capsys.readouterr().out
    assert main(["note", str(folder), "--about", "sign_off", *who, "--notes", "free"]) == 0
    assert "notes: free" in capsys.readouterr().out
    assert main(["note", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [e["about"] for e in found["entries"]] == ["metric", "sign_off"]
    assert load_log(folder).to_dict() == found
    for wrong, said in (
        (["--about", "note"], "needs --what"),
        (["--about", "sign_off"], "needs the name"),
        (["--why", "because"], "An entry needs --about"),
    ):
        assert main(["note", str(folder), *wrong]) == BAD_INPUT
        assert said in capsys.readouterr().err
    assert load_log(folder).to_dict() == found
