"""The core stands alone: no dashboard, and no torch until a network is asked for."""

import ast
import subprocess
import sys
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


@pytest.mark.parametrize(
    "module", ["iffair_core", "iffair_core.cli", "iffair_core.baselines.registry"]
)
def test_import_is_free_of_heavy_libraries(module):
    code = f"import sys, {module}; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
