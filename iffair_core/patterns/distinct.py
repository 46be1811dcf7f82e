"""The best conjunctions without near-duplicates."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iffair_core.arrays import Codes, Mask
from iffair_core.patterns.search import NOBODY, Conjunctions

Bits: TypeAlias = NDArray[np.uint8]
OVERLAP = 0.5
"""Two sets are near-duplicates if they share more than this part of the rows of either (Jaccard)"""
DIGITS = 9
"""Sums are compared to this many digits: beyond them the order of summation shows."""


def best(found: Conjunctions, mask: Mask, count: int) -> Codes:
    """Positions of up to ``count`` conjunctions, best first; mask (k, n) as in ``search``.

    Of two that are near-duplicates the better one stands; of equals the shorter, then the earlier.
    """
    bits = np.packbits(mask, axis=1)
    chosen: list[int] = []
    taken: list[Bits] = []
    for i in _order(found).tolist():
        members = found.members[i]
        rows = np.bitwise_and.reduce(bits[members[members != NOBODY]], axis=0)
        if all(_overlap(rows, other) <= OVERLAP for other in taken):
            chosen.append(i)
            taken.append(rows)
            if len(chosen) == count:
                break
    return np.array(chosen, dtype=np.int64)


def _order(found: Conjunctions) -> Codes:
    quality = found.quality
    digits = DIGITS - np.ceil(np.log10(np.maximum(quality, np.finfo(np.float64).tiny)))
    scale = 10.0**digits
    quality = np.round(quality * scale) / scale
    lengths = (found.members != NOBODY).sum(axis=1)
    return np.lexsort((*found.members.T[::-1], lengths, -quality))


def _overlap(rows: Bits, other: Bits) -> float:
    """Jaccard of two sets as packed bits."""
    both = int(np.bitwise_count(rows & other).sum())
    return both / int(np.bitwise_count(rows | other).sum())
