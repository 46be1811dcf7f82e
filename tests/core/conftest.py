"""A small study that many tests look at, and its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import run
from tests.oracles.studies import config


@pytest.fixture(scope="session")
def german() -> Study:
    """German credit, reweighted in two steps."""
    return run(config("german", steps=2))


@pytest.fixture
def folder(german: Study, tmp_path: Path) -> Path:
    return save_study(german, tmp_path / "study")
