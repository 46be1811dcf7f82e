"""Influence of every training row of a study on one of its gaps, and its proof by retraining.

Of the targets of a gap the one with the largest smooth gap is taken: which two groups, on
which rate. Influence is signed so that a positive one is harmful: raising the weight of the row
widens the gap (docs/method.md, section 3).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import get_args

from iffair_core.arrays import Codes, Vector
from iffair_core.cancel import Cancel, cancellable, never
from iffair_core.config import GapName, check_choice
from iffair_core.errors import TaskError
from iffair_core.fairness.targets import REST
from iffair_core.influence import retrain
from iffair_core.influence.change import Change
from iffair_core.influence.fidelity import Fidelity
from iffair_core.influence.leverage import left_out
from iffair_core.influence.newton import predicted_step
from iffair_core.influence.problem import State, contrast_influence, refit
from iffair_core.influence.retrain import Proof
from iffair_core.models.fit import Solution
from iffair_core.results import Study
from iffair_core.setting import Setting, set_up

GAPS: tuple[GapName, ...] = get_args(GapName)


@dataclass(frozen=True, eq=False)
class Opened:
    """One point of a study, ready for questions: every gap is a target of its setting."""

    setting: Setting
    state: State


@dataclass(frozen=True, eq=False)
class RowInfluence:
    """What raising the weight of each training row by one does to the size of a gap.

    value      (n_train,) in the order of the training rows; positive widens the gap
    rate       the rate that is compared ("selection_rate")
    higher,    names of the two groups: the rate is higher for the first
    lower
    gap        the smooth gap between them, positive
    solution   of the equations behind it
    """

    value: Vector
    rate: str
    higher: str
    lower: str
    gap: float
    solution: Solution


def open_point(study: Study, step: int = 0) -> Opened:
    """The point of ``step``, which is 0 for the plain model, fitted from its parameters."""
    point = next(p for p in study.points if p.step == step)
    config = dataclasses.replace(study.settled, gaps=GAPS, bounds=(), paces=())
    setting = set_up(config, study.prepared)
    return Opened(setting, refit(setting.problem, point.weights, start=point.theta))


def row_influence(opened: Opened, gap: GapName) -> RowInfluence:
    """Influence on ``gap``.

    Raises ConfigError for an unknown gap, TaskError if fewer than two groups have enough rows
    for it.
    """
    state, k = opened.state, _leading(opened, gap)
    contrast, signed = opened.setting.problem.targets.contrasts[k], float(state.smooth[k])
    pair = contrast.names(opened.setting.prepared.groups)
    higher, lower = pair if signed >= 0 else pair[::-1]
    found = contrast_influence(opened.setting.problem, state, k)
    return RowInfluence(
        value=_sign(signed) * found.of(0),
        rate=contrast.rate,
        higher=higher,
        lower=lower,
        gap=abs(signed),
        solution=found.solution,
    )


def study_influence(study: Study, gap: GapName, step: int = 0) -> RowInfluence:
    """``row_influence`` at the point of ``step``."""
    return row_influence(open_point(study, step), gap)


def influence_fidelity(
    opened: Opened, gap: GapName, *, seed: int, seconds: float | None = None
) -> Fidelity | None:
    """How well influence on ``gap`` predicts retraining; see ``influence.retrain.fidelity``."""
    return retrain.fidelity(
        opened.setting.problem,
        opened.state,
        seed=seed,
        seconds=seconds,
        target=_leading(opened, gap),
    )


def left_out_alone(opened: Opened, influence: RowInfluence, rows: Codes) -> Vector:
    """(k,) predicted change of the gap when each of the training rows ``rows`` alone is left out.

    Corrected by the leverage of the row, so it also holds for rows that pull the model far.
    """
    train, state = opened.setting.problem.train, opened.state
    return left_out(state.fit, train, state.weights, influence.value, rows)


def unseen_influence(opened: Opened, gap: GapName) -> Vector:
    """(n_validation,) what a unit of weight on each validation row would do to the size of the gap.

    As ``RowInfluence.value``, for rows that the model was not trained on.
    """
    k, problem = _leading(opened, gap), opened.setting.problem
    beside = dataclasses.replace(problem, train=problem.validation)
    found = contrast_influence(beside, opened.state, k)
    return _sign(float(opened.state.smooth[k])) * found.of(0)


def stepped_gap(opened: Opened, gap: GapName, change: Change) -> float:
    """The size of the smooth gap after a change of training rows, as one Newton step predicts it.

    Negative where the groups changed places.
    """
    k, problem, state = _leading(opened, gap), opened.setting.problem, opened.state
    step = predicted_step(state.fit, problem.train, state.weights, change).newton
    signed = float(retrain.stepped_gaps(problem, state, step)[k])
    return _sign(float(state.smooth[k])) * signed


def prove(opened: Opened, change: Change, cancel: Cancel = never) -> Proof:
    """Train again after a change of training rows; reported gaps are those of validation rows.

    Test rows stay out: what is tried on them until it fits tells nothing of other rows.
    Raises ConfigError for rows that are not there, FitError if the rest cannot be fitted, Cancelled
    within an iteration of the fit after ``cancel`` says so.
    """
    setting = opened.setting
    with cancellable(cancel):
        return retrain.retrain(setting.problem, opened.state, change, setting.validation)


def side_name(opened: Opened, side: int | None) -> str:
    """The name of one side of a ``PairShift``."""
    return REST if side is None else opened.setting.prepared.groups[side]


def _leading(opened: Opened, gap: GapName) -> int:
    """The target of ``gap`` with the largest smooth gap."""
    check_choice("gap", gap, GAPS)
    contrasts = opened.setting.problem.targets.contrasts
    members = [k for k, contrast in enumerate(contrasts) if contrast.gap == gap]
    if not members:
        raise TaskError(
            f"No two groups have enough rows for {gap}, so rows have no influence on it. Merge "
            "groups or choose another gap."
        )
    return max(members, key=lambda k: abs(opened.state.smooth[k]))


def _sign(signed: float) -> float:
    return 1.0 if signed >= 0 else -1.0
