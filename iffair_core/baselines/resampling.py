"""Uniform resampling (Kamiran and Calders 2012): a sample where group and outcome are independent.

A cell of group and outcome keeps n_c P(g) P(y) / P(g, y) of its n_c rows, rounded: the frequency
that reweighing gives it. A cell that shrinks loses rows at random; one that grows has every row as
often as it can, and the rest at random, none twice.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iffair_core.arrays import Codes, Vector
from iffair_core.baselines.method import Answer, Contest, decide_by
from iffair_core.baselines.reweighing import DOSES, reweighing
from iffair_core.cancel import check_cancelled
from iffair_core.influence.problem import normalise, refit
from iffair_core.setting import cells


def answers(contest: Contest) -> Iterator[Answer]:
    """Resampled training rows at doses; a larger dose draws by the same order of the rows."""
    train, fit = contest.train, contest.plain.fit
    cell = cells(train.group, train.rows.y)
    for dose in DOSES:
        check_cancelled()
        frequency = reweighing(train.group, train.rows.y, train.rows.weight, dose)
        count = copies(cell, frequency, np.random.default_rng(contest.config.seed))
        fit = refit(contest.setting.problem, normalise(count), fit).fit
        yield decide_by(contest, fit, dose)


def copies(cell: Codes, frequency: Vector, rng: np.random.Generator) -> Vector:
    """(n,) how often each row is in the sample, as float64.

    cell       (n,) group and outcome of each row
    frequency  (n,) copies that a row is to have on average; one number a cell
    """
    order = rng.permutation(len(cell))
    count = np.zeros(len(cell))
    for code in np.unique(cell).tolist():
        inside = order[cell[order] == code]
        wanted = round(float(frequency[inside[0]]) * len(inside))
        everyone, rest = divmod(wanted, len(inside))
        count[inside] = everyone
        count[inside[:rest]] += 1.0
    return count
