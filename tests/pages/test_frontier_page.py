"""The frontier page: choosing a point, here and everywhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import run
from pages._ui.run import parts
from tests.pages.helpers import Open, opened, texts


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("frontier", study=reweighted_link)


def test_slider_chooses_the_operating_point_everywhere(
    app: AppTest, reweighted_link: str, home: Path
) -> None:
    app.select_slider(key="frontier_step").set_value(2).run()
    assert "Step 2: chosen by you." in texts(app)
    kept = load_study(home / "studies" / reweighted_link)
    assert (kept.operating.step, kept.chosen_by) == (2, "user")
    app.switch_page("pages/reweight.py").run()
    opened(app, parts.KEY, parts.WEIGHTS)
    metrics = {m.label: m.value for m in app.main.get("metric")}
    assert metrics["Largest weight"] == f"{kept.operating.weights.max():.2f}"


def test_click_in_the_chart_chooses_the_point(app: AppTest) -> None:
    app.session_state["frontier_chart"] = {"selection": {"points": [{"customdata": ["1"]}]}}
    app.run()
    assert not app.exception
    assert app.select_slider(key="frontier_step").value == 1
    assert "Step 1: chosen by you." in texts(app)


def test_choice_stands_at_another_threshold(app: AppTest) -> None:
    app.slider(key="cut_value").set_value(0.6).run()
    assert "the operating point was chosen, where selected when p ≥ 0.50" in texts(app)
    app.select_slider(key="frontier_step").set_value(2).run()
    assert "Step 2: chosen by you." in texts(app)
    assert app.slider(key="cut_value").value == 0.6


def test_an_unmet_bound_is_not_called_met(open_app: Open, reweighted: Study, home: Path) -> None:
    """Where no point is within the bound, the nearest was chosen, and the page says so."""
    strict = dataclasses.replace(reweighted.config, max_gap=0.0)
    link = "0123456789abcdef"
    save_study(run(strict), home / "studies" / link)
    app = open_app("frontier", study=link)
    assert "the nearest on validation rows to what was wanted" in texts(app)
    assert "a gap of at most 0.0 points), which no point reaches" in texts(app)


def test_axes_can_be_chosen(app: AppTest, reweighted: Study) -> None:
    app.selectbox(key="frontier_gap").set_value("equal_opportunity").run()
    app.selectbox(key="frontier_utility").set_value("roc_auc").run()
    value = reweighted.operating.test.utility["roc_auc"]
    assert f"and ROC AUC {value:.3f}" in texts(app)


def test_every_point_is_in_the_table(app: AppTest, reweighted: Study) -> None:
    table = app.dataframe[0].value
    assert table["step"].tolist() == [p.step for p in reweighted.points]
    assert table.loc[table["operating point"], "step"].tolist() == [reweighted.operating.step]
