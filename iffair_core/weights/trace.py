"""The points that a rule visits, and the settings that all rules share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.influence.problem import Problem, State
from iffair_core.weights.push import Push

CLOSED = 1e-4
"""A targeted gap below this at the start counts as closed: there is nothing to step along."""


@dataclass(frozen=True)
class Settings:
    """Parameters of the rules; their meaning is that of ``StudyConfig``.

    bounds, paces   by gap; none for a gap that has none of its own
    """

    steps: int = 20
    strength: float = 0.05
    budget: float | None = None
    max_weight: float = 10.0
    bounds: Mapping[str, float] = field(default_factory=dict)
    paces: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Step:
    """One accepted point. ``progress`` grows along the trace (for the path it is t).

    predicted, reached   smooth gap of the target with the largest predicted gap, before and
                         after the refit; ``predicted`` is None at the start
    push                 what moved the weights; None where the rule has no constraints
    """

    progress: float
    state: State
    predicted: float | None
    reached: float
    push: Push | None = None


@dataclass(frozen=True)
class Stop:
    """Why a trace ended, in words."""

    reason: str


class Patience:
    """Counts the steps since the hard gap on validation was smallest."""

    def __init__(self, problem: Problem, allowed: int = 5) -> None:
        self._judge = problem.judge
        self._allowed = allowed
        self._best = np.inf
        self._since = 0

    def lost(self, state: State) -> bool:
        """Whether ``allowed`` steps in a row brought no smaller gap; never without a judge."""
        if self._judge is None:
            return False
        gap = self._judge(state.fit, state.cut)
        self._since = 0 if gap < self._best else self._since + 1
        self._best = min(gap, self._best)
        return self._since >= self._allowed


class Rule(Protocol):
    """Yields the steps after the plain model, then returns why it stopped."""

    def __call__(self, problem: Problem, plain: State, settings: Settings) -> Iterator[Step | Stop]:
        """A generator of steps whose last item is a Stop."""
        ...


def start(plain: State) -> Step:
    """Step 0: the plain model."""
    return Step(0.0, plain, None, float(plain.smooth[np.argmax(np.abs(plain.smooth))]))


def accepted(progress: float, state: State, predicted: Vector, push: Push | None = None) -> Step:
    """A step whose targets were predicted to be ``predicted`` (K,)."""
    k = int(np.argmax(np.abs(predicted)))
    return Step(progress, state, float(predicted[k]), float(state.smooth[k]), push)
