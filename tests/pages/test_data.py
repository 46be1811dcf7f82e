"""The data page: outcome, groups, features, split, uploads, and what it says of mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Exclusion
from pages._ui import state
from pages._ui.task.summary import fitted
from tests.pages.helpers import Open, texts

MESSY = "\ufeffpass;mark;sex;town;note\n" + "\n".join(
    f"{'yes' if (i % 3 or i % 7 == 0) else 'no'};{i % 11};{'fm'[i % 2] if i % 19 else ''};"
    f't{i % 4};"line\n{i}"'
    for i in range(300)
)


@pytest.fixture
def german(open_app: Open) -> AppTest:
    app = open_app()
    app.button(key="open_german").click().run()
    assert not app.exception
    return app


@pytest.fixture
def uploaded(open_app: Open) -> AppTest:
    app = open_app("data")
    app.file_uploader[0].upload("exam;1.csv", MESSY.encode(), "text/csv").run()
    assert not app.exception
    return app


def test_packaged_set_is_described_and_leads_on(german: AppTest) -> None:
    said = texts(german)
    assert "A good outcome is class = 1. 70.0 % of the rows have it." in said
    assert "reference **26 and over**" in said
    german.button(key="task_use").click().run()
    assert german.title[0].value == "Audit"
    assert "The plain model is fitted." in texts(german)


def test_many_small_groups_are_counted_and_listed_a_click_away(german: AppTest) -> None:
    german.multiselect(key="task_sensitive").set_value(["purpose", "job"]).run()
    german.button(key="task_use").click().run()
    (notice,) = [s.value for s in german.success if s.value.startswith("The plain model")]
    assert len(notice) < 120
    assert re.search(r"\d+ groups are too small to split\.$", notice)
    (box,) = [e for e in german.expander if e.label.endswith("with the reasons")]
    listed = box.markdown[0].value.splitlines()
    assert box.label == f"All {len(listed)}, with the reasons"
    assert all("too small to split" in line for line in listed)
    german.run()
    assert not any(e.label.endswith("with the reasons") for e in german.expander)


def test_what_little_is_left_out_is_said_at_once() -> None:
    rows = Exclusion("rows", "class", 3, "the outcome is missing")
    small = Exclusion("groups", "A44", 2, "2 rows")
    told = "The plain model is fitted. Left out: 3 rows (class: the outcome is missing)."
    assert fitted((rows, small)) == (f"{told} Small group: A44: 2 rows.", [])
    assert fitted((rows,)) == (told, [])
    assert fitted(()) == ("The plain model is fitted.", [])
    column = Exclusion("columns", "id", 1, "an identifier")
    text, listed = fitted((rows, rows, column, small))
    assert text == (
        "The plain model is fitted. Left out: 6 rows and 1 column. 1 group is too small to split."
    )
    assert len(listed) == 4


def test_task_in_use_is_recognised_and_a_changed_one_announced(german: AppTest) -> None:
    german.button(key="task_use").click().run()
    german.switch_page("pages/data.py").run()
    assert german.button(key="task_next")
    german.number_input(key="task_seed").set_value(3).run()
    assert "show a study of another task" in texts(german)
    assert german.button(key="task_use")


def test_choices_survive_a_page_change(german: AppTest) -> None:
    german.text_input(key="task_cuts_age").set_value("30, 45").run()
    german.selectbox(key="task_reference_age").set_value("30 to under 45").run()
    german.switch_page("pages/home.py").run()
    german.switch_page("pages/data.py").run()
    assert german.text_input(key="task_cuts_age").value == "30, 45"
    assert german.selectbox(key="task_reference_age").value == "30 to under 45"
    assert "reference **30 to under 45**" in texts(german)


def test_outcome_of_many_values_asks_for_the_favourable_ones(german: AppTest) -> None:
    german.selectbox(key="task_outcome").set_value("purpose").run()
    assert "has 10 values. Say which of them are favourable." in texts(german)
    assert german.button(key="task_use").disabled
    german.multiselect(key="task_outcome_values").set_value(["A43", "A40"]).run()
    assert "A good outcome is purpose = A43 or A40" in texts(german)
    assert not german.button(key="task_use").disabled


def test_outcome_of_one_value_is_refused_at_once(open_app: Open) -> None:
    app = open_app("data")
    lines = "\n".join(f"{i % 7},{'ab'[i % 2]},DE" for i in range(60))
    app.file_uploader[0].upload("t.csv", f"x,g,land\n{lines}".encode(), "text/csv").run()
    app.selectbox(key="task_outcome").set_value("land").run()
    assert "'land' has the same value in every row" in app.error[0].value


def test_number_becomes_an_outcome_by_a_threshold(german: AppTest) -> None:
    german.selectbox(key="task_outcome").set_value("credit_amount").run()
    german.radio(key="task_outcome_way").set_value("at most a number").run()
    german.number_input(key="task_outcome_number").set_value(2000.0).run()
    assert "A good outcome is credit_amount at most 2000. 43.2 % of the rows" in texts(german)
    german.number_input(key="task_outcome_number").set_value(-1.0).run()
    assert "does not divide the column" in texts(german)


def test_missing_outcome_and_groups_are_named(german: AppTest) -> None:
    german.selectbox(key="task_outcome").set_value(None).run()
    german.multiselect(key="task_sensitive").set_value([]).run()
    assert "**Still to choose:** the outcome and at least one sensitive attribute." in texts(german)
    assert german.button(key="task_use").disabled


@pytest.mark.parametrize(("way", "groups"), [("equal-sized groups", 4), ("equal widths", 4)])
def test_numbers_are_binned_with_a_preview(german: AppTest, way: str, groups: int) -> None:
    german.radio(key="task_way_age").set_value(way).run()
    german.slider(key="task_count_age").set_value(groups).run()
    table = _group_preview(german)
    assert len(table) == groups
    assert table["count"].sum() == 1000


def test_wrong_cut_points_are_met_by_a_sentence(german: AppTest) -> None:
    german.text_input(key="task_cuts_age").set_value("young, old").run()
    assert "such as 25, 40.5, or by semicolons with decimal commas" in texts(german)
    german.text_input(key="task_cuts_age").set_value("50, 20").run()
    assert "must be finite and ascending" in texts(german)
    assert german.button(key="task_use").disabled


@pytest.mark.parametrize("text", ["25, 40.5", "25; 40,5", "25;40.5;"])
def test_cut_points_may_have_decimal_commas(german: AppTest, text: str) -> None:
    german.text_input(key="task_cuts_age").set_value(text).run()
    groups = set(_group_preview(german)["group"])
    assert groups == {"under 25", "25 to under 40.5", "40.5 and over"}


def test_several_attributes_make_an_intersection(german: AppTest) -> None:
    german.multiselect(key="task_sensitive").set_value(["age", "personal_status_sex"]).run()
    table = _group_preview(german)
    assert set(table["group"]) == {
        f"{age} × {sex}" for age in ("under 26", "26 and over") for sex in ("female", "male")
    }
    assert "reference **26 and over × male**" in texts(german)


def test_attribute_that_becomes_the_outcome_is_taken_out_aloud(german: AppTest) -> None:
    german.multiselect(key="task_sensitive").set_value(["age", "housing"]).run()
    german.selectbox(key="task_outcome").set_value("housing").run()
    german.multiselect(key="task_outcome_values").set_value(["A152"]).run()
    said = "housing is the outcome now; it was taken out of the sensitive attributes."
    assert said in [i.value for i in german.info]
    assert german.multiselect(key="task_sensitive").value == ["age"]
    german.number_input(key="task_seed").set_value(3).run()
    assert said in [i.value for i in german.info]
    german.selectbox(key="task_outcome").set_value("class").run()
    assert said not in [i.value for i in german.info]


def test_leaking_columns_are_proposed_for_leaving_out(open_app: Open) -> None:
    app = open_app()
    app.button(key="open_compas").click().run()
    assert "decile_score" in texts(app)
    draft = app.session_state[state.DRAFT]
    assert {"decile_score", "score_text"} <= set(draft.leave_out)


def test_split_by_a_column_needs_the_column(german: AppTest) -> None:
    german.radio(key="task_split").set_value("id").run()
    assert "the id column of the split" in texts(german)
    german.selectbox(key="task_id_column").set_value("telephone").run()
    assert "rows of one id stay together" in texts(german)


def test_a_column_that_becomes_the_weights_is_no_feature_at_once(german: AppTest) -> None:
    german.selectbox(key="task_weight_column").set_value("credit_amount").run()
    assert "Never features here: credit_amount, " in texts(german)


def test_upload_is_read_and_its_place_is_told(uploaded: AppTest, home: Path) -> None:
    kept = list((home / "tables").glob("*/*"))
    assert [p.name for p in kept] == ["exam_1.csv"]
    assert str(kept[0].parent) in texts(uploaded)
    assert "300 rows" in texts(uploaded)


def test_no_outcome_of_an_upload_is_taken_for_granted(uploaded: AppTest) -> None:
    assert uploaded.selectbox(key="task_outcome").value is None
    assert uploaded.button(key="task_use").disabled


def test_of_two_words_none_is_proposed_as_favourable_but_1_is(uploaded: AppTest) -> None:
    uploaded.selectbox(key="task_outcome").set_value("pass").run()
    assert uploaded.multiselect(key="task_outcome_values").value == []
    assert "Say which of them are favourable." in uploaded.info[0].value
    assert not uploaded.error
    numbered = MESSY.replace("yes;", "1;").replace("no;", "0;")
    uploaded.button(key="table_close").click().run()
    uploaded.file_uploader[0].upload("numbered.csv", numbered.encode(), "text/csv").run()
    uploaded.selectbox(key="task_outcome").set_value("pass").run()
    assert uploaded.multiselect(key="task_outcome_values").value == ["1"]


def test_a_type_that_no_column_can_be_given_is_refused(uploaded: AppTest) -> None:
    uploaded.session_state["task_features"] = {"edited_rows": {1: {"type": "free text"}}}
    uploaded.run()
    assert "mark cannot be made a free text" in texts(uploaded)
    assert "mark" not in uploaded.session_state[state.DRAFT].numeric


def test_upload_becomes_a_study_with_missing_values_visible(uploaded: AppTest) -> None:
    uploaded.selectbox(key="task_outcome").set_value("pass").run()
    uploaded.multiselect(key="task_outcome_values").set_value(["yes"]).run()
    uploaded.multiselect(key="task_sensitive").set_value(["sex"]).run()
    assert "Missing" in set(_group_preview(uploaded)["group"])
    uploaded.button(key="task_use").click().run()
    assert uploaded.title[0].value == "Audit", texts(uploaded)


def test_deleting_an_upload_deletes_its_studies(uploaded: AppTest, home: Path) -> None:
    uploaded.selectbox(key="task_outcome").set_value("pass").run()
    uploaded.multiselect(key="task_outcome_values").set_value(["yes"]).run()
    uploaded.multiselect(key="task_sensitive").set_value(["sex"]).run()
    uploaded.button(key="task_use").click().run()
    assert list((home / "studies").glob("*/study.json"))
    uploaded.switch_page("pages/data.py").run()
    assert "and 1 study made from it. Nothing can bring it back." in texts(uploaded)
    uploaded.button(key="table_delete").click().run()
    assert "1 study made from it" in texts(uploaded)
    assert not list((home / "tables").iterdir())
    assert not list((home / "studies").glob("*/study.json"))


def test_unreadable_upload_says_what_it_was_taken_for(open_app: Open, home: Path) -> None:
    app = open_app("data")
    app.file_uploader[0].upload("table.parquet", b"not a parquet file").run()
    assert "Parquet" in app.error[0].value
    assert not list((home / "tables").iterdir())


def test_link_brings_table_and_task_back(open_app: Open, reweighted_link: str) -> None:
    app = open_app("data", study=reweighted_link)
    assert app.selectbox(key="task_outcome").value == "class"
    assert app.button(key="task_next")
    assert load_builtin("german").card.title in [h.value for h in app.header]


def _group_preview(app: AppTest):
    return next(d.value for d in app.dataframe if "base_rate" in d.value)


def test_groups_say_what_they_support_and_merge_with_one_click(open_app: Open) -> None:
    app = open_app()
    app.button(key="open_acs").click().run()
    assert "Every group has enough of the 3,070 test rows" in texts(app)
    app.multiselect(key="task_sensitive").set_value(["SEX", "RAC1P"]).run()
    before = _group_preview(app)
    small = before[before["too few for"] != ""]
    said = texts(app)
    assert f"{len(small)} groups of 14: not enough evidence for some gap" in said
    assert "too few for equal opportunity, equalised odds" in said
    assert " test row with a favourable outcome (10 are needed)" in said.replace("rows", "row")
    assert {"every gap", "TPR, equalised odds"} <= set(small["too few for"])
    assert before["test_rows"].is_monotonic_increasing
    assert before["test_rows"].sum() == 3070
    app.button(key="task_propose_0").click().run()
    assert not app.exception
    after = _group_preview(app)
    assert len(after) == 10
    assert "**The groups were changed as proposed.**" in texts(app)
    assert (after["too few for"] == "").all()
    edited = app.session_state[state.DRAFT].sensitive
    assert ("3", "Other") in edited[1].rename
    app.button(key="task_undo").click().run()
    assert len(_group_preview(app)) == 14
    assert "task_undo" not in {b.key for b in app.button}


def test_an_attribute_that_is_dropped_comes_back_with_undo(open_app: Open) -> None:
    app = open_app()
    app.button(key="open_acs").click().run()
    app.multiselect(key="task_sensitive").set_value(["SEX", "RAC1P"]).run()
    label = "Compare without race: 2 groups, all with enough test rows for every gap."
    assert label in texts(app)
    beginnings = ("Merge ", "Compare without ")
    proposed = [m.value for m in app.markdown if m.value.startswith(beginnings)]
    number = proposed.index(label)
    app.button(key=f"task_propose_{number}").click().run()
    assert app.multiselect(key="task_sensitive").value == ["SEX"]
    assert "RAC1P is compared no more, and the model does not see it." in texts(app)
    assert "RAC1P" in app.session_state[state.DRAFT].leave_out
    app.button(key="task_undo").click().run()
    assert app.multiselect(key="task_sensitive").value == ["SEX", "RAC1P"]
    assert "RAC1P" not in app.session_state[state.DRAFT].leave_out


def test_an_attribute_that_is_chosen_no_more_is_not_shown_to_the_model(german: AppTest) -> None:
    german.multiselect(key="task_sensitive").set_value(["age", "housing"]).run()
    german.multiselect(key="task_sensitive").set_value(["age"]).run()
    assert "housing is compared no more" in texts(german)
    assert "housing" in german.session_state[state.DRAFT].leave_out
    german.toggle(key="task_keep_sensitive").set_value(True).run()
    german.multiselect(key="task_sensitive").set_value(["age", "job"]).run()
    german.multiselect(key="task_sensitive").set_value(["age"]).run()
    assert "job" not in german.session_state[state.DRAFT].leave_out


def test_support_follows_the_split(german: AppTest) -> None:
    assert _group_preview(german)["test_rows"].sum() == 200
    german.radio(key="task_split").set_value("id").run()
    german.selectbox(key="task_id_column").set_value("duration").run()
    assert _group_preview(german)["test_rows"].sum() != 200
    german.selectbox(key="task_outcome").set_value(None).run()
    assert "test_rows" not in _group_preview_without_rates(german)


def _group_preview_without_rates(app: AppTest):
    return next(d.value for d in app.dataframe if "share" in d.value)
