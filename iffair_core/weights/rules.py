"""The registry of reweighting rules: pages, command line and estimators list it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iffair_core.config import StudyConfig
from iffair_core.influence.problem import Problem, State
from iffair_core.weights.linear_program import linear_program
from iffair_core.weights.path import path
from iffair_core.weights.rounds import diverse, uniform
from iffair_core.weights.trace import Rule, Settings, Step, Stop

RULES: Mapping[str, Rule] = {
    "path": path,
    "uniform": uniform,
    "diverse": diverse,
    "linear_program": linear_program,
}


def trace(config: StudyConfig, problem: Problem, plain: State) -> Iterator[Step | Stop]:
    """The steps of the config's rule after the plain model; the last item says why it ended."""
    settings = Settings(
        config.steps,
        config.strength,
        config.budget,
        config.max_weight,
        dict(config.bounds),
        dict(config.paces),
    )
    return RULES[config.rule](problem, plain, settings)
