"""Every conjunction of up to three conditions, with how many rows meet it and what they add up to.

The lattice is walked whole: a conjunction of fewer rows than ``least`` has no longer one of more,
so its branch ends there; nothing else is left out. All conjunctions that share a first condition
are counted by two matrix products over its rows, which is what makes an exact search quick.

A description is worth Q = total² / rows: what it adds up to, times that a row (the quality of
subgroup discovery with the exponent a = 1/2; Klösgen, 1996). A longer one must earn its words: it
is kept if its Q exceeds that of every shorter description within it by the factor ``GAIN``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from iffair_core.arrays import AnyArray, Codes, Mask, Matrix, Vector
from iffair_core.cancel import Cancel, never
from iffair_core.errors import Cancelled

GAIN = 1.2
DEPTHS = (1, 2, 3)
MOST = 10_000_000
"""Conjunctions that can be looked at while somebody waits."""
NOBODY = -1


@dataclass(frozen=True, eq=False)
class Conjunctions:
    """m conjunctions.

    members  (m, 3) positions of the conditions, ascending; -1 where there are fewer
    count    (m,) rows that meet them, total (m,) the sum of the values of those rows
    """

    members: Codes
    count: Codes
    total: Vector

    @property
    def quality(self) -> Vector:
        """(m,) Q of each, 0 for one without rows."""
        worth: Vector = self.total**2 / np.maximum(self.count, 1)
        return worth

    @property
    def signed(self) -> Vector:
        """(m,) Q with the sign of the total."""
        return np.copysign(self.quality, self.total)

    def only(self, chosen: Mask) -> Conjunctions:
        return Conjunctions(self.members[chosen], self.count[chosen], self.total[chosen])


def possible_depth(conditions: int, wanted: int) -> int:
    """The depth up to ``wanted`` at which there are not too many conjunctions to look at."""
    return next(d for d in range(wanted, 0, -1) if d == 1 or comb(conditions, d) <= MOST)


def search(
    mask: Mask,
    subject: Codes,
    value: Vector,
    *,
    depth: int,
    least: int,
    cancel: Cancel = never,
) -> tuple[Conjunctions, int]:
    """All conjunctions of at least ``least`` rows that earn their words, and how many there were.

    mask (k, n) rows of each condition, subject (k,): two of one never stand together, value (n,).
    Raises Cancelled.
    """
    k = len(mask)
    single = _conjunctions(mask.sum(axis=1), mask @ value, np.arange(k))
    alone, pair = single.signed, np.zeros((k, k))
    kept, seen = [single.only(single.count >= least)], k
    # Backwards, so that the pairs within a triple are known when it is met.
    for a in range(k - 1, -1, -1) if depth > 1 else ():
        if cancel():
            raise Cancelled("The search was cancelled.")
        rows = np.flatnonzero(mask[a])
        later = a + 1 + np.flatnonzero(subject[a + 1 :] != subject[a])
        inside = mask[np.ix_(later, rows)]
        count = np.count_nonzero(inside, axis=1)
        enough = count >= least
        later, inside = later[enough], inside[enough]
        numbers = inside.astype(np.float64)
        found = [_conjunctions(count[enough], numbers @ value[rows], a, later)]
        pair[a, later] = found[0].signed
        if depth > 2:
            found.append(_triples(numbers, value[rows], a, later, subject, least))
        seen += sum(len(level.count) for level in found)
        kept += [level.only(_earns(level, alone, pair)) for level in found]
    return _joined(kept), seen


def _triples(
    inside: Matrix, value: Vector, a: int, later: Codes, subject: Codes, least: int
) -> Conjunctions:
    """Those of the condition ``a`` and two of ``later``; inside (j, r): 1 or 0, on rows of a."""
    ones = inside.astype(np.float32)  # counts up to 2^24 are exact in it, and twice as quick
    count = ones @ ones.T
    differ = np.not_equal.outer(subject[later], subject[later])
    b, c = np.nonzero(np.triu((count >= least) & differ, 1))
    total = (inside * value) @ inside.T
    return _conjunctions(count[b, c], total[b, c], a, later[b], later[c])


def _conjunctions(count: AnyArray, total: Vector, *members: int | Codes) -> Conjunctions:
    listed = np.full((len(total), max(DEPTHS)), NOBODY, dtype=np.int64)
    for place, member in enumerate(members):
        listed[:, place] = member
    return Conjunctions(listed, np.asarray(count, dtype=np.int64), total)


def _joined(parts: list[Conjunctions]) -> Conjunctions:
    return Conjunctions(
        np.concatenate([part.members for part in parts]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.total for part in parts]),
    )


def _earns(level: Conjunctions, alone: Vector, pair: Matrix) -> Mask:
    """(m,) whether each beats every shorter conjunction of its members that has its sign.

    alone (k,) and pair (k, k): their signed Q.
    """
    signed = level.signed
    best = np.zeros(len(signed))
    for shorter in _parts(level.members):
        worth = alone[shorter[0]] if len(shorter) == 1 else pair[shorter[0], shorter[1]]
        best = np.maximum(best, np.where(np.sign(worth) == np.sign(signed), np.abs(worth), 0.0))
    earned: Mask = np.abs(signed) > GAIN * best
    return earned


def _parts(members: Codes) -> Iterator[tuple[Codes, ...]]:
    """The members of every shorter conjunction, each (m,)."""
    length = int((members[:1] != NOBODY).sum())
    for size in range(1, length):
        for places in combinations(range(length), size):
            yield tuple(members[:, place] for place in places)
