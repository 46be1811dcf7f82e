"""The proof of influence: change training rows, train again, compare predicted with actual.

Two predictions stand beside the actual figures (``iffair_core.influence.newton``): influence,
which is first order, and one Newton step. Smooth gaps are predicted as they are differentiated,
influence along their gradient and the Newton step by its logits; reported gaps and utilities are
measured on the logits that either step predicts.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.stats import linregress

from iffair_core.arrays import Matrix, Vector
from iffair_core.fairness.measure import Measures
from iffair_core.influence.change import Change, check_rows, remove
from iffair_core.influence.fidelity import Fidelity
from iffair_core.influence.newton import Predicted, predicted_step
from iffair_core.influence.problem import (
    Problem,
    State,
    contrast_influence,
    refit,
    share_cut,
    smooth_gaps,
)
from iffair_core.models.fit import Solution
from iffair_core.models.rows import Rows

GROUPS = 12
FEWEST_GROUPS = 4
"""Groups that are proved whatever the time: fewer say nothing about a correlation."""
SHARE_OF_ROWS = 0.02


class Judge(Protocol):
    """Rows on which gaps and utilities are reported."""

    @property
    def rows(self) -> Rows: ...

    def measure(self, z: Vector, cut: float) -> Measures:
        """Figures of logits z (n,)."""
        ...


@dataclass(frozen=True)
class Shift:
    """One figure before a change, as both steps predict it, and after retraining.

    None where it is undefined.
    """

    before: float | None
    influence: float | None
    newton: float | None
    actual: float | None


@dataclass(frozen=True)
class PairShift:
    """The smooth gap of two groups on the target rows, signed so that it is positive before.

    higher, lower  which groups, ``rate`` being higher for the first; None: all others together
    """

    rate: str
    higher: int | None
    lower: int | None
    shift: Shift


@dataclass(frozen=True, eq=False)
class Proof:
    """Predicted and actual effect of one change of training rows.

    pairs     by gap: its pair with the largest smooth gap before, at the cut before
    gaps      by name: the gaps that are reported, on the judge's rows
    utility   by name, on the judge's rows
    seconds   that the retraining took
    residual  what the Newton step left of its equations
    solution  of the equations of influence
    """

    change: Change
    pairs: Mapping[str, PairShift]
    gaps: Mapping[str, Shift]
    utility: Mapping[str, Shift]
    seconds: float
    gradient_norm: float
    residual: float
    solution: Solution


def retrain(problem: Problem, state: State, change: Change, judge: Judge) -> Proof:
    """Predict a change of training rows, then train with it, warm from the model of ``state``.

    Raises ConfigError for rows that are not there, FitError if the rest cannot be fitted.
    """
    check_rows(change, len(state.weights))
    predicted = predicted_step(state.fit, problem.train, state.weights, change)
    begun = time.perf_counter()
    train = dataclasses.replace(problem.train, y=change.outcomes(problem.train.y))
    changed = dataclasses.replace(problem, train=train)
    after = refit(changed, change.weights(state.weights), state.fit)
    seconds = time.perf_counter() - begun
    measured = _measured(problem, state, predicted, after, judge)
    return Proof(
        change=change,
        pairs=_pairs(problem, state, predicted, after),
        gaps={name: Shift(*(m.gaps[name] for m in measured)) for name in measured[0].gaps},
        utility={name: Shift(*(m.utility[name] for m in measured)) for name in measured[0].utility},
        seconds=seconds,
        gradient_norm=after.fit.gradient_norm,
        residual=predicted.residual,
        solution=predicted.solution,
    )


def fidelity(
    problem: Problem,
    state: State,
    *,
    seed: int,
    groups: int = GROUPS,
    seconds: float | None = None,
    target: int | None = None,
) -> Fidelity | None:
    """Fidelity over random groups of 2 % of the rows, each left out once.

    The function is ``target``, by default the target with the largest smooth gap. After
    ``seconds`` no further group is begun, but a few are always done; without it the figure depends
    on the seed alone. None if there are too few rows to leave groups out, or no target.
    """
    n = len(state.weights)
    size = max(1, round(SHARE_OF_ROWS * n))
    if len(problem.targets) == 0 or n < 2 * groups:
        return None
    k = leading(state) if target is None else target
    influence = contrast_influence(problem, state, k).of(0)
    generator = np.random.default_rng(seed)
    first, newton, actual = [], [], []
    ends = None if seconds is None else time.monotonic() + seconds
    for done in range(groups):
        if ends is not None and done >= FEWEST_GROUPS and time.monotonic() >= ends:
            break
        change = remove(generator.choice(n, size, replace=False))
        weights = change.weights(state.weights)
        first.append(float((weights - state.weights) @ influence))
        step = predicted_step(state.fit, problem.train, state.weights, change).newton
        newton.append(float((stepped_gaps(problem, state, step) - state.smooth)[k]))
        refitted = refit(problem, weights, state.fit)
        actual.append(float((smooth_gaps(problem, refitted, state.cut) - state.smooth)[k]))
    if np.ptp(first) == 0:
        return None
    line, better = linregress(first, actual), linregress(newton, actual)
    return Fidelity(
        correlation=float(line.rvalue),
        slope=float(line.slope),
        groups=len(first),
        rows_per_group=size,
        newton_correlation=float(better.rvalue),
        newton_slope=float(better.slope),
    )


def stepped_gaps(problem: Problem, state: State, step: Vector) -> Vector:
    """(K,) smooth gaps of the targets after a step (p,), at the cut before."""
    z = _stepped_logits(state, problem.target.X, step)
    return problem.targets.smooth(z, problem.target.y, state.cut)


def leading(state: State) -> int:
    """The target with the largest smooth gap."""
    return int(np.argmax(np.abs(state.smooth)))


def _pairs(
    problem: Problem, state: State, predicted: Predicted, after: State
) -> dict[str, PairShift]:
    """The leading pair of each gap that has targets."""
    target, targets = problem.target, problem.targets
    _, slopes = targets.smooth_rates(state.fit.logit(target.X), target.y, state.cut)
    along = state.fit.pushforward(target.X, predicted.influence[:, None])[:, 0]
    influence = state.smooth + (along @ slopes) @ targets.mixing
    newton = stepped_gaps(problem, state, predicted.newton)
    actual = smooth_gaps(problem, after, state.cut)
    found = {}
    for members in targets.members():
        k = max(members, key=lambda k: abs(state.smooth[k]))
        contrast, sign = targets.contrasts[k], 1.0 if state.smooth[k] >= 0 else -1.0
        sides = (contrast.reference, contrast.other)
        figures = (sign * float(value[k]) for value in (state.smooth, influence, newton, actual))
        higher, lower = sides if sign > 0 else sides[::-1]
        found[contrast.gap] = PairShift(contrast.rate, higher, lower, Shift(*figures))
    return found


def _stepped_logits(state: State, X: Matrix, step: Vector) -> Vector:
    """z (n,) after a step (p,), to first order in the parameters."""
    moved: Vector = state.fit.logit(X) + state.fit.pushforward(X, step[:, None])[:, 0]
    return moved


def _measured(
    problem: Problem, state: State, predicted: Predicted, after: State, judge: Judge
) -> tuple[Measures, Measures, Measures, Measures]:
    """Before, by influence, by the Newton step, and after."""
    X = judge.rows.X
    influence, newton = (
        judge.measure(_stepped_logits(state, X, step), _stepped_cut(problem, state, step))
        for step in (predicted.influence, predicted.newton)
    )
    before = judge.measure(state.fit.logit(X), state.cut)
    return before, influence, newton, judge.measure(after.fit.logit(X), after.cut)


def _stepped_cut(problem: Problem, state: State, step: Vector) -> float:
    """The cut after a step: only a cut that selects a share of the rows moves."""
    share = problem.decision.share
    if share is None:
        return state.cut
    return share_cut(_stepped_logits(state, problem.validation.X, step), share)
