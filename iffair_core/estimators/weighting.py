"""Weights for arrays: what the scikit-learn style estimators do, as one function.

A stratified part of the rows (validation) chooses how far the rule goes, by the operating point
of ``iffair_core.frontier``; the rule then runs again on all rows to the same progress, so that
every row has a weight. Both runs measure the targeted gaps on all rows; no row is a test row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Part, Prepared
from iffair_core.errors import TaskError
from iffair_core.fairness.inputs import Groups
from iffair_core.fairness.measure import targeted_gap
from iffair_core.fairness.targets import Contrast
from iffair_core.frontier import operating_point
from iffair_core.influence.fidelity import Fidelity
from iffair_core.influence.problem import Problem, State, refit, target_influence
from iffair_core.influence.retrain import fidelity
from iffair_core.models.fit import Fit, Learner
from iffair_core.models.rows import Rows
from iffair_core.results import Point
from iffair_core.setting import Setting, arrangement, cells, set_up
from iffair_core.weights.conflicts import conflicts
from iffair_core.weights.describe import summarise_weights
from iffair_core.weights.rules import trace
from iffair_core.weights.trace import Step, Stop, start
from iffair_core.words import percent


@dataclass(frozen=True, eq=False)
class Reweighed:
    """Weights of n rows and how they were found.

    weights    (n,) mean 1
    fit        the model with these weights
    influence  (n, K) of each row on each contrast, at the plain model of all rows
    targets    K rows: gap, rate, reference and group (names) of each contrast
    frontier   a row a step of the choosing run: figures on validation, summary of the weights,
               ``chosen``; without rows if there was no target
    learner    the model's, with the penalty that was used
    status     in words, what was done
    """

    weights: Vector
    fit: Fit
    influence: Matrix
    targets: pd.DataFrame
    frontier: pd.DataFrame
    fidelity: Fidelity | None
    learner: Learner
    status: str


def fit_plainly(
    X: Matrix, y: Vector, weight: Vector, *, learner: Learner, reason: str
) -> Reweighed:
    """The plain model and weights of 1, with nothing to choose from; ``reason`` says why."""
    return Reweighed(
        weights=np.ones(len(y)),
        fit=learner.fit(X, y, weight / weight.mean()),
        influence=np.empty((len(y), 0)),
        targets=_targets((), ()),
        frontier=_frontier((), 0),
        fidelity=None,
        learner=learner,
        status=f"Fitted plainly, every weight is 1: {reason}",
    )


def reweigh(
    X: Matrix,
    y: Vector,
    groups: Groups,
    weight: Vector,
    config: StudyConfig,
    *,
    learner: Learner,
    validation_fraction: float,
    random: np.random.Generator,
) -> Reweighed:
    """Weights for rows X (n, d) with outcomes y in {0, 1} and the user's positive weights (n,).

    ``config`` gives gaps, rule and its parameters, with target_rows="pooled"; its task, split,
    seed and model are not used.
    Raises TaskError if validation or the other rows hold one outcome only, FitError if the plain
    model cannot be fitted.
    """
    part = _deal(y, groups.code, validation_fraction, random)
    prepared = _as_prepared(X, y, groups, weight, part)
    setting = set_up(config, prepared, learner)
    if len(setting.problem.targets) == 0:
        reason = " ".join(["no two groups can be compared.", *setting.warnings])
        return fit_plainly(X, y, weight, learner=setting.problem.learner, reason=reason)
    whole = _on_all_rows(setting.problem, prepared)
    plain = refit(whole, np.ones(len(y)))
    steps, stopped = _trace(config, setting)
    points = tuple(setting.point(i, step) for i, step in enumerate(steps))
    chosen, warning = operating_point(
        points, config.gaps, config.max_gap, config.bounds, config.max_loss
    )
    unmet = [warning, *conflicts(setting.problem, steps[-1].state, groups.names)] if warning else []
    state = _advance(config, whole, plain, steps[chosen].progress)
    every = target_influence(whole, plain)
    return Reweighed(
        weights=state.weights,
        fit=state.fit,
        influence=every.of(np.arange(len(whole.targets))),
        targets=_targets(whole.targets.contrasts, groups.names),
        frontier=_frontier(points, chosen),
        learner=whole.learner,
        fidelity=fidelity(whole, plain, seed=int(random.integers(2**31))),
        status=_status(config, setting, points, chosen, stopped, unmet),
    )


def _on_all_rows(problem: Problem, prepared: Prepared) -> Problem:
    """The problem with all rows, in the order of ``prepared``, as training and target rows."""
    rows = Rows(prepared.X, prepared.y, prepared.weight)
    place = np.argsort(arrangement(prepared.part))
    return replace(
        problem,
        train=rows,
        target=rows,
        targets=replace(problem.targets, means=problem.targets.means[place]),
        cell=cells(prepared.group, prepared.y),
        judge=None,
    )


def _deal(y: Vector, group: Codes, fraction: float, random: np.random.Generator) -> Codes:
    """(n,) a Part: ``fraction`` of each cell of group x outcome validates, to within a row."""
    cell = cells(group, y)
    shuffled = random.permutation(len(y))
    dealt = shuffled[np.argsort(cell[shuffled], kind="stable")]
    taken = np.floor(np.arange(len(y) + 1) * fraction + random.random())
    part = np.full(len(y), int(Part.TRAIN), dtype=np.int64)
    part[dealt[np.diff(taken) > 0]] = int(Part.VALIDATION)
    for p, share in ((Part.VALIDATION, fraction), (Part.TRAIN, 1 - fraction)):
        if len(np.unique(y[part == p])) < 2:
            raise TaskError(
                f"The {percent(share, 0)} of the rows that are the {p.name.lower()} part hold one "
                "class only. Give more rows, or another validation_fraction."
            )
    return part


def _as_prepared(X: Matrix, y: Vector, groups: Groups, weight: Vector, part: Codes) -> Prepared:
    """Rows that are numbers already, in the form that the engine works on."""
    names = tuple(f"x{j}" for j in range(X.shape[1]))
    return Prepared(
        X=X,
        y=y,
        group=groups.code,
        weight=weight / weight.mean(),
        part=part,
        row=np.arange(len(y)),
        frame=pd.DataFrame(X, columns=list(names)),
        groups=groups.names,
        reference=int(np.bincount(groups.code).argmax()),
        features=names,
        feature_names=names,
        encoder=ColumnTransformer([("numbers", "passthrough", list(names))]),
    )


def _trace(config: StudyConfig, setting: Setting) -> tuple[list[Step], str]:
    """All steps of the choosing run, the plain model first, and why it ended."""
    problem = setting.problem
    plain = refit(problem, np.ones(len(problem.train.y)), setting.plain)
    steps = [start(plain)]
    for item in trace(config, problem, plain):
        if isinstance(item, Stop):
            return steps, item.reason
        steps.append(item)
    return steps, ""


def _advance(config: StudyConfig, problem: Problem, plain: State, progress: float) -> State:
    """The state at the given progress of the rule, or the nearest one that it reaches."""
    steps = [start(plain)]
    if progress > 0:
        for item in trace(config, problem, plain):
            if isinstance(item, Stop):
                break
            steps.append(item)
            if item.progress >= progress - 1e-9:
                break
    return min(steps, key=lambda step: abs(step.progress - progress)).state


def _targets(contrasts: Sequence[Contrast], names: Sequence[str]) -> pd.DataFrame:
    rows = [(c.gap, c.rate, *c.names(names)) for c in contrasts]
    return pd.DataFrame(rows, columns=["gap", "rate", "reference", "group"], dtype="str")


def _frontier(points: Sequence[Point], chosen: int) -> pd.DataFrame:
    """One row a point; an undefined figure is <NA>."""
    rows = [
        {
            "step": point.step,
            "chosen": i == chosen,
            "predicted": point.predicted,
            "reached": point.reached,
            **point.validation.utility,
            **point.validation.gaps,
            **asdict(summarise_weights(point.weights)),
        }
        for i, point in enumerate(points)
    ]
    return pd.DataFrame(rows).convert_dtypes()


def _status(
    config: StudyConfig,
    setting: Setting,
    points: tuple[Point, ...],
    chosen: int,
    stopped: str,
    unmet: Sequence[str],
) -> str:
    before, after = (targeted_gap(points[i].validation, config.gaps) for i in (0, chosen))
    done = (
        f"Reweighted with the rule {config.rule!r}: step {chosen} of {len(points) - 1} was chosen"
        if chosen
        else "Fitted plainly, every weight is 1: the plain model was chosen"
    )
    gap = f"; targeted gap on validation {_figure(before)} before, {_figure(after)} after."
    return " ".join((done + gap, *unmet, stopped, *setting.warnings))


def _figure(gap: float | None) -> str:
    return "undefined" if gap is None else f"{gap:.4f}"
