"""Spread over splits, on the frontier page: run in a worker, cancelled, and shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.evidence.spread import SplitFigures, Spread
from iffair_core.kept.beside import load_spread, save_spread
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.words import bare
from pages._ui.run import spread as section
from tests.pages.helpers import IDENTIFIER, Open, texts, until


@pytest.fixture
def two_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(section, "SPLITS", 2)


@pytest.mark.usefixtures("two_splits")
def test_splits_run_in_a_worker_over_a_page_change_and_are_shown(
    open_app: Open, reweighted_link: str, home: Path
) -> None:
    app = open_app("frontier", study=reweighted_link)
    app.button(key="spread_start").click().run()
    assert app.button(key="job_cancel")
    app.switch_page("pages/report.py").run()
    assert app.button(key="job_cancel"), "the sidebar shows the job on other pages"
    app.switch_page("pages/frontier.py").run()
    until(app, lambda page: "The splits are done." in texts(page))
    found = load_spread(home / "studies" / reweighted_link)
    assert found is not None
    table = shown(app)
    changes = [
        (split.after["accuracy"] or 0) - (split.before["accuracy"] or 0) for split in found.splits
    ]
    mean = bare(sum(changes) / 2, "accuracy", signed=True)
    assert table.loc["Accuracy", "spread"].startswith(f"{mean} ± ")
    assert (table["splits"] == 2).all()
    assert "Splits with seeds 1 and 2" in texts(app)


def test_cancelled_splits_leave_the_study(open_app: Open, reweighted_link: str, home: Path) -> None:
    app = open_app("frontier", study=reweighted_link)
    app.button(key="spread_start").click().run()
    app.button(key="job_cancel").click().run()
    assert "The splits were cancelled" in texts(app)
    assert (home / "studies" / reweighted_link / "study.json").exists()
    assert app.button(key="spread_start")


def test_interval_of_this_split_stands_beside_the_spread_and_undefined_is_named(
    open_app: Open, reweighted: Study, home: Path
) -> None:
    figures = {**reweighted.plain.test.gaps, **reweighted.plain.test.utility}
    lacking = {**figures, "equal_opportunity": None}
    splits = (SplitFigures(1, 1, figures, figures), SplitFigures(2, 1, lacking, lacking))
    place = save_study(reweighted, home / "studies" / IDENTIFIER)
    save_spread(Spread("1", splits), place)
    table = shown(open_app("frontier", study=IDENTIFIER))
    line = table.loc["Equal opportunity (TPR gap)"]
    assert (line["spread"], line["splits"]) == ("undefined", 1)
    assert table.loc["Accuracy", "spread"] == "+0.0 ± 0.0"
    assert table.loc["Accuracy", "change"].endswith(")")


def test_a_split_by_date_is_told_to_have_no_spread(
    open_app: Open, reweighted: Study, home: Path
) -> None:
    task = dataclasses.replace(reweighted.config.task, date_column="duration")
    config = dataclasses.replace(reweighted.config, task=task, split="date")
    save_study(dataclasses.replace(reweighted, config=config), home / "studies" / IDENTIFIER)
    app = open_app("frontier", study=IDENTIFIER)
    assert "divided by date" in texts(app)
    assert not [b for b in app.button if b.key == "spread_start"]


def shown(app: AppTest):
    return next(d.value for d in app.dataframe if "spread" in d.value).set_index("figure")
