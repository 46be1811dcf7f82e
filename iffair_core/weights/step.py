"""The smallest change of the weights that is predicted to meet bounds (docs/method.md, section 4).

    minimise 1/2 |dw - pull|_M^2   subject to   lower_k <= s_k . dw <= upper_k,   u . dw <= budget,
                                                held_j . dw = 0,   0 <= w + dw <= w_max

with a pull of 0 unless one is given, and M the metric of ``weights.metric``. The dual has two
variables a target, one for the budget and one for each held sum; its inner minimiser is explicit
but for one number a cell, so an evaluation costs O(nK). Multipliers are bounded, which makes the
bounds of targets that cannot be met together an exact penalty instead of a failure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.influence.problem import Problem
from iffair_core.influence.scores import Influence
from iffair_core.weights.dual import Dual, Solved, solved
from iffair_core.weights.metric import WITHIN, Metric
from iffair_core.weights.push import Push

LARGEST_RMS_CHANGE = 0.5
"""Bound of a multiplier: one target alone moves the weights by about this, root mean square."""


MISSED = 1e-6
"""A predicted target may pass its bound by this before it joins the program."""
ROUNDS = 20
JOINING = 16
"""Targets that join in a round, those missed by most: of thousands few bind."""
BUDGET, HELD = -1, -2
"""Owners of constraints that are no target's."""


@dataclass(frozen=True, eq=False)
class Terms:
    """What holds for every step: its metric, sums ``held`` (n, E) as they are, w_max."""

    metric: Metric
    held: Matrix
    max_weight: float


def terms_of(problem: Problem, max_weight: float) -> Terms:
    """Cells of the training rows; their number and their weighted outcome rate are held."""
    train, ones = problem.train, np.ones(len(problem.train.y))
    rate = train.weight @ train.y / train.weight.sum()
    held = np.column_stack([ones, train.weight * (train.y - rate)])
    cell = np.arange(len(ones)) if problem.cell is None else problem.cell
    return Terms(Metric.of(cell), held, max_weight)


@dataclass(frozen=True, eq=False)
class Bounds:
    """Bounds of the predicted changes of K targets: ``lower`` and ``upper`` (K,).

    An infinite bound is absent. ``utility`` (n,) and ``budget`` bound the predicted rise of the
    validation loss; None leaves it free.
    """

    influence: Influence
    lower: Vector
    upper: Vector
    utility: Vector | None = None
    budget: float | None = None

    def missed(self, change: Vector) -> Vector:
        """(K,) by how much a change of the weights (n,) is predicted to pass each bound."""
        predicted = self.influence.change(change)
        return np.maximum(predicted - self.upper, self.lower - predicted)


@dataclass(frozen=True, eq=False)
class SmallestStep:
    """dw (n,), and the multipliers behind it."""

    change: Vector
    push: Push


def smallest_step(
    weights: Vector, terms: Terms, bounds: Bounds, pull: Vector | None = None
) -> SmallestStep:
    """The step for weights (n,) of mean 1, nearest to ``pull`` (n,); None: to no change.

    Of many targets few bind: the program holds those that were predicted to miss a bound by
    most, and is solved again until no other one does.
    """
    active = np.zeros(len(bounds.lower), dtype=bool)
    wanted = np.zeros(len(weights)) if pull is None else pull
    found = SmallestStep(wanted, Push({}, 0.0, ()))
    if pull is not None:
        found = _solve(weights, terms, bounds, wanted, np.arange(0))
    for _ in range(ROUNDS):
        missed = np.where(active, 0.0, bounds.missed(found.change))
        joining = np.argsort(-missed, kind="stable")[:JOINING]
        joining = joining[missed[joining] > MISSED]
        if len(joining) == 0:
            break
        active[joining] = True
        found = _solve(weights, terms, bounds, wanted, np.flatnonzero(active))
    return found


def _solve(
    weights: Vector, terms: Terms, bounds: Bounds, pull: Vector, active: Codes
) -> SmallestStep:
    given = _constraints(terms, bounds, active)
    count = len(given.limits)
    least, most = np.full(count, -np.inf), np.full(count, np.inf)
    least[: given.capped] = 0.0
    most[: given.capped] = LARGEST_RMS_CHANGE * np.sqrt(WITHIN * len(weights))
    low, high = -weights, terms.max_weight - weights
    found = solved(Dual(terms.metric, pull, low, high, given.columns, given.limits, least, most))
    return SmallestStep(found.change, given.push(found))


@dataclass(frozen=True, eq=False)
class _Constraints:
    """Rows a_j (as columns) of unit length and limits b_j of a_j . dw <= b_j.

    The last columns are the equalities held_j . dw = 0, those before them ``capped`` in number.
    ``owner`` (J,) is the index of a column's target, BUDGET or HELD, and a_j = ``scale`` (J,) times
    the owner's own row: negative for a lower bound.
    """

    columns: Matrix
    limits: Vector
    capped: int
    owner: Codes
    scale: Vector

    def push(self, found: Solved) -> Push:
        """The multipliers of the owners' own rows."""
        own = found.mu * self.scale
        named = np.unique(self.owner[(self.owner >= 0) & (own != 0.0)]).tolist()
        return Push(
            targets={k: float(own[self.owner == k].sum()) for k in named},
            budget=float(own[self.owner == BUDGET].sum()),
            held=tuple(own[self.owner == HELD].tolist()),
        )


def _constraints(terms: Terms, bounds: Bounds, active: Codes) -> _Constraints:
    influence = bounds.influence.of(active)
    above, below = bounds.upper[active], bounds.lower[active]
    upper, lower = np.isfinite(above), np.isfinite(below)
    columns = [influence[:, upper], -influence[:, lower]]
    limits = [above[upper], -below[lower]]
    owner, sign = [active[upper], active[lower]], [np.ones(upper.sum()), -np.ones(lower.sum())]
    if bounds.utility is not None and bounds.budget is not None:
        columns.append(bounds.utility[:, None])
        limits.append(np.array([bounds.budget]))
        owner.append(np.array([BUDGET]))
        sign.append(np.ones(1))
    rows, limit = np.hstack(columns), np.concatenate(limits)
    length, held = terms.metric.lengths(rows), terms.metric.lengths(terms.held)
    used = length > 0
    return _Constraints(
        columns=np.hstack([rows[:, used] / length[used], terms.held / held]),
        limits=np.append(limit[used] / length[used], np.zeros(len(held))),
        capped=int(used.sum()),
        owner=np.append(np.concatenate(owner)[used], np.full(len(held), HELD)),
        scale=np.append(np.concatenate(sign)[used] / length[used], 1.0 / held),
    )
