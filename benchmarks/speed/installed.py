"""Which peers are there: they belong to the extra ``bench``, not to what the application needs."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from unittest.mock import patch

import numpy as np


def missing(module: str) -> str:
    """Why a peer cannot be run; empty if it can."""
    return "" if find_spec(module) else "not installed: the extra bench of pyproject.toml has it"


def pydvl_torch() -> ModuleType:
    """``pydvl.influence.torch``, whose import names a type that NumPy 2 has dropped."""
    with patch.object(np, "float_", np.float64, create=True):
        return import_module("pydvl.influence.torch")
