"""The core stands alone: no dashboard, no torch until a network is asked for.

Its name alone loads nothing that computes, and the first screen does not either.
"""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import iffair_core

CORE = Path(iffair_core.__file__).parent
MODULES = sorted(CORE.rglob("*.py"))


def imported_names(path: Path) -> set[str]:
    """Top-level packages named by any import statement of the file, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_the_reader_of_imports_sees_them_in_functions(tmp_path):
    source = tmp_path / "module.py"
    source.write_text("def f():\n    import streamlit.web\n    from torch import nn\n")
    assert imported_names(source) == {"streamlit", "torch"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(CORE)))
def test_core_never_imports_streamlit(path):
    assert "streamlit" not in imported_names(path)


HEAVY = ("torch", "streamlit", "fairlearn")
COMPUTING = ("torch", "fairlearn", "scipy", "sklearn", "statsmodels", "jinja2", "pptx")
FIRST_SCREEN = """
import logging; logging.disable(logging.WARNING)
from streamlit.testing.v1 import AppTest
from pages._ui import warm_up
warm_up.begin = lambda: None
test = AppTest.from_file("{app}", default_timeout=60).run()
assert not test.exception and test.button(key="open_adult")
"""


def loaded(code: str, libraries: tuple[str, ...]) -> list[str]:
    """Which of the libraries a Python of its own has loaded after running ``code``."""
    code += f"\nimport sys; print([m for m in {libraries} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: list[str] = ast.literal_eval(done.stdout.strip().splitlines()[-1])
    return found


@pytest.mark.parametrize(
    "module", ["iffair_core", "iffair_core.cli", "iffair_core.baselines.registry"]
)
def test_import_is_free_of_heavy_libraries(module):
    assert loaded(f"import {module}", HEAVY) == []


@pytest.mark.parametrize("module", ["iffair_core", "iffair_core.kept.shelf", "iffair_core.config"])
def test_what_a_first_screen_imports_loads_nothing_that_computes(module):
    assert loaded(f"import {module}", (*COMPUTING, "pandas")) == []


def test_the_first_screen_loads_nothing_that_computes(tmp_path, monkeypatch):
    monkeypatch.setenv("IFFAIR_HOME", str(tmp_path))
    app = CORE.parent / "app.py"
    assert loaded(FIRST_SCREEN.format(app=app.as_posix()), COMPUTING) == []


def test_a_public_name_is_what_its_module_defines():
    assert loaded("from iffair_core import run", ("scipy",)) == ["scipy"]
    assert iffair_core.run is import_module("iffair_core.study").run


def test_every_public_name_is_there_and_listed():
    assert set(iffair_core.__all__) <= set(dir(iffair_core))
    for name in iffair_core.__all__:
        assert getattr(iffair_core, name) is not None


def test_a_name_that_is_not_there_is_said_so():
    with pytest.raises(AttributeError, match="'iffair_core' has no attribute 'runn'"):
        _ = iffair_core.runn
