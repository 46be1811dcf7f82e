"""Disparate-impact removal by geometric repair (Feldman et al. 2015, section 5).

Of a feature x with the distribution F_g in group g, a row at rank q = F_g(x) gets the median over
the groups of their quantiles at q, and at a dose a share of the way to it:

    x' = (1 - dose) x + dose median_h F_h^-1(F_g(x))

At the dose 1 the feature has one distribution in all groups, so no rule on it alone can tell them
apart. Distributions are those of the training rows. Ranks are mid-ranks (of k equal values among n,
the middle one's), quantiles the linear interpolation between the values at (i - 1/2) / n. Beyond
the training values of a group the rank is that of the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.baselines.features import DOSES, decide_on, number_columns
from iffair_core.baselines.method import Answer, Contest
from iffair_core.cancel import check_cancelled


@dataclass(frozen=True, eq=False)
class Repair:
    """Of the first columns of a matrix, the sorted training values of every group.

    values  for each column, by group code; groups without a training row are absent
    """

    values: tuple[dict[int, Vector], ...]

    def of(self, X: Matrix, group: Codes, dose: float) -> Matrix:
        """X (n, d) repaired; rows of groups without a training row stay as they are."""
        repaired = X.copy()
        for j, known in enumerate(self.values):
            for g in known:
                inside = group == g
                x = X[inside, j]
                repaired[inside, j] = x + dose * (_median_quantile(known, _rank(known[g], x)) - x)
        return repaired


def fit_repair(X: Matrix, group: Codes, n_columns: int) -> Repair:
    """The repair of the first ``n_columns`` columns of training rows X (n, d)."""
    return Repair(
        tuple(
            {g: np.sort(X[group == g, j]) for g in np.unique(group).tolist()}
            for j in range(n_columns)
        )
    )


def answers(contest: Contest) -> Iterator[Answer]:
    """Repair at doses, of every numeric column."""
    train = contest.train
    repair = fit_repair(train.rows.X, train.group, number_columns(contest))
    for dose in DOSES:
        check_cancelled()
        change = partial(repair.of, dose=dose)
        yield decide_on(contest, change, dose, contest.plain.fit.theta)


def without_numbers(contest: Contest) -> str:
    """Why there is nothing to repair; empty if there is."""
    if number_columns(contest):
        return ""
    return "No column of the table is a number, and only numbers have an order to repair."


def _rank(values: Vector, x: Vector) -> Vector:
    """(m,) mid-ranks in [0, 1] of x (m,) among sorted values; between two, interpolated."""
    distinct, first, count = np.unique(values, return_index=True, return_counts=True)
    return np.interp(x, distinct, (first + 0.5 * count) / len(values))


def _median_quantile(known: dict[int, Vector], rank: Vector) -> Vector:
    quantiles = [
        np.interp(rank, (np.arange(len(values)) + 0.5) / len(values), values)
        for values in known.values()
    ]
    return np.asarray(np.median(quantiles, axis=0))
