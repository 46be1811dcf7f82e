"""A trial: samples drawn from a known truth, and how often the intervals contain it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Vector

LARGE = 5000
"""From so many rows on, trials that draw single rows make fewer draws."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Bounds (draws,) of an interval, one a sample, and the figure that they should contain."""

    truth: float
    low: Vector
    high: Vector


Draw = Callable[[np.random.Generator, int], Mapping[str, Drawn]]


@dataclass(frozen=True, eq=False)
class Trial:
    """One setting: ``draw`` gives, for a number of draws, the bounds of each kind of interval."""

    setting: str
    n: int
    draw: Draw
    draws: int


@dataclass(frozen=True)
class Line:
    """Coverage of one kind of interval in one setting.

    below, above  shares of the intervals that lie wholly below or above the truth
    undefined     share of the samples without an interval; the other shares leave them out
    width         mean width of the intervals
    """

    interval: str
    setting: str
    n: int
    draws: int
    truth: float
    coverage: float
    below: float
    above: float
    width: float
    undefined: float


def measure(trial: Trial, seed: Sequence[int], times: int = 1) -> list[Line]:
    """One line for each kind of interval, from ``times`` as many draws as the trial says."""
    draws = trial.draws * times
    drawn = trial.draw(np.random.default_rng(seed), draws)
    return [_line(name, trial, kind, draws) for name, kind in drawn.items()]


def fewer(trial: Trial, share: float) -> Trial:
    """The same trial with a share of its draws."""
    return dataclasses.replace(trial, draws=max(1, round(trial.draws * share)))


def sizes(n: int, groups: int, ratio: int = 1) -> Codes:
    """(groups,) rows of each group; the last one has 1 row for ``ratio`` rows of each other."""
    share = np.array([ratio] * (groups - 1) + [1])
    return np.maximum(1, np.floor(n * share / share.sum())).astype(np.int64)


def _line(name: str, trial: Trial, drawn: Drawn, draws: int) -> Line:
    known = ~(np.isnan(drawn.low) | np.isnan(drawn.high))
    low, high = drawn.low[known], drawn.high[known]
    below, above = float(np.mean(high < drawn.truth)), float(np.mean(low > drawn.truth))
    return Line(
        name,
        trial.setting,
        trial.n,
        draws,
        drawn.truth,
        1.0 - below - above,
        below,
        above,
        float(np.mean(high - low)),
        float(np.mean(~known)),
    )
