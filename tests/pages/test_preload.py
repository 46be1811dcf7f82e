"""The parts of the front end that are loaded beforehand are those that Streamlit has."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from pages._ui import preload


def test_both_parts_are_found_and_named_in_the_script() -> None:
    folder = Path(st.__file__).parent / "static"
    for part in preload.PARTS:
        (path,) = folder.rglob(f"{part}.*.js")
        assert path.name in preload._script()


def test_a_version_without_the_parts_loads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "__file__", str(tmp_path / "__init__.py"))
    preload._script.cache_clear()
    try:
        assert "[].forEach" in preload._script()
    finally:
        monkeypatch.undo()
        preload._script.cache_clear()
