"""Groups while they are built: cut points, intersections, what they support, merges, undo."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import state
from tests.pages.data.parts import group_preview
from tests.pages.helpers import Open, texts


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


@pytest.mark.parametrize(("way", "groups"), [("equal-sized groups", 4), ("equal widths", 4)])
def test_numbers_are_binned_with_a_preview(german: AppTest, way: str, groups: int) -> None:
    german.radio(key="task_way_age").set_value(way).run()
    german.slider(key="task_count_age").set_value(groups).run()
    table = group_preview(german)
    assert len(table) == groups
    assert table["count"].sum() == 1000


def test_wrong_cut_points_are_met_by_a_sentence(german: AppTest) -> None:
    german.text_input(key="task_cuts_age").set_value("young, old").run()
    assert "such as 25, 40.5, or by semicolons with decimal commas" in texts(german)
    german.text_input(key="task_cuts_age").set_value("50, inf").run()
    assert "must be finite and ascending" in texts(german)
    assert german.button(key="task_use").disabled
    german.text_input(key="task_cuts_age").set_value(" , ").run()
    assert "need at least one number" in texts(german)
    assert german.button(key="task_use").disabled


@pytest.mark.parametrize("text", ["25, 40.5", "25; 40,5", "25;40.5;", "40.5, 25, 25"])
def test_cut_points_may_have_decimal_commas_and_any_order(german: AppTest, text: str) -> None:
    german.text_input(key="task_cuts_age").set_value(text).run()
    groups = set(group_preview(german)["group"])
    assert groups == {"under 25", "25 to under 40.5", "40.5 and over"}


def test_several_attributes_make_an_intersection(german: AppTest) -> None:
    german.multiselect(key="task_sensitive").set_value(["age", "personal_status_sex"]).run()
    table = group_preview(german)
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


def test_groups_say_what_they_support_and_merge_with_one_click(open_app: Open) -> None:
    app = open_app()
    app.button(key="open_acs").click().run()
    assert "Every group has enough of the 3,070 test rows" in texts(app)
    app.multiselect(key="task_sensitive").set_value(["SEX", "RAC1P"]).run()
    before = group_preview(app)
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
    after = group_preview(app)
    assert len(after) == 10
    assert "**The groups were changed as proposed.**" in texts(app)
    assert (after["too few for"] == "").all()
    edited = app.session_state[state.DRAFT].sensitive
    assert ("3", "Other") in edited[1].rename
    app.button(key="task_undo").click().run()
    assert len(group_preview(app)) == 14
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
    assert group_preview(german)["test_rows"].sum() == 200
    german.radio(key="task_split").set_value("id").run()
    german.selectbox(key="task_id_column").set_value("duration").run()
    assert group_preview(german)["test_rows"].sum() != 200
    german.selectbox(key="task_outcome").set_value(None).run()
    assert "test_rows" not in _group_preview_without_rates(german)


def _group_preview_without_rates(app: AppTest):
    return next(d.value for d in app.dataframe if "share" in d.value)
