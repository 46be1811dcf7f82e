"""Why weights moved by the rules that look at each row's influence alone, in words.

Uniform and diverse take from harmful rows and give to helpful ones, round by round; the linear
program removes weight in one leap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.evidence.reason import Reason
from iffair_core.influence.problem import refit, target_influence
from iffair_core.results import Study
from iffair_core.setting import set_up

HARMFUL = "More weight on it would have widened the targeted gaps, so it lost weight"
HELPFUL = "More weight on it would have narrowed the targeted gaps, so it gained weight"
REMOVED = (
    "It is among the rows whose removal closes the gap with the least weight that the loss allows"
)
UNTOUCHED = "The program left it alone; it weighs more because the mean of all weights stays 1"
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Rounds:
    """In how many of ``steps`` rounds each row (n,) was harmful; in the others it was helpful."""

    harmful: Codes
    steps: int

    def of(self, row: int) -> tuple[Reason, ...]:
        """As ``evidence.moved.Mover``."""
        times = int(self.harmful[row])
        both = [(HARMFUL, times), (HELPFUL, self.steps - times)]
        told = [Reason(title, None, None, n, self.steps) for title, n in both if n]
        return tuple(sorted(told, key=lambda reason: -reason.active))


@dataclass(frozen=True, eq=False)
class Leap:
    """Which rows (n,) the linear program took weight from."""

    removed: Mask

    def of(self, row: int) -> tuple[Reason, ...]:
        """As ``evidence.moved.Mover``."""
        return (Reason(REMOVED if self.removed[row] else UNTOUCHED, None, None, 1, 1),)


def rounds(study: Study, step: int) -> Rounds:
    """Influence on the sum of the targeted gaps, as the rules see it, at each round's model."""
    problem = set_up(study.settled, study.prepared).problem
    points = [p for p in study.points if p.step < step]
    harmful = np.zeros(len(problem.train.y), dtype=np.int64)
    for point in points:
        state = refit(problem, point.weights, point.theta)
        s: Vector = target_influence(problem, state).along(np.sign(state.hard(problem)))
        harmful += s > 0
    return Rounds(harmful, len(points))


def leap(study: Study, step: int) -> Leap:
    """Rows that weigh less than those that were left alone, which weigh most."""
    weights = next(p.weights for p in study.points if p.step == step)
    return Leap(weights < weights.max() - ROUNDING)
