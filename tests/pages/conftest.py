"""The app as a user meets it: pages through app.py, with a state folder of their own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import run
from tests.pages.helpers import IDENTIFIER, ROOT, Open


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh state folder for every test."""
    monkeypatch.setenv("IFFAIR_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    return tmp_path


@pytest.fixture
def open_app() -> Open:
    """Starts a session, at a page and with the parameters of a link if they are given."""

    def start(page: str | None = None, **link: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for parameter, identifier in link.items():
            app.query_params[parameter] = identifier
        app.run()
        if page is not None:
            app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return start


@pytest.fixture(scope="session")
def reweighted() -> Study:
    """German credit, reweighted along the path in six steps."""
    german = load_builtin("german")
    config = StudyConfig("german", german.task, steps=6, max_gap=0.05)
    return run(config, table=german.table)


@pytest.fixture(scope="session")
def plain(reweighted: Study) -> Study:
    """The plain model of the same study."""
    return dataclasses.replace(
        reweighted, points=reweighted.points[:1], chosen=0, fidelity=None, warnings=()
    )


@pytest.fixture
def reweighted_link(home: Path, reweighted: Study) -> str:
    save_study(reweighted, home / "studies" / IDENTIFIER)
    return IDENTIFIER


@pytest.fixture
def plain_link(home: Path, plain: Study) -> str:
    save_study(plain, home / "studies" / IDENTIFIER)
    return IDENTIFIER
