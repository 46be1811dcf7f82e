"""The points that stand for a method on one split: chosen on validation, drawn with test figures.

Of a method's entries and the plain model, those are eligible that no other one beats on validation
rows. At most eight are taken: one after the other that which adds most to the hypervolume on
validation rows, so that a method with many entries gets no gift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iffair_core.comparison.entries import Attempt, Entry
from iffair_core.comparison.hypervolume import Box, box_of, hypervolume
from iffair_core.comparison.view import Place, View, place_of
from iffair_core.frontier import nowhere_behind

MOST = 8
"""Points a method may have."""


@dataclass(frozen=True)
class Spot:
    """One entry in a view.

    dominated  another entry, or the plain model, is better on validation rows
    chosen     one of those that stand for the method
    """

    dose: float
    validation: Place
    test: Place
    dominated: bool
    chosen: bool


def spots(attempt: Attempt, plain: Attempt, view: View) -> tuple[Spot, ...]:
    """The attempt's entries whose figures are defined, in their order."""
    found = _defined(attempt, view)
    if attempt.method == plain.method:
        return tuple(Spot(e.dose, v, t, dominated=False, chosen=True) for e, v, t in found)
    start = next((validation for _, validation, _ in _defined(plain, view)), None)
    known = [v for _, v, _ in found] + ([start] if start else [])
    gaps = [place.gap for place in known]
    worths = [view.worth(place.utility) for place in known]
    free = nowhere_behind(np.array(gaps), np.array(worths))[: len(found)]
    eligible = np.flatnonzero(free).tolist()
    picked = thinned(
        [gaps[i] for i in eligible], [worths[i] for i in eligible], box_of(start, view)
    )
    chosen = {eligible[i] for i in picked}
    return tuple(
        Spot(entry.dose, validation, test, not free[i], i in chosen)
        for i, (entry, validation, test) in enumerate(found)
    )


def thinned(
    gaps: Sequence[float], worths: Sequence[float], box: Box | None, most: int = MOST
) -> list[int]:
    """Indices of at most ``most`` points: each adds most hypervolume, or else has least gap."""
    left, taken = list(range(len(gaps))), list[int]()
    if len(left) <= most:
        return left

    def merit(i: int) -> tuple[float, float]:
        with_it = [*taken, i]
        own = [gaps[j] for j in with_it], [worths[j] for j in with_it]
        return (hypervolume(box, *own) if box else 0.0), -gaps[i]

    while len(taken) < most:
        best = max(left, key=merit)
        taken.append(best)
        left.remove(best)
    return sorted(taken)


def _defined(attempt: Attempt, view: View) -> list[tuple[Entry, Place, Place]]:
    found = []
    for entry in attempt.entries:
        validation, test = place_of(entry.validation, view), place_of(entry.test, view)
        if validation and test:
            found.append((entry, validation, test))
    return found
