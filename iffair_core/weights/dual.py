"""The multipliers of a smallest step, by Newton's method on its dual (docs/method.md, section 4).

The program is to minimise 1/2 |d - wanted|_M^2 subject to A^T d <= b and low <= d <= high. With
d(mu) the ``nearest`` change for the slope A mu, its dual

    maximise   1/2 |d(mu) - wanted|_M^2 + mu . (A^T d(mu) - b)     over least <= mu <= most

is concave and piecewise quadratic, with the gradient A^T d(mu) - b and the Hessian -G, where G is
``Metric.gram`` of the rows that d(mu) leaves between their bounds. Each iteration maximises the
quadratic piece within the box of the multipliers, by active sets, so it ends with the exact
solution once the piece is the right one: a few evaluations for a handful of constraints.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import lsq_linear

from iffair_core.arrays import Matrix, Vector
from iffair_core.weights.metric import Metric, Nearest

TOLERANCE = 1e-9
"""Of the gradient that no bound of a multiplier holds back; columns of A have unit length."""
ROUNDING = 1e-15
"""Share of the dual's value below which a rise is none."""
EXACT = 1e-15
"""Relative tolerance of the quadratic piece's solution: that of rounding."""
ITERATIONS = 100
SMALLEST_STEP = 1e-6
RIDGE = 1e-12
"""Share of its mean diagonal that is added to G's: constraints may repeat one another."""


@dataclass(frozen=True, eq=False)
class Dual:
    """The dual of one step.

    metric, wanted, low, high   of the program; (n,) each but the metric
    columns, limits             A (n, J) with columns of unit length, b (J,)
    least, most                 (J,) bounds of the multipliers; infinite ones are absent
    """

    metric: Metric
    wanted: Vector
    low: Vector
    high: Vector
    columns: Matrix
    limits: Vector
    least: Vector
    most: Vector


@dataclass(frozen=True, eq=False)
class _Place:
    """Multipliers (J,), the change that they give, the value of the dual and its gradient."""

    mu: Vector
    nearest: Nearest
    value: float
    gradient: Vector


@dataclass(frozen=True, eq=False)
class Solved:
    """The change d (n,) and the multipliers mu (J,) that give it."""

    change: Vector
    mu: Vector


def solved(dual: Dual) -> Solved:
    """The multipliers that maximise the dual, sought from zero, and their change."""
    start = np.clip(np.zeros(len(dual.limits)), dual.least, dual.most)
    here = _at(dual, start, np.zeros(len(dual.metric.size)))
    for _ in range(ITERATIONS):
        if _unsettled(dual, here) <= TOLERANCE:
            break
        step = _newton(dual, here)
        if here.gradient @ step <= ROUNDING * (1.0 + abs(here.value)):
            break
        better = _better(dual, here, step)
        if better is None:
            break
        here = better
    return Solved(here.nearest.change, here.mu)


def _at(dual: Dual, mu: Vector, shift: Vector) -> _Place:
    found = dual.metric.nearest(dual.wanted, dual.columns @ mu, dual.low, dual.high, shift)
    slack = found.change @ dual.columns - dual.limits
    return _Place(mu, found, found.cost + float(mu @ slack), slack)


def _newton(dual: Dual, here: _Place) -> Vector:
    """The step (J,) to the maximum, within the box, of the quadratic piece at ``here``.

    Multipliers that their bounds hold back stay: one of two opposite constraints, for instance.
    """
    change = here.nearest.change
    inside = (change > dual.low) & (change < dual.high)
    held = (here.mu <= dual.least) & (here.gradient < 0)
    held |= (here.mu >= dual.most) & (here.gradient > 0)
    moving = np.flatnonzero(~held)
    gram = dual.metric.gram(dual.columns[:, moving], inside)
    gram[np.diag_indices_from(gram)] += RIDGE * (1.0 + np.trace(gram) / len(gram))
    factor = cholesky(gram, lower=True)
    box = (dual.least[moving] - here.mu[moving], dual.most[moving] - here.mu[moving])
    target = solve_triangular(factor, here.gradient[moving], lower=True)
    step = np.zeros_like(here.mu)
    step[moving] = lsq_linear(factor.T, target, bounds=box, method="bvls", tol=EXACT).x
    return step


def _better(dual: Dual, here: _Place, step: Vector) -> _Place | None:
    """The place after as much of the step as makes the dual rise; None: rounding ends it.

    Where the values no longer tell, a smaller gradient does.
    """
    rise, size = float(here.gradient @ step), 1.0
    while size >= SMALLEST_STEP:
        place = _at(dual, here.mu + size * step, here.nearest.shift)
        if place.value >= here.value + 1e-4 * size * rise:
            return place
        if _unsettled(dual, place) <= 0.5 * _unsettled(dual, here):
            return place
        size /= 2.0
    return None


def _unsettled(dual: Dual, place: _Place) -> float:
    """Largest part of the gradient that the bounds of the multipliers let them follow."""
    ahead = np.clip(place.mu + place.gradient, dual.least, dual.most) - place.mu
    return float(np.abs(ahead).max())
