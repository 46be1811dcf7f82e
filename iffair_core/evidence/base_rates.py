"""Base rates of the groups in the data itself, before any model: where label bias would show.

A difference of base rates may be real, may come from past decisions that made the outcome (label
bias), or from who is in the table. The data cannot tell these apart; what it can tell is whether
there is a difference beyond chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.fairness.cells import Scores, cells
from iffair_core.fairness.gap_intervals import gap_bounds
from iffair_core.results import Study


@dataclass(frozen=True)
class BaseRate:
    """Share of favourable outcomes among the ``rows`` rows of a group."""

    group: str
    rate: float
    rows: int


@dataclass(frozen=True)
class BaseRateDifference:
    """The largest difference of base rates.

    lower, higher  the groups with the smallest and the largest base rate
    low, high      95 % interval of the difference, valid for the largest over all groups
    rows           rows of all groups that were compared
    """

    lower: BaseRate
    higher: BaseRate
    low: float
    high: float
    rows: int

    @property
    def difference(self) -> float:
        return self.higher.rate - self.lower.rate

    @property
    def beyond_chance(self) -> bool:
        return self.low > 0


def base_rate_difference(study: Study) -> BaseRateDifference | None:
    """On all rows with an outcome, whatever part they serve in; with the user's weights.

    Groups of fewer rows than the study asks of a cell stay out; None if fewer than two are left.
    """
    prepared = study.prepared
    everyone = Scores(prepared.y, np.ones(len(prepared.y), dtype=bool))
    k = len(prepared.groups)
    found = cells(everyone, prepared.group, k, prepared.weight, study.config.min_cell)
    known = ~np.isnan(found.value)
    if known.sum() < 2:
        return None
    lowest, highest = (
        BaseRate(prepared.groups[g], float(found.value[g]), int(found.count[g]))
        for g in _ends(found.value)
    )
    low, high = gap_bounds("base_rate", [found])
    return BaseRateDifference(lowest, highest, low, high, int(found.count[known].sum()))


def _ends(rates: Vector) -> tuple[int, int]:
    """The groups of the lowest and of the highest rate, never one group twice."""
    known = np.flatnonzero(~np.isnan(rates))
    order = known[np.argsort(rates[known], kind="stable")]
    return int(order[0]), int(order[-1])
