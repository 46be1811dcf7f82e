"""Influence of every training row of a study on one of its gaps, with its proof.

Of the targets of a gap the one with the largest smooth gap is taken: which two groups, on
which rate. Influence is signed so that a positive one is harmful: raising the weight of the row
widens the gap (docs/method.md, section 3).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.config import GapName
from iffair_core.errors import TaskError
from iffair_core.influence.problem import refit, target_influence
from iffair_core.influence.retrain import fidelity
from iffair_core.results import Fidelity, Study
from iffair_core.setting import set_up


@dataclass(frozen=True, eq=False)
class RowInfluence:
    """What raising the weight of each training row by one does to the size of a gap.

    value      (n_train,) in the order of the training rows; positive widens the gap
    rate       the rate that is compared ("selection_rate")
    higher,    names of the two groups: the rate is higher for the first
    lower
    gap        the smooth gap between them, positive
    fidelity   predicted against actual change over refits; None if too few rows
    """

    value: Vector
    rate: str
    higher: str
    lower: str
    gap: float
    fidelity: Fidelity | None


def study_influence(study: Study, gap: GapName, step: int = 0) -> RowInfluence:
    """Influence on ``gap`` at the point of ``step``, which is 0 for the plain model.

    Raises ConfigError for an unknown gap, TaskError if fewer than two groups have enough rows
    for it.
    """
    setting = set_up(dataclasses.replace(study.config, gaps=(gap,)), study.prepared)
    problem = setting.problem
    if len(problem.targets) == 0:
        raise TaskError(
            f"No two groups have enough rows for {gap}, so rows have no influence on it. Merge "
            "groups or choose another gap."
        )
    point = next(p for p in study.points if p.step == step)
    state = refit(problem, point.weights, start=point.theta)
    leading = int(np.argmax(np.abs(state.smooth)))
    contrast, signed = problem.targets.contrasts[leading], float(state.smooth[leading])
    sign = 1.0 if signed >= 0 else -1.0
    pair = contrast.names(study.prepared.groups)
    higher, lower = pair if signed >= 0 else pair[::-1]
    return RowInfluence(
        value=sign * target_influence(problem, state).of(leading),
        rate=contrast.rate,
        higher=higher,
        lower=lower,
        gap=abs(signed),
        fidelity=fidelity(problem, state, seed=study.config.seed),
    )
