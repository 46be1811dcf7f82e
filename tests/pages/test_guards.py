"""Empty states, cold links, links to nothing, and two sessions beside one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.helpers import ROOT, Open, texts

NEEDS_TASK = ("audit", "influence", "reweight", "frontier", "report")


@pytest.mark.parametrize("name", NEEDS_TASK)
def test_page_without_a_task_leads_to_the_data_page(open_app: Open, name: str) -> None:
    app = open_app(name)
    assert "needs a task: a table, its good outcome and the groups to compare." in texts(app)
    app.button[0].click().run()
    assert app.title[0].value == "Data"


def test_frontier_without_a_run_leads_to_reweight(open_app: Open, plain_link: str) -> None:
    app = open_app("frontier", study=plain_link)
    assert "needs a reweighting run" in texts(app)
    app.button(key="frontier_needs_run").click().run()
    assert app.title[0].value == "Reweight"


@pytest.mark.parametrize("name", ["data", *NEEDS_TASK])
def test_page_opened_before_the_app_has_run(name: str, reweighted_link: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["study"] = reweighted_link
    app.switch_page(f"pages/{name}.py").run()
    assert not app.exception
    assert app.title[0].value == name.capitalize()


@pytest.mark.parametrize(
    ("study", "said"),
    [("feedfeedfeedfeed", "is not kept here"), ("../../etc", "cannot be the id of a study")],
)
def test_link_to_no_study_is_met_by_a_sentence(open_app: Open, study: str, said: str) -> None:
    app = open_app("audit", study=study)
    assert said in app.error[0].value
    app.button(key="begin_anew").click().run()
    assert app.title[0].value == "IFFair"
    assert not app.error


def test_damaged_study_is_met_by_a_sentence(
    open_app: Open, reweighted_link: str, home: Path
) -> None:
    (home / "studies" / reweighted_link / "study.json").unlink()
    app = open_app("audit", study=reweighted_link)
    assert "is damaged" in app.error[0].value


def test_second_session_shares_nothing_without_the_link(
    open_app: Open, reweighted_link: str
) -> None:
    first = open_app("frontier", study=reweighted_link)
    assert first.get("plotly_chart")
    second = open_app("frontier")
    assert "needs a task" in texts(second)
    third = open_app("frontier", study=reweighted_link)
    assert third.get("plotly_chart")


@pytest.mark.parametrize("name", ["home", "data", *NEEDS_TASK])
def test_link_stays_in_the_address_on_every_page(
    open_app: Open, reweighted_link: str, name: str
) -> None:
    app = open_app(name, study=reweighted_link)
    assert app.query_params["study"] in (reweighted_link, [reweighted_link])
