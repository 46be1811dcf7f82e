"""What the smooth gaps may be at each progress of the path (docs/method.md, section 4).

With G_k the largest smooth gap at the start among the contrasts of target k's gap, the path
demands |F_k| <= reach_k(t) G_k, where

    reach_k(t) = max(1 - min(t, 1) pace_k, floor_k)

A gap of pace 1 without a bound of its own closes at t = 1. A bound X ends its way at the share
floor_k = X / |h_k|, with h_k the gap of the plain model's decisions: bounds are stated for
decisions, and the path steps along smooth gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Mask, Vector
from iffair_core.influence.problem import Problem, State
from iffair_core.weights.trace import Settings


@dataclass(frozen=True, eq=False)
class Schedule:
    """All (K,): largest smooth gaps at the start, paces in (0, 1], floors in [0, 1]."""

    largest: Vector
    pace: Vector
    floor: Vector

    def reach(self, t: float) -> Vector:
        """(K,) size that the smooth gaps may have at progress t."""
        share: Vector = np.maximum(1.0 - min(t, 1.0) * self.pace, self.floor)
        return share * self.largest

    @property
    def closes(self) -> Mask:
        """(K,) targets whose smooth gap is to be zero at t = 1."""
        closing: Mask = (self.pace >= 1.0) & (self.floor <= 0.0)
        return closing


def schedule_of(problem: Problem, plain: State, settings: Settings) -> Schedule:
    """The schedule from the plain model, with the bounds and paces of the settings."""
    hard = plain.hard(problem)
    largest, pace, floor = (np.zeros(len(hard)) for _ in range(3))
    for members in problem.targets.members():
        these = list(members)
        gap = problem.targets.contrasts[these[0]].gap
        largest[these] = np.abs(plain.smooth[these]).max()
        pace[these] = settings.paces.get(gap, 1.0)
        floor[these] = _share(settings.bounds.get(gap, 0.0), float(np.abs(hard[these]).max()))
    return Schedule(largest, pace, floor)


def _share(bound: float, gap: float) -> float:
    """Of a gap that is left when it stands at its bound: 1 where it already does."""
    return bound / gap if bound < gap else float(bound > 0.0)
