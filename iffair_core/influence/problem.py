"""What is reweighted: training rows, target rows, and the converged state of a model.

The targets are pairwise contrasts of the chosen gaps on the target rows (docs/method.md,
sections 2 and 4). A rule turns a ``State`` into new weights; ``refit`` turns weights into the
next state by a warm start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.fairness.gaps import Contrast
from iffair_core.influence.scores import Rows, gap_gradients, loss_gradient, row_influence
from iffair_core.models.logistic import LogisticFit, fit_logistic

SMALLEST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class Decision:
    """The threshold on the probability, or the share of rows to be selected."""

    cut: float = 0.5
    share: float | None = None

    def cut_of(self, fit: LogisticFit, rows: Rows) -> float:
        """The cut for this model; a share is turned into a cut on ``rows`` (validation)."""
        if self.share is None:
            return self.cut
        return share_cut(fit.logit(rows.design), self.share)


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
    contrasts   the K targets, over the target rows
    judge       hard targeted gap on validation of a model and its cut; None: run all steps
    """

    train: Rows
    target: Rows
    validation: Rows
    contrasts: tuple[Contrast, ...]
    l2: float
    decision: Decision
    judge: Callable[[LogisticFit, float], float] | None = None

    def groups_of_targets(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the contrasts of each gap: a gap is bounded through all of its pairs."""
        names = [c.gap for c in self.contrasts]
        return tuple(
            tuple(k for k, name in enumerate(names) if name == gap) for gap in dict.fromkeys(names)
        )


@dataclass(frozen=True, eq=False)
class State:
    """Weights (n,) of mean 1, the model that they give, and where its targets stand.

    smooth  (K,) smooth gaps of the contrasts at ``cut``
    """

    weights: Vector
    fit: LogisticFit
    cut: float
    smooth: Vector

    def hard(self, problem: Problem) -> Vector:
        """(K,) gaps of the decisions on the target rows."""
        z = self.fit.logit(problem.target.design)
        return np.array([c.hard(z, problem.target.y, self.cut) for c in problem.contrasts])


def refit(problem: Problem, weights: Vector, start: Vector | None = None) -> State:
    """Fit with ``weights`` (n,) of mean 1, warm from ``start`` (p,)."""
    fit = fit_logistic(
        problem.train.design,
        problem.train.y,
        problem.train.weight * weights,
        l2=problem.l2,
        start=start,
    )
    cut = problem.decision.cut_of(fit, problem.validation)
    return State(weights, fit, cut, smooth_gaps(problem, fit, cut))


def smooth_gaps(problem: Problem, fit: LogisticFit, cut: float) -> Vector:
    """(K,) smooth gaps of the contrasts at a given cut."""
    z = fit.logit(problem.target.design)
    return np.array([c.smooth(z, problem.target.y, cut)[0] for c in problem.contrasts])


def target_influence(problem: Problem, state: State) -> Matrix:
    """(n, K) influence of every training row on every contrast."""
    _, gradients = gap_gradients(state.fit, problem.target, problem.contrasts, state.cut)
    return row_influence(state.fit, problem.train, gradients)


def utility_influence(problem: Problem, state: State) -> Vector:
    """(n,) influence of every training row on the validation log loss."""
    gradient = loss_gradient(state.fit, problem.validation)
    return row_influence(state.fit, problem.train, gradient)[:, 0]


def normalise(weights: Vector) -> Vector:
    """Weights scaled to mean 1."""
    scaled: Vector = weights / weights.mean()
    return scaled
