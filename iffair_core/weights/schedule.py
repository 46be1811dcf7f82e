"""What the smooth gaps may be at each progress of the path (docs/method.md, section 4).

With G_k the largest smooth gap at the start among the contrasts of target k's gap, the path
demands

    |F_k| <= (1 - min(t, 1) pace_k) G_k

so that a gap of pace 1 closes at t = 1. Where both odds gaps are targets, base rates leave a part
of the error gap whatever the weights (``weights.conflicts``), and what is asked of it beyond is
paid for by the other gaps: its whole way is BESIDE_ODDS of it. The paces of the settings are shares
of a gap's way. A gap whose decisions keep to a bound of its own from the start is only held there
(pace 0). Other bounds do not end the path: they are judged on validation rows, and the frontier
shows what lies beyond them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Mask, Vector
from iffair_core.influence.problem import Problem, State
from iffair_core.weights.trace import Settings

ODDS = frozenset({"true_positive_rate", "false_positive_rate"})
BESIDE_ODDS = 0.7
"""Chosen on Adult (benchmarks/README.md): at 1 the gaps of selection and of odds fall by less."""


@dataclass(frozen=True, eq=False)
class Schedule:
    """All (K,): largest smooth gaps at the start, and paces in [0, 1]; 0: held where it is."""

    largest: Vector
    pace: Vector

    def reach(self, t: float) -> Vector:
        """(K,) size that the smooth gaps may have at progress t."""
        reach: Vector = (1.0 - min(t, 1.0) * self.pace) * self.largest
        return reach

    @property
    def closes(self) -> Mask:
        """(K,) targets whose smooth gap is to be zero at t = 1."""
        closing: Mask = self.pace >= 1.0
        return closing


def schedule_of(problem: Problem, plain: State, settings: Settings) -> Schedule:
    """The schedule from the plain model, with the bounds and paces of the settings."""
    hard = np.abs(plain.hard(problem))
    largest, pace = np.zeros(len(hard)), np.zeros(len(hard))
    rates = [contrast.rate for contrast in problem.targets.contrasts]
    for members in problem.targets.members():
        these = list(members)
        gap = problem.targets.contrasts[these[0]].gap
        largest[these] = np.abs(plain.smooth[these]).max()
        if gap not in settings.bounds or hard[these].max() > settings.bounds[gap]:
            way = BESIDE_ODDS if rates[these[0]] == "error_rate" and set(rates) >= ODDS else 1.0
            pace[these] = way * settings.paces.get(gap, 1.0)
    return Schedule(largest, pace)
