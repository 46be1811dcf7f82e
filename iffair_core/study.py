"""Run a study: table -> task -> split -> plain fit -> influence -> weights -> frontier.

``run`` is the one way from a config to figures; the pages, the command line and the tests go
through it. The same config and table give the same figures to the last digit.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import tomli_w
from scipy.special import expit

from iffair_core.arrays import Vector
from iffair_core.baselines.reweighing import DOSES, reweighing
from iffair_core.cancel import Cancel
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name, load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Part
from iffair_core.data.tables import Table, read_table
from iffair_core.errors import Cancelled, ConfigError
from iffair_core.fairness.measure import targeted_gap
from iffair_core.frontier import operating_point
from iffair_core.influence.fidelity import Fidelity
from iffair_core.influence.problem import State, refit
from iffair_core.influence.retrain import fidelity
from iffair_core.landing import land
from iffair_core.models.registry import learner_of
from iffair_core.results import Point, Study
from iffair_core.setting import Setting, set_up
from iffair_core.transfer import transfer
from iffair_core.version import __version__
from iffair_core.weights.conflicts import conflicts
from iffair_core.weights.rules import trace
from iffair_core.weights.trace import Step, Stop, start

Progress = Callable[[str, float, str], None]
"""progress(stage, fraction of the whole run in [0, 1], text)"""

POOR_FIDELITY = 0.9
TRACE_BEGINS = 0.2
TRACE_ENDS = 0.98


class _Watch:
    """Seconds by stage, progress and cancellation of one run."""

    def __init__(self, progress: Progress | None, cancel: Cancel | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._cancel = cancel

    @contextmanager
    def stage(self, name: str, fraction: float, text: str) -> Iterator[None]:
        self.report(name, fraction, text)
        begun = time.perf_counter()
        yield
        spent = time.perf_counter() - begun
        self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def report(self, name: str, fraction: float, text: str) -> None:
        if self._cancel is not None and self._cancel():
            raise Cancelled("The run was cancelled.")
        if self._progress is not None:
            self._progress(name, fraction, text)


def run(
    config: StudyConfig,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    *,
    table: Table | None = None,
) -> Study:
    """The whole study. ``table`` replaces reading ``config.data``.

    Raises IFFairError for anything the user can mend, Cancelled when ``cancel`` says so.
    """
    watch = _Watch(progress, cancel)
    table, setting = _open(config, table, watch)
    with watch.stage("fit", 0.1, "Fitting the plain model"):
        plain = refit(setting.problem, np.ones(len(setting.problem.train.y)), setting.plain)
    last = plain
    points = [_point(config, setting, 0, _start(setting, plain))]
    faith: Fidelity | None = None
    compared: tuple[Point, ...] = ()
    stopped = "No group pair has enough rows for the targeted gap, so nothing was reweighted."
    if len(setting.problem.targets):
        with watch.stage("influence", 0.12, "Proving the influence by retraining"):
            faith = fidelity(setting.problem, plain, seed=config.seed)
        with watch.stage("reweight", TRACE_BEGINS, "Reweighting"):
            for item in trace(config, setting.problem, plain):
                if isinstance(item, Stop):
                    stopped = item.reason
                    break
                last = item.state
                points.append(_point(config, setting, len(points), item))
                watch.report("reweight", *_where(item, len(points) - 1, config))
        with watch.stage("reweighing", TRACE_ENDS, "Classic reweighing, to compare with"):
            compared = _reweighing(setting, plain)
    fights = conflicts(setting.problem, last, setting.prepared.groups)
    if config.landing is not None:
        with watch.stage("landing", TRACE_ENDS, "Fitting between two points"):
            points = list(_landed(config, setting, points)[0])
    watch.report("done", 1.0, "Done")
    study = _study(config, table, setting, points, faith, stopped, fights, watch.seconds)
    return replace(study, reweighing=compared)


def refined(study: Study, gap: float, progress: Progress | None = None) -> Study:
    """The study with a point that has just this targeted gap on validation rows, as chosen.

    The points of the rule are those of ``study``; the config that is returned makes the same from
    the table. Raises ConfigError if no point keeps the gap, or the plain model does.
    """
    first = targeted_gap(study.plain.validation, study.config.gaps)
    if first is not None and first <= gap:
        raise ConfigError(
            f"The plain model keeps a targeted gap of {gap:g} already: its own is {first:.4f} on "
            "validation rows, so there is nothing to train. Ask for a narrower one."
        )
    watch = _Watch(progress, None)
    allowed = study.config.max_gap if study.config.bounds else gap
    config = replace(study.config, landing=gap, max_gap=allowed)
    with watch.stage("set up", 0.1, "Opening the study"):
        setting = set_up(replace(config, l2=study.l2), study.prepared)
    with watch.stage("landing", 0.3, "Fitting between two points"):
        points, found = _landed(config, setting, study.points)
    if found is None:
        raise ConfigError(
            f"No point of the study has a targeted gap of at most {gap:g} on validation rows. Ask "
            "for a wider one, or run with more steps or another rule."
        )
    last = refit(setting.problem, study.points[-1].weights, study.points[-1].theta)
    fights = conflicts(setting.problem, last, study.prepared.groups)
    seconds = {**study.seconds, **watch.seconds}
    faith, stopped = study.fidelity, study.stopped
    made = _study(config, study.table, setting, list(points), faith, stopped, fights, seconds)
    watch.report("done", 1.0, "Done")
    return replace(
        made,
        chosen=found,
        chosen_by="user",
        reweighing=study.reweighing,
        yardsticks=study.yardsticks,
    )


def plain_study(config: StudyConfig, *, table: Table | None = None) -> Study:
    """The plain model alone, without reweighting: what the audit needs, in about one fit."""
    watch = _Watch(None, None)
    table, setting = _open(config, table, watch)
    with watch.stage("fit", 0.1, "Fitting the plain model"):
        plain = refit(setting.problem, np.ones(len(setting.problem.train.y)), setting.plain)
    point = _point(config, setting, 0, _start(setting, plain))
    stopped = "Only the plain model was fitted."
    return _study(config, table, setting, [point], None, stopped, (), watch.seconds)


def _start(setting: Setting, plain: State) -> Step:
    """The plain model as the first step; without two groups to compare it has no gap."""
    return start(plain) if len(setting.problem.targets) else Step(0.0, plain, None, 0.0)


def open_table(data: str) -> Table:
    """A packaged set by its name, or a file by its path. Raises TableError."""
    return load_builtin(data).table if builtin_name(data) else read_table(data)


def study_id(config: StudyConfig, table: Table) -> str:
    """Twelve hexadecimal digits that follow from the settings and the content of the table.

    Where the table lies plays no part: a study has the same ones on another machine.
    """
    return fingerprint(config.to_dict(), table.digest, __version__)


def fingerprint(settings: Mapping[str, Any], digest: str, version: str) -> str:
    """The id of a study with these settings, as a config file holds them."""
    held = {name: value for name, value in settings.items() if name != "data"}
    text = f"{tomli_w.dumps(held)}\n{digest}\n{version}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def logits(study: Study, point: Point) -> Vector:
    """(n,) log odds of the favourable outcome for every row of the study, at one point."""
    return learner_of(study.config).logit(study.prepared.X, point.theta)


def probabilities(study: Study, point: Point) -> Vector:
    """(n,) probability of the favourable outcome for every row of the study, at one point."""
    p: Vector = expit(logits(study, point))
    return p


def _open(config: StudyConfig, table: Table | None, watch: _Watch) -> tuple[Table, Setting]:
    with watch.stage("read", 0.0, "Reading the table"):
        table = open_table(config.data) if table is None else table
    with watch.stage("prepare", 0.03, "Splitting and encoding the rows"):
        prepared = prepare(table, config.task, split=config.split, seed=config.seed)
    with watch.stage("set up", 0.06, _before_the_fit(config)):
        return table, set_up(config, prepared)


def _before_the_fit(config: StudyConfig) -> str:
    """What is said meanwhile: a network trained for every penalty takes most of a short run."""
    if config.penalty != "auto":
        return "Counting groups"
    if config.model == "network":
        return "Choosing the penalty: the network is trained once for each"
    return "Choosing the penalty"


def _landed(
    config: StudyConfig, setting: Setting, points: Sequence[Point]
) -> tuple[tuple[Point, ...], int | None]:
    """``landing.land`` at the config's landing, with the other learner on the new point."""
    gap = 0.0 if config.landing is None else config.landing
    found, index = land(setting, points, config.gaps, gap)
    carried = (
        p if p.landed is None else replace(p, transfer=transfer(config, setting, p.weights))
        for p in found
    )
    return tuple(carried), index


