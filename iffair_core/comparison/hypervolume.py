"""How much of a box points dominate: one figure for a whole trade-off of gap against utility.

The box has the plain model in one corner: 0 <= gap <= the plain model's, and a utility from
``width`` below the plain model's up to it. A point dominates what has a gap at least as large and
a utility at most as good. Points are clipped into the box: one that is better than the plain model
counts as equal to it, one outside counts nothing. 1 is a gap of zero at no loss of utility.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iffair_core.comparison.view import Place, View

WIDTH = 0.05
"""Loss of utility that the box reaches down to: five points of accuracy."""


@dataclass(frozen=True)
class Box:
    """``gap`` > 0 and ``top`` are the plain model's; utilities as in ``View.worth``."""

    gap: float
    top: float
    width: float = WIDTH


def box_of(plain: Place | None, view: View, width: float = WIDTH) -> Box | None:
    """The box below the plain model; None where its figures are undefined or its gap is zero."""
    if plain is None or plain.gap <= 0:
        return None
    return Box(plain.gap, view.worth(plain.utility), width)


def hypervolume(box: Box, gaps: Sequence[float], worths: Sequence[float]) -> float:
    """Share of the box, 0 to 1, that points of these gaps and utilities dominate."""
    heights = [(w - box.top) / box.width + 1.0 for w in worths]
    inside = sorted(
        (max(gap, 0.0) / box.gap, min(height, 1.0))
        for gap, height in zip(gaps, heights, strict=True)
        if gap < box.gap and height > 0
    )
    ends = [*(gap for gap, _ in inside[1:]), 1.0]
    total, best = 0.0, 0.0
    for (gap, height), end in zip(inside, ends, strict=False):
        best = max(best, height)
        total += best * (end - gap)
    return total
