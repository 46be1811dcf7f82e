"""Readable cut points of numbers: near the fifths of the rows, as round as the data allow.

A value that many rows share (40 hours, no capital gain) is set apart from those below and above.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.config import Condition
from iffair_core.data.written import value_text

PARTS = 5
LEEWAY = 0.05
"""A cut may lie this share of the rows away from its quantile, for the sake of a round number."""
SHARED = 0.2
"""A value of more than this share of the rows stands for itself."""
FEW_VALUES = 6
STEPS = (5.0, 2.0, 1.0)
SMALLEST_STEP = 1e-4
"""Of the range that a cut may lie in: below it no number is rounder than another."""


@dataclass(frozen=True, order=True)
class Edge:
    """A border at ``value``, just below it, or (``after``) just above it."""

    value: float
    after: bool = False


def ranges(values: Vector, column: str) -> Iterator[Condition]:
    """Conditions on a column of numbers (NaN: missing): each part between edges, each side of one.

    A part that holds one value alone is told by the value.
    """
    known = np.sort(values[~np.isnan(values)])
    cuts = edges(known)
    for low, high in pairwise([None, *cuts, None]):
        yield _condition(known, column, low, high)
    for cut in cuts[1:]:
        yield _condition(known, column, None, cut)
    for cut in cuts[:-1]:
        yield _condition(known, column, cut, None)


def edges(known: Vector) -> list[Edge]:
    """Edges in ascending order between sorted numbers, no two at the same place between rows."""
    distinct, counts = np.unique(known, return_counts=True)
    if len(distinct) <= FEW_VALUES:
        return [Edge(float(value)) for value in distinct[1:]]
    shared = distinct[counts > SHARED * len(known)].tolist()
    wanted = [Edge(value, after) for value in shared for after in (False, True)]
    for k in range(1, PARTS):
        low, target, high = np.quantile(
            known, [k / PARTS + off for off in (-LEEWAY, 0.0, LEEWAY)], method="nearest"
        )
        if not any(low <= value <= high for value in shared):
            wanted.append(Edge(roundest(float(low), float(target), float(high))))
    places = {_place(known, edge): edge for edge in reversed(wanted)}
    return sorted(edge for place, edge in places.items() if 0 < place < len(known))


def roundest(low: float, target: float, high: float) -> float:
    """The multiple of the largest of 5, 2 or 1 times a power of ten in low..high, near target."""
    if low >= high:
        return target
    exponent = math.ceil(math.log10(max(abs(low), abs(high), high - low)))
    while True:
        for step in STEPS:
            unit = step * 10.0**exponent
            if unit < SMALLEST_STEP * (high - low):
                return target
            found = round(round(target / unit) * unit, max(0, -exponent))
            if low <= found <= high:
                return found
        exponent -= 1


def _place(known: Vector, edge: Edge) -> int:
    return int(np.searchsorted(known, edge.value, side="right" if edge.after else "left"))


def _condition(known: Vector, column: str, low: Edge | None, high: Edge | None) -> Condition:
    """What lies between two edges; None: no edge on that side."""
    first = 0 if low is None else _place(known, low)
    last = len(known) if high is None else _place(known, high)
    if first < last and known[first] == known[last - 1]:
        return Condition(column, value=value_text(float(known[first])))
    bounds: dict[str, Any] = {}
    if low is not None:
        bounds["above" if low.after else "at_least"] = low.value
    if high is not None:
        bounds["at_most" if high.after else "below"] = high.value
    return Condition(column, **bounds)
