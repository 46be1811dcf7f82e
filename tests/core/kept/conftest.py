"""Small studies to keep: one of a packaged set's rows as an upload, in a fresh state folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.tables import table_from_frame
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import plain_study, run

ID, OTHER_ID = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IFFAIR_HOME", str(tmp_path))
    monkeypatch.delenv("IFFAIR_STUDIES", raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def study() -> Study:
    """German credit with three features as somebody's table, reweighted in two steps."""
    frame = load_builtin("german").table.frame
    frame = frame[["age", "credit_amount", "duration", "class"]]
    task = Task(outcome=Outcome("class", ("1",)), sensitive=(Attribute("age", bins=(26.0,)),))
    config = StudyConfig("/elsewhere/loans.csv", task, steps=2)
    return run(config, table=table_from_frame(frame, "loans.csv"))


@pytest.fixture(scope="session")
def plain(study: Study) -> Study:
    return plain_study(study.config, table=study.table)


@pytest.fixture
def kept(study: Study, home: Path) -> Path:
    """The folder of the study, kept under ``ID``."""
    return save_study(study, home / "studies" / ID)
