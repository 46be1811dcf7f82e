"""Groups that changed places: the one with the lower rate before has the higher one after.

A pair changed places beyond chance where Newcombe's interval of its difference excludes zero
before and after, on opposite sides; the intervals of all pairs hold together (Bonferroni). Counts
are rows, whatever their weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from iffair_core.fairness.uncertainty import LEVEL, Interval, newcombe
from iffair_core.words import TITLES, percent


@dataclass(frozen=True)
class GroupRate:
    """A rate of a group before and after, over the same rows."""

    group: str
    before: float
    after: float
    rows: int


@dataclass(frozen=True)
class Turn:
    """Two groups that changed places in a rate; ``lower`` had the lower rate before.

    others  pairs that changed places beyond chance beside this one
    """

    rate: str
    lower: GroupRate
    higher: GroupRate
    beyond_chance: bool
    others: int = 0

    @property
    def size(self) -> float:
        """By how much the order is the other way round afterwards."""
        return self.lower.after - self.higher.after

    def __str__(self) -> str:
        low, high = self.lower, self.higher
        was = f"{percent(low.before)} against {percent(high.before)}"
        now = f"{percent(low.after)} against {percent(high.after)}"
        told = (
            f"Turned round on test rows ({TITLES[self.rate]}): {low.group} was below "
            f"{high.group} before ({was}) and is above it afterwards ({now})."
        )
        if not self.beyond_chance:
            return f"{told} That they changed places may be chance."
        if self.others:
            told += f" So did {self.others} other {'pair' if self.others == 1 else 'pairs'}."
        return told


def worst_turn(rate: str, known: Sequence[GroupRate]) -> Turn | None:
    """The pair that is furthest apart afterwards of those that changed places beyond chance.

    Without one, the two groups that were furthest apart before, if they changed places; else None.
    """
    if len(known) < 2:
        return None
    pairs = [_ordered(*pair) for pair in combinations(known, 2)]
    certain = [
        Turn(rate, *pair, beyond_chance=True)
        for pair, sure in zip(pairs, _beyond_chance(pairs), strict=True)
        if sure
    ]
    if certain:
        worst = max(certain, key=lambda turn: turn.size)
        return Turn(rate, worst.lower, worst.higher, True, len(certain) - 1)
    widest = max(pairs, key=lambda pair: pair[1].before - pair[0].before)
    turn = Turn(rate, *widest, beyond_chance=False)
    return turn if widest[0].before < widest[1].before and turn.size > 0 else None


def _ordered(one: GroupRate, other: GroupRate) -> tuple[GroupRate, GroupRate]:
    return (one, other) if one.before <= other.before else (other, one)


def _beyond_chance(pairs: Sequence[tuple[GroupRate, GroupRate]]) -> list[bool]:
    level = 1 - (1 - LEVEL) / len(pairs)
    rows = [np.array([pair[i].rows for pair in pairs], dtype=np.float64) for i in (0, 1)]

    def lower_less_higher(when: str) -> Interval:
        low, high = (np.array([getattr(pair[i], when) for pair in pairs]) for i in (0, 1))
        return newcombe(low, rows[0], high, rows[1], level)

    was, now = lower_less_higher("before"), lower_less_higher("after")
    return [bool(sure) for sure in (was.high < 0) & (now.low > 0)]
