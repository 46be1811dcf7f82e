"""What is measured on one split of a data set: the frontier of the path, and the baselines.

All models are logistic regressions on the same features, the sensitive columns among them: once
with the default penalty, once with the one that the training rows choose. Figures are of test rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from iffair_core.arrays import Mask, Vector
from iffair_core.baselines.oracle import Latest, Oracle
from iffair_core.baselines.reductions import expected_decision, exponentiated_gradient
from iffair_core.baselines.reweighing import reweighing
from iffair_core.config import GapName, StudyConfig
from iffair_core.config.study import PENALTY
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Part, Prepared
from iffair_core.fairness.targets import targets
from iffair_core.influence.problem import refit
from iffair_core.models.logistic import LogisticLearner
from iffair_core.results import Point
from iffair_core.setting import set_up
from iffair_core.version import __version__
from iffair_core.weights.rules import trace
from iffair_core.weights.trace import Step, Stop, start

DATASETS = ("adult", "bank", "communities", "compas", "german", "law_school", "meps")
GAPS: tuple[GapName, ...] = ("demographic_parity", "equalized_odds")
SEEDS = tuple(range(10))
BOUNDS = (0.01, 0.05)
"""Of exponentiated gradient: the largest gap on training rows."""
DEFAULT, CHOSEN = "default", "chosen"
PATH, REWEIGHING = "path", "reweighing"


@dataclass(frozen=True)
class Figures:
    """One model on the test rows of one split.

    penalty        "default" or "chosen"; ``l2`` is its value
    method         "path", "reweighing", or exponentiated gradient with its bound
    step           number of the point on the path; 0 for a baseline
    accuracy, gap  of the decisions; the expected ones of a randomised answer
    seconds        of the fit; of all steps of the path on its lines and on those of reweighing
    """

    data: str
    seed: int
    gap_name: str
    penalty: str
    l2: float
    method: str
    step: int
    accuracy: float
    gap: float
    seconds: float
    version: str = __version__


@dataclass(frozen=True)
class Split:
    """One split of a packaged set."""

    data: str
    seed: int


@dataclass(frozen=True, eq=False)
class Opened:
    """Rows of a split, and the penalties to measure under: name to value."""

    split: Split
    config: StudyConfig
    prepared: Prepared
    penalties: Mapping[str, float]


def open_split(split: Split) -> Opened:
    """Read, encode and divide the rows, and choose the penalty on the training rows."""
    builtin = load_builtin(split.data)
    task = replace(builtin.task, keep_sensitive=True)
    config = StudyConfig(split.data, task, seed=split.seed)
    prepared = prepare(builtin.table, task, seed=split.seed)
    chosen = set_up(replace(config, l2="auto"), prepared).problem.learner.l2
    return Opened(split, config, prepared, {DEFAULT: PENALTY, CHOSEN: chosen})


Measure = Callable[[Opened, GapName, float], list[Figures]]
"""Figures of a split, a gap and a value of the penalty."""


def measure_all(split: Split, measure: Measure) -> Iterator[Figures]:
    """Under both penalties; where they agree, models are fitted once."""
    opened = open_split(split)
    for gap in GAPS:
        known = {l2: measure(opened, gap, l2) for l2 in set(opened.penalties.values())}
        for name, l2 in opened.penalties.items():
            yield from (replace(figures, penalty=name) for figures in known[l2])


def path_figures(opened: Opened, gap: GapName, l2: float) -> list[Figures]:
    """All points of the path with the defaults of a study, and classic reweighing."""
    begun = time.perf_counter()
    config = replace(opened.config, gaps=(gap,), l2=l2)
    setting = set_up(config, opened.prepared)
    train = setting.problem.train
    plain = refit(setting.problem, np.ones(len(train.y)))
    taken = (s for s in trace(config, setting.problem, plain) if not isinstance(s, Stop))
    steps = [start(plain), *taken]
    told = partial(_figures, opened, gap, l2, seconds=time.perf_counter() - begun)
    points = [setting.point(number, step) for number, step in enumerate(steps)]
    group = opened.prepared.group[opened.prepared.mask(Part.TRAIN)]
    classic = refit(setting.problem, reweighing(group, train.y, train.weight), plain.fit)
    compared = setting.point(0, Step(1.0, classic, None, 0.0))
    found = [told(PATH, *_test(p, gap), step=p.step) for p in points]
    return [*found, told(REWEIGHING, *_test(compared, gap))]


def gradient_figures(opened: Opened, gap: GapName, l2: float) -> list[Figures]:
    """Exponentiated gradient at each of its bounds."""
    rows, found = opened.prepared, []
    train, test = rows.mask(Part.TRAIN), rows.mask(Part.TEST)
    for eps in BOUNDS:
        begun = time.perf_counter()
        oracle = Oracle(LogisticLearner(l2), Latest())
        model = exponentiated_gradient(
            oracle, rows.X[train], rows.y[train], rows.group[train], gap=gap, bound=eps, eps=eps
        )
        seconds = time.perf_counter() - begun
        measured = expected(rows, test, gap, expected_decision(model, rows.X[test]))
        found.append(_figures(opened, gap, l2, gradient(eps), *measured, seconds=seconds))
    return found


def gradient(eps: float) -> str:
    """The name of exponentiated gradient with this bound."""
    return f"exponentiated gradient, {eps:g}"


METHODS: Mapping[str, tuple[Measure, tuple[str, ...]]] = {
    "path": (path_figures, (PATH, REWEIGHING)),
    "baselines": (gradient_figures, tuple(gradient(eps) for eps in BOUNDS)),
}
"""Parts of a benchmark, each with the methods that it measures."""


def expected(rows: Prepared, part: Mask, gap: GapName, decision: Vector) -> tuple[float, float]:
    """Expected accuracy and gap of the rows of ``part`` by their chance of being favoured."""
    y, weight = rows.y[part], rows.weight[part]
    over = targets((gap,), y, rows.group[part], weight, n_groups=len(rows.groups), min_cell=1)
    differences = (decision @ over.means) @ over.mixing
    right = y * decision + (1.0 - y) * (1.0 - decision)
    return float(weight @ right / weight.sum()), float(abs(differences).max())


def _test(point: Point, gap: GapName) -> tuple[float, float]:
    accuracy, size = point.test.utility["accuracy"], point.test.gaps[gap]
    if accuracy is None or size is None:
        raise ValueError(f"{gap} is undefined on the test rows; choose a set with larger groups.")
    return accuracy, size


def _figures(
    opened: Opened,
    gap: GapName,
    l2: float,
    method: str,
    accuracy: float,
    size: float,
    *,
    seconds: float,
    step: int = 0,
) -> Figures:
    return Figures(
        data=opened.split.data,
        seed=opened.split.seed,
        gap_name=gap,
        penalty=DEFAULT,
        l2=l2,
        method=method,
        step=step,
        accuracy=accuracy,
        gap=size,
        seconds=round(seconds, 3),
    )
