"""Modules that are loaded when something in them is first asked for.

The first screen shows cards and buttons; what they lead to computes, and loads SciPy,
scikit-learn and statsmodels for it (two seconds). Python's own LazyLoader is not safe under
several threads, which is how Streamlit runs pages; an import is.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Later:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def later(name: str) -> Any:
    """What stands for the module ``name`` without loading it yet."""
    return _Later(name)
