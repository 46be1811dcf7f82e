"""The page Data: outcome, features, split, and the task in words."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Exclusion
from pages._ui import state
from pages._ui.task.summary import fitted
from tests.pages.helpers import Open, texts


def test_packaged_set_is_described_and_leads_on(german: AppTest) -> None:
    said = texts(german)
    assert "A good outcome is class = 1. 70.0 % of the rows have it." in said
    assert "reference **26 and over**" in said
    german.button(key="task_use").click().run()
    assert german.title[0].value == "Audit"
    assert "The plain model is fitted." in texts(german)


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


def test_leaking_columns_are_proposed_for_leaving_out(open_app: Open) -> None:
    app = open_app()
    app.button(key="open_compas").click().run()
    assert "decile_score" in texts(app)
    draft = app.session_state[state.DRAFT]
    assert {"decile_score", "score_text"} <= set(draft.leave_out)


def test_a_column_that_is_left_out_has_its_reason(german: AppTest) -> None:
    columns = features(german)["column"].tolist()
    assert "Left out:" not in texts(german)
    german.session_state["task_features"] = {
        "edited_rows": {columns.index("telephone"): {"use": False}}
    }
    german.run()
    assert "Left out: telephone (by choice)." in texts(german)
    german.switch_page("pages/studies.py").run()
    german.switch_page("pages/data.py").run()
    lines = features(german).set_index("column")
    assert not lines.loc["telephone", "use"]
    assert lines.loc["telephone", "note"] == "Left out by choice."
    assert lines.loc["housing", "note"] == ""


def test_what_was_found_is_the_reason_of_a_column_that_is_left_out(uploaded: AppTest) -> None:
    uploaded.selectbox(key="task_outcome").set_value("pass").run()
    uploaded.multiselect(key="task_outcome_values").set_value(["yes"]).run()
    uploaded.multiselect(key="task_sensitive").set_value(["sex"]).run()
    assert "Left out: note (an identifier)." in texts(uploaded)


def features(app: AppTest):
    return next(d.value for d in app.dataframe if "use" in d.value)


def test_split_by_a_column_needs_the_column(german: AppTest) -> None:
    german.radio(key="task_split").set_value("id").run()
    assert "the id column of the split" in texts(german)
    german.selectbox(key="task_id_column").set_value("telephone").run()
    assert "rows of one id stay together" in texts(german)


def test_a_split_that_cannot_be_is_told_in_words_of_the_page(german: AppTest) -> None:
    german.radio(key="task_split").set_value("id").run()
    german.selectbox(key="task_id_column").set_value("foreign_worker").run()
    said = texts(german)
    assert "divided by the id of a person or site. The id column may have too few" in said
    assert "split=" not in said
    german.radio(key="task_split").set_value("official").run()
    german.selectbox(key="task_split_column").set_value("housing").run()
    said = texts(german)
    assert "Change those, or divide the rows at random." in said
    assert "split=" not in said


def test_a_column_that_becomes_the_weights_is_no_feature_at_once(german: AppTest) -> None:
    german.selectbox(key="task_weight_column").set_value("credit_amount").run()
    assert "Never features here: credit_amount, " in texts(german)


def test_link_brings_table_and_task_back(open_app: Open, reweighted_link: str) -> None:
    app = open_app("data", study=reweighted_link)
    assert app.selectbox(key="task_outcome").value == "class"
    assert app.button(key="task_next")
    assert load_builtin("german").card.title in [h.value for h in app.header]
