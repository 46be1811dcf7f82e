"""A table of one's own: read, described, used, deleted; and what cannot be read."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages._ui import state
from tests.pages.data.parts import MESSY, group_preview
from tests.pages.helpers import Open, texts


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
    assert "Missing" in set(group_preview(uploaded)["group"])
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


def test_a_table_without_a_column_to_learn_from_says_so(open_app: Open) -> None:
    app = open_app("data")
    lines = [f"{'yes' if i % 3 else 'no'};{'fm'[i % 2]}" for i in range(60)]
    app.file_uploader[0].upload("two.csv", "\n".join(("pass;sex", *lines)).encode()).run()
    app.selectbox(key="task_outcome").set_value("pass").run()
    app.multiselect(key="task_outcome_values").set_value(["yes"]).run()
    app.multiselect(key="task_sensitive").set_value(["sex"]).run()
    assert not app.exception
    assert "the model has nothing to learn from" in texts(app)
    app.button(key="task_use").click().run()
    assert not app.exception
    assert "No column is left as a feature" in app.error[0].value
