"""Where the time of a whole study goes: ``iffair_core.run`` with default settings, by stage."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from benchmarks.speed.contest import Contender, Timed, contest
from iffair_core import run
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin


def measure(size: str, rounds: int) -> Iterator[tuple[str, list[Timed]]]:
    """A study of a packaged data set, which ``size`` names.

    The stages are timed by the clock; their ratios are shares of all stages together.
    """
    config = StudyConfig(task=load_builtin(size).task, data=size)
    stages: list[dict[str, float]] = []

    def study() -> None:
        stages.append(run(config).seconds)

    [whole] = contest([Contender("whole run", study)], rounds)
    yield "iffair_core.run by stage", [whole, *_shares(stages[-whole.runs :])]


def _shares(stages: list[dict[str, float]]) -> Iterator[Timed]:
    whole = statistics.median(sum(taken.values()) for taken in stages)
    for name in stages[0]:
        seconds = statistics.median(taken[name] for taken in stages)
        yield Timed(name, seconds, seconds / whole, len(stages), None, None, None, "")
