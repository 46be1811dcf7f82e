"""Quality of the rules: one study a data set, gap, rule and seed, plain against reweighted.

Every study is that of ``iffair_core.study.run`` with the defaults of ``StudyConfig`` and the task
of the set's card. The operating point is chosen on validation rows; figures are of the test rows.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any, get_args

from joblib import Parallel, delayed, parallel_config

from benchmarks.machine import machine
from iffair_core.config import GapName, RuleName, StudyConfig
from iffair_core.data.builtin import BUILTIN, load_builtin
from iffair_core.data.prepared import Part
from iffair_core.errors import IFFairError
from iffair_core.results import Study
from iffair_core.study import run, study_id
from iffair_core.version import __version__
from iffair_core.weights.describe import summarise_weights

DATASETS = tuple(BUILTIN)
GAPS: tuple[GapName, ...] = ("demographic_parity", "equalized_odds")
RULES: tuple[RuleName, ...] = get_args(RuleName)
SEEDS = tuple(range(5))
MAX_GAP = 0.02


@dataclass(frozen=True)
class Run:
    """One study to make; ``study`` is its id: the same config, table and version have the same."""

    study: str
    config: StudyConfig


@dataclass(frozen=True)
class Figures:
    """What is kept of a run. None is undefined, or not reached because the run failed.

    date                  UTC, of the end of the run
    majority_accuracy     on test rows, of giving every row the more frequent outcome (all gaps 0)
    plain_*, accuracy     test figures of the plain model and of the operating point
    gap, validation_gap   the targeted gap on test and on validation rows
    within                the validation gap is at most MAX_GAP
    step, points          number of the operating point; points of the frontier, plain included
    effective_share       effective sample size of the weights over the number of training rows
    seconds               wall clock from reading the table to the last figure
    stopped               why the frontier ends where it ends
    undefined             groups that are left out of a gap, and why; empty if there are none
    failed                the reason if the study could not be made, else empty
    """

    study: str
    version: str
    machine: str
    date: str
    data: str
    gap_name: str
    rule: str
    seed: int
    majority_accuracy: float | None = None
    plain_accuracy: float | None = None
    plain_gap: float | None = None
    accuracy: float | None = None
    gap: float | None = None
    validation_gap: float | None = None
    within: bool | None = None
    step: int | None = None
    points: int | None = None
    effective_share: float | None = None
    seconds: float | None = None
    stopped: str = ""
    undefined: str = ""
    failed: str = ""


def plan(
    datasets: Iterable[str] = DATASETS,
    gaps: Sequence[GapName] = GAPS,
    rules: Sequence[RuleName] = RULES,
    seeds: Sequence[int] = SEEDS,
) -> list[Run]:
    """The studies of a benchmark, those of one data set together. Raises IFFairError."""
    runs = []
    for name in datasets:
        builtin = load_builtin(name)
        for gap, rule, seed in product(gaps, rules, seeds):
            config = StudyConfig(
                data=name, task=builtin.task, gaps=(gap,), rule=rule, seed=seed, max_gap=MAX_GAP
            )
            runs.append(Run(study_id(config, builtin.table), config))
    return runs


def measure(planned: Run) -> Figures:
    """Make one study. A study that cannot be made is a result too, with its reason."""
    config = planned.config
    begun = time.perf_counter()
    try:
        study = run(config)
    except IFFairError as error:
        return Figures(**_names(planned), failed=str(error))
    return _figures(planned, study, time.perf_counter() - begun)


def measure_all(runs: Sequence[Run], workers: int) -> Iterator[Figures]:
    """Figures in the order in which they are finished; one BLAS thread a worker process."""
    with parallel_config(backend="loky", inner_max_num_threads=1):
        parallel = Parallel(n_jobs=workers, return_as="generator_unordered")
        yield from parallel(delayed(measure)(planned) for planned in runs)


def _names(planned: Run) -> dict[str, Any]:
    """The fields of Figures that a failed run has too."""
    config = planned.config
    return {
        "study": planned.study,
        "version": __version__,
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "data": config.data,
        "gap_name": config.gaps[0],
        "rule": config.rule,
        "seed": config.seed,
    }


def _figures(planned: Run, study: Study, seconds: float) -> Figures:
    gap = planned.config.gaps[0]
    plain, chosen = study.plain, study.operating
    favourable = float(study.prepared.y[study.prepared.mask(Part.TEST)].mean())
    validation_gap = chosen.validation.gaps[gap]
    effective = summarise_weights(chosen.weights).effective_sample_size
    return Figures(
        **_names(planned),
        majority_accuracy=max(favourable, 1 - favourable),
        plain_accuracy=plain.test.utility["accuracy"],
        plain_gap=plain.test.gaps[gap],
        accuracy=chosen.test.utility["accuracy"],
        gap=chosen.test.gaps[gap],
        validation_gap=validation_gap,
        within=None if validation_gap is None else validation_gap <= MAX_GAP,
        step=chosen.step,
        points=len(study.points),
        effective_share=effective / len(chosen.weights),
        seconds=round(seconds, 3),
        stopped=study.stopped,
        undefined=chosen.test.undefined.get(gap, ""),
    )
