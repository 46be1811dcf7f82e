"""The report page: downloads, code, and scoring an uploaded table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.data.builtin import load_builtin
from iffair_core.decisions.log import Decision
from iffair_core.kept.decisions import load_log, note
from iffair_core.literal import spoken
from iffair_core.report import EXPORTS, findings
from iffair_core.report.model import export_model
from iffair_core.report.score import score_table
from iffair_core.report.story import story
from iffair_core.results import Study
from pages._ui.report import score
from tests.pages.helpers import Open, opened, texts

PARTS = "report_parts"


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("report", study=reweighted_link)


@pytest.fixture
def files(app: AppTest) -> AppTest:
    return opened(app, PARTS, "Take along")


@pytest.fixture
def log(app: AppTest) -> AppTest:
    return opened(app, PARTS, "Decisions and sign-off")


def test_everything_can_be_taken_along(files: AppTest) -> None:
    keys = {b.proto.id.rsplit("-", 1)[-1] for b in files.get("download_button")}
    exports = {f"report_{name}" for name in EXPORTS}
    assert {*exports, "report_weights", "report_model", "report_zip"} <= keys
    assert "sample_weight" in opened(files, "report_code").code[0].value


def test_plain_model_alone_is_called_so(open_app: Open, plain_link: str) -> None:
    app = open_app("report", study=plain_link)
    assert "all weights are one" in texts(app)
    app.button(key="report_needs_run").click().run()
    assert app.title[0].value == "Reweight"


def test_uploaded_table_is_scored(files: AppTest, reweighted: Study) -> None:
    table = load_builtin("german").table
    text = table.frame.head(20).to_csv(index=False)
    files.file_uploader[0].upload("new.csv", text.encode(), "text/csv").run()
    assert not files.exception
    scored = next(d for d in files.dataframe if "probability" in d.value).value
    expected = score_table(reweighted, table).head(20)
    assert scored["probability"].tolist() == pytest.approx(expected["probability"].tolist())
    assert scored["decision"].tolist() == expected["decision"].tolist()


def test_the_program_beside_it_scores_a_table_with_the_downloaded_model(
    files: AppTest, reweighted: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert score.PROGRAM.strip() in [code.value.strip() for code in files.code]
    table = load_builtin("german").table
    table.frame.head(20).to_csv(tmp_path / "new.csv", index=False)
    (tmp_path / "model.skops").write_bytes(export_model(reweighted))
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {}
    exec(score.PROGRAM, found)
    expected = score_table(reweighted, table).head(20)
    assert found["probability"] == pytest.approx(expected["probability"].to_numpy())
    assert len(found["selected"]) == 20


def test_cells_that_cannot_be_taken_are_counted(files: AppTest) -> None:
    frame = load_builtin("german").table.frame.head(6).astype({"duration": str, "purpose": str})
    frame.loc[frame.index[:2], "duration"] = ["a year", "two"]
    frame.loc[frame.index[3], "purpose"] = "yacht"
    frame.loc[frame.index[4], "credit_amount"] = float("nan")
    files.file_uploader[0].upload("new.csv", frame.to_csv(index=False).encode(), "text/csv").run()
    assert not files.exception
    said = texts(files)
    assert "4 cells could not be taken as written" in said
    assert "- duration: 2 cells not a number such as 'a year', taken as missing" in said
    assert "- credit_amount: 1 cell empty, taken as missing" in said
    assert (
        "- purpose: 1 cell with a value that no training row has such as 'yacht', taken as a rare "
        "one" in said
    )


def test_table_without_the_columns_is_met_by_a_sentence(files: AppTest) -> None:
    files.file_uploader[0].upload("new.csv", b"a,b\n1,2\n3,4\n", "text/csv").run()
    assert "The table lacks 19 of the 19 columns that the model needs" in files.error[0].value


def test_the_story_is_told_once_and_leads_to_its_charts(app: AppTest, reweighted: Study) -> None:
    said = texts(app).replace("\\", "")
    heads = [head.value.replace("\\", "") for head in app.subheader]
    told = story(findings(reweighted))
    assert heads == [told.title, *(chapter.headline for chapter in told.chapters)]
    for fact in told.in_short:
        assert f"##### {fact.value}" in said
        assert fact.detail in said
    assert " ".join(told.terms) in said
    for chapter in told.chapters:
        assert said.count(f"**{chapter.question}**") == 1
        for sentence in (*chapter.sentences[chapter.in_facts :], *chapter.more):
            assert f"- {sentence}" in said
        for fact in chapter.facts:
            assert f"{fact.label}: **{fact.value}**" in said
            assert fact.detail in said
    links = {link.proto.page for link in app.get("page_link")}
    assert {"audit", "influence", "reweight", "frontier"} <= links


def test_choices_are_noted_and_a_person_adds_the_reason(
    app: AppTest, reweighted_link: str, home: Path
) -> None:
    app.switch_page("pages/frontier.py").run()
    app.select_slider(key="frontier_step").set_value(2).run()
    app.switch_page("pages/report.py").run()
    opened(app, PARTS, "Decisions and sign-off")
    app.selectbox(key="report_about").select("operating_point").run()
    app.text_area(key="report_why_1").input("The board accepts this price.")
    app.text_input(key="report_by_1").input("Ada B.")
    app.text_input(key="report_role_1").input("Head of credit")
    app.button(key="report_add").click().run()
    assert not app.exception
    app.text_area(key="report_notes").input("Discussed with the works council.").run()
    log = load_log(home / "studies" / reweighted_link)
    first, second = log.entries
    assert (first.about, first.automatic) == ("operating_point", True)
    assert "Step 2 of 6, chosen by a person" in first.what
    assert (second.what, second.by, second.role) == (first.what, "Ada B.", "Head of credit")
    assert log.notes == "Discussed with the works council."
    standing = app.dataframe[0].value.set_index("about")
    assert standing.loc["Operating point", "why"] == "The board accepts this price."
    assert standing.loc["Operating point", "who"] == "Ada B., Head of credit"


def test_the_log_is_there_again_in_another_session(
    open_app: Open, reweighted_link: str, home: Path
) -> None:
    note(Decision("note", "Seen by the council", by="Bo"), home / "studies" / reweighted_link)
    app = opened(open_app("report", study=reweighted_link), PARTS, "Decisions and sign-off")
    entries = app.dataframe[1].value
    assert entries["Chosen"].tolist() == ["Seen by the council"]
    app.text_input(key="report_sign_by_2").input("Ada B.")
    app.button(key="report_sign_add").click().run()
    assert "Signed off by Ada B." in texts(app)
    app.switch_page("pages/frontier.py").run()
    app.select_slider(key="frontier_step").set_value(1).run()
    app.switch_page("pages/report.py").run()
    opened(app, PARTS, "Decisions and sign-off")
    assert "Changed since: operating point." in spoken(texts(app))


def test_nobody_signs_without_a_name(log: AppTest, reweighted_link: str, home: Path) -> None:
    log.button(key="report_sign_add").click().run()
    assert "needs the name" in log.error[0].value
    assert not load_log(home / "studies" / reweighted_link)


def test_a_sign_off_that_is_refused_keeps_what_was_typed(
    log: AppTest, reweighted_link: str, home: Path
) -> None:
    log.text_input(key="report_sign_role_1").input("Head of credit")
    log.text_input(key="report_sign_why_1").input("For this spring only.")
    log.button(key="report_sign_add").click().run()
    assert "needs the name" in log.error[0].value
    assert log.text_input(key="report_sign_why_1").value == "For this spring only."
    log.text_input(key="report_sign_by_1").input("Ada B.")
    log.button(key="report_sign_add").click().run()
    (entry,) = load_log(home / "studies" / reweighted_link).entries
    assert (entry.person, entry.why) == ("Ada B., Head of credit", "For this spring only.")
    assert log.text_input(key="report_sign_why_2").value == ""
    assert log.text_input(key="report_sign_by_2").value == "Ada B."


def test_an_entry_says_more_than_what_stands_in_the_log(
    log: AppTest, reweighted_link: str, home: Path
) -> None:
    log.selectbox(key="report_about").select("operating_point").run()
    log.button(key="report_add").click().run()
    assert "Say why it was chosen" in log.error[0].value
    assert not load_log(home / "studies" / reweighted_link)


def test_another_threshold_is_noted_and_told_first(log: AppTest) -> None:
    log.slider(key="cut_value").set_value(0.6).run()
    assert "Figures are measured at your threshold" in log.warning[0].value.replace("\\", "")
    assert log.dataframe[1].value["Chosen"].tolist() == ["Selected from a probability of 0.6."]


def test_present_shows_the_slides_and_leads_back(open_app: Open, reweighted_link: str) -> None:
    app = open_app("report", study=reweighted_link)
    app.button(key="report_present").click().run()
    assert not app.exception
    (deck,) = app.get("iframe")
    assert "What is unequal, and for whom?" in deck.proto.srcdoc
    app.button(key="present_leave").click().run()
    assert app.title[0].value == "Report"


def test_present_without_a_study_says_what_is_missing(open_app: Open) -> None:
    app = open_app("present")
    assert "A presentation needs a task" in texts(app)
    assert app.button(key="present_needs_task").label == "Describe the task"
