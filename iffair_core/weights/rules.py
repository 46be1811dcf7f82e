"""The registry of reweighting rules: pages, command line and estimators list it."""

from __future__ import annotations

from collections.abc import Mapping

from iffair_core.weights.linear_program import linear_program
from iffair_core.weights.path import path
from iffair_core.weights.rounds import diverse, uniform
from iffair_core.weights.trace import Rule

RULES: Mapping[str, Rule] = {
    "path": path,
    "uniform": uniform,
    "diverse": diverse,
    "linear_program": linear_program,
}
