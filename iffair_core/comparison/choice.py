"""The points that stand for a method on one split: chosen on validation, drawn with test figures.

At most eight entries of a method count, so that one with a long series gets no gift. A longer
series is cut, in the order of its knob, into eight stretches of one length; of each the entry
stays that dominates most of the box on validation rows (``comparison.hypervolume``).

Why not the Pareto set on validation: where groups are small, the gaps of neighbours differ there by
chance, and one lucky entry beats all others. On seven data sets and five splits that choice cost
the path .03 of the box on average, and .12 where a group had 160 rows.
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
    start = next((validation for _, validation, _ in _defined(plain, view)), None)
    validation = [v for _, v, _ in found]
    known = [*validation, start] if start else validation
    gaps, worths = [v.gap for v in known], [view.worth(v.utility) for v in known]
    free = nowhere_behind(np.array(gaps), np.array(worths))[: len(found)]
    chosen = set(best_of_stretches(validation, box_of(start, view), view))
    return tuple(
        Spot(entry.dose, on_validation, test, not free[i], i in chosen)
        for i, (entry, on_validation, test) in enumerate(found)
    )


def best_of_stretches(
    places: Sequence[Place], box: Box | None, view: View, most: int = MOST
) -> list[int]:
    """Positions of at most ``most`` places: of each stretch the one that dominates most of the box.

    Of equal ones, or without a box, that of the least gap, then of the best utility.
    """

    def merit(i: int) -> tuple[float, float, float]:
        gap, worth = places[i].gap, view.worth(places[i].utility)
        return (hypervolume(box, [gap], [worth]) if box else 0.0), -gap, worth

    stretches = np.array_split(np.arange(len(places)), most)
    return [max(stretch.tolist(), key=merit) for stretch in stretches if len(stretch)]


def _defined(attempt: Attempt, view: View) -> list[tuple[Entry, Place, Place]]:
    found = []
    for entry in attempt.entries:
        validation, test = place_of(entry.validation, view), place_of(entry.test, view)
        if validation and test:
            found.append((entry, validation, test))
    return found
