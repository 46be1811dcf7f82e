"""Points of a trade-off: those that stand for a method, each a mean over splits.

The k-th of the entries that stand for a method on one split (``comparison.choice``) and the k-th on
the others make one point. So points are chosen on validation rows and placed by test rows, and a
dose is averaged with the like of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.choice import Spot
from iffair_core.comparison.estimate import Estimate, gap_over_splits, utility_over_splits
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import Place, View
from iffair_core.comparison.words import needs_of
from iffair_core.frontier import nowhere_behind


@dataclass(frozen=True)
class MeanPoint:
    """One point of a method.

    number         1 for the least dose
    doses          the values of its knob, by split
    gap, utility   means on test rows, with their intervals
    validation     the means on validation rows
    dominated      another point of the method, or the plain model, is better on validation rows
    """

    method: str
    number: int
    doses: tuple[float, ...]
    gap: Estimate
    utility: Estimate
    validation: Place
    dominated: bool


def mean_points(comparison: Comparison, method: str, view: View) -> tuple[MeanPoint, ...]:
    """At most eight, from little to much; none where no figure is defined."""
    stacks = _stacks(comparison, method, view)
    places = [_mean([spot.validation for spot in stack.values()]) for stack in stacks]
    start = _stacks(comparison, PLAIN.name, view)
    known = [*places, *(_mean([s.validation for s in stack.values()]) for stack in start)]
    free = nowhere_behind(
        np.array([place.gap for place in known]),
        np.array([view.worth(place.utility) for place in known]),
    )
    return tuple(
        _point(comparison, method, view, number, stack, place, dominated=not stays)
        for number, (stack, place, stays) in enumerate(
            zip(stacks, places, free.tolist(), strict=False), start=1
        )
    )


def _point(
    comparison: Comparison,
    method: str,
    view: View,
    number: int,
    stack: Mapping[int, Spot],
    validation: Place,
    *,
    dominated: bool,
) -> MeanPoint:
    gap = gap_over_splits([spot.test.gap for spot in stack.values()], view.gap)
    utility = utility_over_splits(
        {seed: spot.test.utility for seed, spot in stack.items()}, view, comparison.test_rows
    )
    assert gap is not None  # a stack holds at least one spot
    assert utility is not None
    doses = tuple(spot.dose for spot in stack.values())
    return MeanPoint(method, number, doses, gap, utility, validation, dominated)


def nobody_beats(points: Sequence[MeanPoint], view: View) -> tuple[bool, ...]:
    """For each point whether no other one is nowhere behind it on test rows.

    Points that are dominated on validation rows take no part: nobody would have chosen them.
    """
    taken = [i for i, point in enumerate(points) if not point.dominated]
    gaps = np.array([points[i].gap.mean for i in taken])
    worths = np.array([view.worth(points[i].utility.mean) for i in taken])
    best = set(np.array(taken)[nowhere_behind(gaps, worths)].tolist())
    return tuple(i in best for i in range(len(points)))


def points_frame(comparison: Comparison, view: View) -> pd.DataFrame:
    """All methods' points, one line each.

    Columns: method, title, family, needs, number, dose, gap, gap_low, gap_high, utility,
    utility_low, utility_high, splits, dominated, on_frontier. ``dose`` is the mean over splits,
    ``on_frontier`` says that it is not dominated and that nobody's point beats it on test rows; an
    interval that there is not is missing.
    """
    points = [p for method in comparison.methods for p in mean_points(comparison, method, view)]
    lines = [
        {
            "method": point.method,
            "title": METHODS[point.method].title,
            "family": METHODS[point.method].family,
            "needs": needs_of(METHODS[point.method].needs),
            "number": point.number,
            "dose": float(np.mean(point.doses)),
            **_columns("gap", point.gap),
            **_columns("utility", point.utility),
            "splits": point.gap.splits,
            "dominated": point.dominated,
            "on_frontier": best,
        }
        for point, best in zip(points, nobody_beats(points, view), strict=True)
    ]
    return pd.DataFrame.from_records(lines, columns=COLUMNS)


COLUMNS = (
    *("method", "title", "family", "needs", "number", "dose"),
    *("gap", "gap_low", "gap_high", "utility", "utility_low", "utility_high"),
    *("splits", "dominated", "on_frontier"),
)


def _stacks(comparison: Comparison, method: str, view: View) -> list[dict[int, Spot]]:
    """The k-th chosen spot of every split that has one, by seed."""
    stacks: list[dict[int, Spot]] = []
    for seed in comparison.seeds:
        chosen = (spot for spot in comparison.spots(method, seed, view) if spot.chosen)
        for k, spot in enumerate(chosen):
            if k == len(stacks):
                stacks.append({})
            stacks[k][seed] = spot
    return stacks


def _mean(places: Sequence[Place]) -> Place:
    return Place(
        float(np.mean([place.gap for place in places])),
        float(np.mean([place.utility for place in places])),
    )


def _columns(name: str, found: Estimate) -> dict[str, float | None]:
    return {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
