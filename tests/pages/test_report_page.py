"""The report page: downloads, code, and scoring an uploaded table."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.data.builtin import load_builtin
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.effects import effects
from iffair_core.evidence.headline import headline
from iffair_core.evidence.rows import changes
from iffair_core.report.score import score_table
from iffair_core.results import Study
from tests.pages.helpers import Open, texts


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("report", study=reweighted_link)


def test_everything_can_be_taken_along(app: AppTest) -> None:
    keys = {b.proto.id.rsplit("-", 1)[-1] for b in app.get("download_button")}
    assert {"report_html", "report_weights", "report_model", "report_zip"} <= keys
    assert "sample_weight" in app.code[0].value


def test_plain_model_alone_is_called_so(open_app: Open, plain_link: str) -> None:
    app = open_app("report", study=plain_link)
    assert "all weights are one" in texts(app)
    app.button(key="report_needs_run").click().run()
    assert app.title[0].value == "Reweight"


def test_uploaded_table_is_scored(app: AppTest, reweighted: Study) -> None:
    table = load_builtin("german").table
    text = table.frame.head(20).to_csv(index=False)
    app.file_uploader[0].upload("new.csv", text.encode(), "text/csv").run()
    assert not app.exception
    scored = app.dataframe[0].value
    expected = score_table(reweighted, table).head(20)
    assert scored["probability"].tolist() == pytest.approx(expected["probability"].tolist())
    assert scored["decision"].tolist() == expected["decision"].tolist()


def test_cells_that_cannot_be_taken_are_counted(app: AppTest) -> None:
    frame = load_builtin("german").table.frame.head(6).astype({"duration": str, "purpose": str})
    frame.loc[frame.index[:2], "duration"] = ["a year", "two"]
    frame.loc[frame.index[3], "purpose"] = "yacht"
    frame.loc[frame.index[4], "credit_amount"] = float("nan")
    app.file_uploader[0].upload("new.csv", frame.to_csv(index=False).encode(), "text/csv").run()
    assert not app.exception
    said = texts(app)
    assert "4 cells could not be taken as written" in said
    assert "- duration: 2 cells not a number such as 'a year', taken as missing" in said
    assert "- credit_amount: 1 cell empty, taken as missing" in said
    assert (
        "- purpose: 1 cell with a value that no training row has such as 'yacht', taken as a rare "
        "one" in said
    )


def test_table_without_the_columns_is_met_by_a_sentence(app: AppTest) -> None:
    app.file_uploader[0].upload("new.csv", b"a,b\n1,2\n3,4\n", "text/csv").run()
    assert "The table lacks 19 of the 19 columns that the model needs" in app.error[0].value


def test_what_the_run_did_is_told_in_parts_and_each_thing_once(
    app: AppTest, reweighted: Study
) -> None:
    said = texts(app).replace("**", "")
    heads = [head.value for head in app.subheader]
    assert heads == ["What else it moved", "The same gap by simpler means", "Take along"]
    found = effects(changes(reweighted), reweighted.config.gaps)
    for sentence in (f"On test rows: {headline(found)}", *conflict_words(found).sentences):
        assert said.count(sentence) == 1
