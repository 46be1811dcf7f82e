"""Attempts of the methods on the splits of the paper's table, one process a core.

The sensitive columns are among the features, all else is a study's default: 60/20/20, divided by
outcome and group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from joblib import Parallel, delayed, parallel_config

from benchmarks.paper.plan import Split, Unit
from iffair_core.baselines.method import Contest
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.contest import attempt, open_contest
from iffair_core.comparison.entries import Attempt
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin


def config_of(data: str, **others: object) -> StudyConfig:
    """The study of a packaged set with the sensitive columns as features."""
    task = replace(load_builtin(data).task, keep_sensitive=True)
    return replace(StudyConfig(data, task), **others)


@lru_cache(maxsize=1)
def contest_of(split: Split) -> Contest:
    """The rows of a split and the plain fit; the last one stays for the next method."""
    config = config_of(split.data, model=split.model)
    return open_contest(config, load_builtin(split.data).table, split.gap, split.seed)


def measure(unit: Unit) -> tuple[Unit, Attempt]:
    """One method on one split; a method without an answer says why."""
    return unit, attempt(METHODS[unit.method], contest_of(unit.split))


def measure_all(units: Sequence[Unit], workers: int) -> Iterator[tuple[Unit, Attempt]]:
    """Attempts in the order in which they are finished; one BLAS thread a worker process."""
    with parallel_config(backend="loky", inner_max_num_threads=1):
        parallel = Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
        yield from parallel(delayed(measure)(unit) for unit in units)
