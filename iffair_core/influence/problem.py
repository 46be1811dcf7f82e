"""What is reweighted: training rows, target rows, and the converged state of a model.

The targets are contrasts of the chosen gaps on the target rows (docs/method.md, sections 2 and
4). A rule turns a ``State`` into new weights; ``refit`` turns weights into the
next state by a warm start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.fairness.targets import Targets
from iffair_core.influence.scores import (
    Influence,
    loss_gradient,
    mixed_influence,
    row_influence,
)
from iffair_core.models.fit import Fit, Learner
from iffair_core.models.rows import Rows

SMALLEST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class Decision:
    """The threshold on the probability, or the share of rows to be selected."""

    cut: float = 0.5
    share: float | None = None

    def cut_of(self, fit: Fit, rows: Rows) -> float:
        """The cut for this model; a share is turned into a cut on ``rows`` (validation)."""
        if self.share is None:
            return self.cut
        return share_cut(fit.logit(rows.X), self.share)


def share_cut(z: Vector, share: float) -> float:
    """The cut on the probability at which ``share`` of the rows with logits z (n,) is selected."""
    cut = float(np.quantile(expit(z), 1.0 - share, method="higher"))
    return min(max(cut, SMALLEST_PROBABILITY), 1.0 - SMALLEST_PROBABILITY)


@dataclass(frozen=True, eq=False)
class Problem:
    """Rows and targets of a reweighting.

    train       rows that are weighted
    target      rows on which the targeted gaps are measured
    validation  rows for the utility influence, the cut of a share, and ``judge``
    targets     the K targets, over the target rows
    learner     the model whose training is reweighted
    cell        (n,) group and outcome of each training row, as a code; None: each row alone
    judge       hard targeted gap on validation of a model and its cut; None: run all steps
    """

    train: Rows
    target: Rows
    validation: Rows
    targets: Targets
    learner: Learner
    decision: Decision
    cell: Codes | None = None
    judge: Callable[[Fit, float], float] | None = None


@dataclass(frozen=True, eq=False)
class State:
    """Weights (n,) of mean 1, the model that they give, and where its targets stand.

    smooth  (K,) smooth gaps of the targets at ``cut``
    """

    weights: Vector
    fit: Fit
    cut: float
    smooth: Vector

    def hard(self, problem: Problem) -> Vector:
        """(K,) gaps of the decisions on the target rows."""
        z = self.fit.logit(problem.target.X)
        return problem.targets.hard(z, problem.target.y, self.cut)


def refit(problem: Problem, weights: Vector, start: Vector | Fit | None = None) -> State:
    """Fit with ``weights`` (n,) of mean 1, warm from ``start`` as in ``Learner.fit``."""
    train = problem.train
    fit = problem.learner.fit(train.X, train.y, train.weight * weights, start)
    cut = problem.decision.cut_of(fit, problem.validation)
    return State(weights, fit, cut, _smooth(problem, fit, cut))


def smooth_gaps(problem: Problem, state: State, cut: float) -> Vector:
    """(K,) smooth gaps of the targets for the model of ``state``, at a cut that may not be its."""
    return state.smooth if cut == state.cut else _smooth(problem, state.fit, cut)


def _smooth(problem: Problem, fit: Fit, cut: float) -> Vector:
    return problem.targets.smooth(fit.logit(problem.target.X), problem.target.y, cut)


def target_influence(problem: Problem, state: State, guess: Matrix | None = None) -> Influence:
    """Influence of every training row on every target; ``guess`` as in ``row_influence``."""
    target = problem.target
    _, slopes = problem.targets.smooth_rates(state.fit.logit(target.X), target.y, state.cut)
    gradients = state.fit.pullback(target.X, slopes)
    return mixed_influence(state.fit, problem.train, gradients, problem.targets.mixing, guess)


def contrast_influence(problem: Problem, state: State, k: int) -> Influence:
    """Influence of every training row on target ``k`` alone."""
    target = problem.target
    _, slopes = problem.targets.smooth_rates(state.fit.logit(target.X), target.y, state.cut)
    gradient = state.fit.pullback(target.X, slopes @ problem.targets.mixing[:, [k]])
    return mixed_influence(state.fit, problem.train, gradient, np.eye(1))


def utility_influence(problem: Problem, state: State) -> Vector:
    """(n,) influence of every training row on the validation log loss."""
    gradient = loss_gradient(state.fit, problem.validation)
    return row_influence(state.fit, problem.train, gradient)[0][:, 0]


def normalise(weights: Vector) -> Vector:
    """Weights scaled to mean 1."""
    scaled: Vector = weights / weights.mean()
    return scaled