def _point(config: StudyConfig, setting: Setting, number: int, step: Step) -> Point:
    point = setting.point(number, step)
    return replace(point, transfer=transfer(config, setting, point.weights))


def _reweighing(setting: Setting, plain: State) -> tuple[Point, ...]:
    """A point for each dose of classic reweighing."""
    train = setting.problem.train
    group = setting.prepared.group[setting.prepared.mask(Part.TRAIN)]
    points, state = [], plain
    for number, dose in enumerate(DOSES, start=1):
        weights = reweighing(group, train.y, train.weight, dose)
        state = refit(setting.problem, weights, state.fit)
        reached = float(np.abs(state.smooth).max())
        points.append(setting.point(number, Step(1.0, state, None, reached)))
    return tuple(points)


def _where(step: Step, number: int, config: StudyConfig) -> tuple[float, str]:
    """Fraction of the whole run and a text for the progress bar."""
    share = step.progress if config.rule == "path" else number / config.steps
    fraction = TRACE_BEGINS + (TRACE_ENDS - TRACE_BEGINS) * min(share / 1.2, 1.0)
    return fraction, f"Point {number}: smooth gap {step.reached:.4f}"


def _study(
    config: StudyConfig,
    table: Table,
    setting: Setting,
    points: list[Point],
    faith: Fidelity | None,
    stopped: str,
    fights: tuple[str, ...],
    seconds: dict[str, float],
) -> Study:
    chosen, warning = operating_point(
        points, config.gaps, config.max_gap, config.bounds, config.max_loss
    )
    unmet = [warning, *fights] if warning and len(points) > 1 else []
    warnings = [*setting.warnings, *unmet]
    if faith is not None and faith.correlation < POOR_FIDELITY:
        warnings.append(
            f"Influence predicts retraining poorly here (correlation {faith.correlation:.2f} over "
            f"{faith.groups} random groups of rows); read the ranking of rows with care."
        )
    return Study(
        id=study_id(config, table),
        config=config,
        table=table,
        prepared=setting.prepared,
        points=tuple(points),
        chosen=chosen,
        fidelity=faith,
        stopped=stopped,
        seconds={name: round(spent, 3) for name, spent in seconds.items()},
        warnings=tuple(warnings),
        version=__version__,
        l2=setting.problem.learner.l2,
    )
