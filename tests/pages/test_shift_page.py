"""Other data: a second table, the test rows by a column, and a part that training never saw."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.config import Attribute, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.tables import table_from_frame
from iffair_core.evidence.shift import shift
from iffair_core.evidence.slices import slices, slicing
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import plain_study
from iffair_core.words import change, figure
from pages._ui import words
from pages._ui.charts.shift import slices_figure, then_now_figure
from pages._ui.shift import said
from pages._ui.shift.by_column import parts, slice_lines
from pages._ui.shift.then_now import GAPS, UTILITIES, group_table
from tests.pages.helpers import IDENTIFIER, Open, texts


@pytest.fixture(scope="module")
def acs() -> Study:
    builtin = load_builtin("acs")
    return plain_study(StudyConfig("acs", builtin.task), table=builtin.table)


@pytest.fixture
def acs_link(home: Path, acs: Study) -> str:
    save_study(acs, home / "studies" / IDENTIFIER)
    return IDENTIFIER


def later(rows: int = 300) -> bytes:
    frame = load_builtin("german").table.frame.tail(rows).reset_index(drop=True)
    frame.loc[:9, "class"] = None
    frame["purpose"] = (
        frame["purpose"].astype("str").where(~frame.index.isin(range(10, 15)), "A999")
    )
    return frame.to_csv(index=False).encode()


def upload(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader[0].upload("later.csv", data, "text/csv").run()
    assert not app.exception
    return app


def test_second_table_is_put_beside_the_test_rows(
    open_app: Open, reweighted_link: str, reweighted: Study
) -> None:
    app = upload(open_app("shift", study=reweighted_link), later())
    said_ = texts(app)
    assert "290 rows in later.csv beside 200 test rows" in said_
    assert "Left out: 10 rows (class: the outcome is missing)." in said_
    assert "purpose in 5 rows such as A999" in said_
    assert "also stand among the training rows" in said_
    gap = "demographic_parity"
    accuracy = reweighted.operating.test.utility["accuracy"]
    assert f"and {figure(accuracy, 'accuracy')} on test rows (200 rows)" in said_
    app.radio(key="shift_model").set_value("plain").run()
    plain = reweighted.plain.test
    assert f"and {figure(plain.gaps[gap], gap)} on test rows (200 rows)" in texts(app)


def test_table_without_the_columns_is_met_by_a_sentence(
    open_app: Open, reweighted_link: str
) -> None:
    app = upload(open_app("shift", study=reweighted_link), b"age,b\n1,2\n3,4\n")
    assert "columns that the study uses: " in app.error[0].value
    assert "class" in app.error[0].value


def test_page_without_a_study_leads_to_the_data(open_app: Open) -> None:
    app = open_app("shift")
    app.button(key="shift_needs_task").click().run()
    assert app.title[0].value == "Data"


def test_report_leads_to_other_data(open_app: Open, reweighted_link: str) -> None:
    app = open_app("report", study=reweighted_link)
    app.button(key="report_shift").click().run()
    assert app.title[0].value == "Other data"


def test_acs_is_looked_at_state_by_state(open_app: Open, acs_link: str, acs: Study) -> None:
    app = open_app("shift", study=acs_link)
    assert app.selectbox(key="shift_column").value == "state"
    assert "Figures are of the plain model." in texts(app)
    found = slices(acs, acs.plain, slicing(acs, "state"))
    assert said.slices_differ(found, "demographic_parity") in texts(app)
    app.selectbox(key="shift_figure").set_value("accuracy").run()
    assert said.slices_differ(found, "accuracy") in texts(app)
    app.selectbox(key="shift_held").set_value("Maryland").run()
    assert "in Maryland" not in texts(app)
    app.button(key="shift_hold_out").click().run()
    assert not app.exception
    assert "1,498 rows in Maryland beside" in texts(app)
    assert "PUMA in 1,498 rows such as 24-01004" in texts(app)
    app.switch_page("pages/audit.py").run()
    app.switch_page("pages/shift.py").run()
    assert app.selectbox(key="shift_held").value == "Maryland"


def test_sentences_tell_chance_from_more(acs: Study) -> None:
    found = shift(acs, load_builtin("acs").table)
    line = found.plain[(found.plain["metric"] == "accuracy")].iloc[0]
    moved = change(line["change"], line["ci_low"], line["ci_high"], "accuracy")
    assert said.headline(found.plain, "accuracy", "there").endswith(
        f"Difference {moved}: may be chance."
    )
    assert "differs for no group beyond chance" in said.who_is_there(found.plain)
    assert "by chance alone" not in said.who_is_there(found.plain)
    assert found.repeated > 9000


def test_a_gap_that_turned_round_is_told(acs: Study) -> None:
    other = acs.table.frame.head(3000).reset_index(drop=True)
    turned = other.assign(SEX=3 - other["SEX"])
    gap = "error_rate_parity"
    texts_ = [
        said.headline(shift(acs, table_from_frame(frame, "later.csv")).plain, gap, "there")
        for frame in (other, turned)
    ]
    assert sum("The rate behind it is lowest for" in text for text in texts_) == 1
    (told,) = (text for text in texts_ if "lowest for" in text)
    assert told.count("Male") == told.count("Female") == 2


def test_a_group_that_the_study_does_not_have_is_told(acs: Study) -> None:
    other = acs.table.frame.head(400).reset_index(drop=True).assign(SEX=lambda f: f["SEX"])
    other.loc[:19, "SEX"] = 9
    found = shift(acs, table_from_frame(other, "later.csv"))
    assert any(
        text.startswith("Groups that the study does not have: 9.") for text in said.cautions(found)
    )
    row = group_table(found.plain).set_index("Group").loc["9"]
    assert "of many groups some differ by chance alone" in said.who_is_there(found.plain)
    assert row["Rows"] == "0 → 20"
    assert row["Good outcome"].startswith("no rows → ")
    assert row["Good outcome: difference (points)"] == "undefined"
    assert row["Share"].startswith(f"{words.percent(0)} → {words.percent(0.05)}")


def test_undefined_and_few_are_named_and_not_drawn_as_zero(reweighted: Study) -> None:
    table = load_builtin("german").table
    few = table.frame[table.frame["age"] <= 25].head(30)
    older = table.frame[table.frame["age"] > 25].head(4)
    other = pd.concat([few, older]).reset_index(drop=True)
    found = shift(reweighted, table_from_frame(other, "later.csv"))
    gap = said.headline(found.plain, "demographic_parity", "there")
    assert "undefined on one of the two sides" in gap
    row = group_table(found.plain).set_index("Group").loc["26 and over"]
    assert row["Good outcome: difference (points)"] == "not enough evidence"
    assert row["Good outcome"] == ""
    assert row["Share"].endswith(words.percent(4 / 34))
    assert row["Rows"].endswith("→ 4")
    drawn = then_now_figure(found.plain, GAPS, UTILITIES).data
    marked = [text for trace in drawn for text in (trace.text or ())]
    assert marked.count("undefined") >= 2 * len(GAPS) - 2
    named = then_now_figure(found.plain, GAPS, UTILITIES, ("Test rows", "<b>.csv")).data
    assert {trace.name for trace in named} == {"Test rows", "&lt;b>.csv"}


def test_an_identifier_and_the_weights_are_no_parts() -> None:
    german = load_builtin("german")
    frame = german.table.frame.assign(id=range(1000), survey=[1.0, 2.0] * 500)
    task = dataclasses.replace(german.task, weight_column="survey")
    study = plain_study(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))
    names = [by.name for by in parts(study)]
    assert not {"id", "survey", "class"} & set(names)
    assert names.index("foreign_worker") < names.index("credit_amount")


def test_slices_without_a_figure_say_so_in_the_chart(acs: Study) -> None:
    education = next(by for by in parts(acs) if by.name == "EDU")
    found = slices(acs, acs.plain, education)
    lines = slice_lines(found, "equal_opportunity")
    assert lines["rows"].is_monotonic_decreasing
    lacking = lines["value"].isna()
    assert lacking.any()
    figure_ = slices_figure(lines, "equal_opportunity", 0.1)
    texts_ = [trace for trace in figure_.data if trace.mode == "text"]
    assert len(texts_[0].y) == lacking.sum()
    assert all(", 10 needed)" in reason for reason in lines["reason"][lacking])
    assert "not enough evidence" in said.slices_differ(found, "equal_opportunity")
    assert {by.name for by in parts(acs)} >= {"state", "AGEP", "SEX"}


def test_parts_begin_with_a_column_that_is_not_compared(
    open_app: Open, home: Path, reweighted: Study
) -> None:
    task = dataclasses.replace(reweighted.config.task, sensitive=(Attribute("status"),))
    assert parts(reweighted)[0].name == "status"
    config = dataclasses.replace(reweighted.config, task=task)
    save_study(plain_study(config, table=reweighted.table), home / "studies" / IDENTIFIER)
    app = open_app("shift", study=IDENTIFIER)
    assert app.selectbox(key="shift_column").value != "status"


def test_parts_of_one_group_alone_are_not_judged_and_not_left_out(
    open_app: Open, acs_link: str, acs: Study
) -> None:
    app = open_app("shift", study=acs_link)
    app.selectbox(key="shift_column").set_value("SEX").run()
    assert not app.exception
    text = texts(app)
    assert "**Demographic parity** cannot be judged by SEX: no part has enough rows of two" in text
    assert "nowhere beyond chance" not in text
    assert "Not offered: " in text
    assert "shift_hold_out" not in {b.key for b in app.button}
    app.selectbox(key="shift_figure").set_value("accuracy").run()
    assert "**Accuracy** differs from that of all other test rows" in texts(app)
    assert "judged for all 2 parts together" in texts(app)
