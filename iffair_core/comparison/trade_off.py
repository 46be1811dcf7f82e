"""Hypervolumes of methods over splits, their paired differences, and curves with bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from iffair_core.baselines.registry import PLAIN
from iffair_core.comparison.choice import Spot
from iffair_core.comparison.estimate import Estimate, over_splits
from iffair_core.comparison.hypervolume import WIDTH, box_of, hypervolume
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import View
from iffair_core.frontier import nowhere_behind

NO_BOX = "The plain model's gap is undefined or zero on the test rows, so there is no box."
NO_FIGURES = "The method has no entry whose gap and utility are defined."


@dataclass(frozen=True)
class Dominated:
    """Share of the plain model's box that a method's chosen points dominate on test rows.

    by_seed   of the splits where it is defined
    estimate  its mean over them; None with a ``reason``
    """

    method: str
    by_seed: Mapping[int, float]
    estimate: Estimate | None
    reason: str = ""


def dominated(
    comparison: Comparison, method: str, view: View, *, width: float = WIDTH
) -> Dominated:
    """The method's hypervolume on every split and its mean."""
    found: dict[int, float] = {}
    reason = comparison.reason(method)
    for seed in comparison.seeds:
        spots = comparison.spots(method, seed, view)
        plain = comparison.spots(PLAIN.name, seed, view)
        box = box_of(plain[0].test if plain else None, view, width)
        if box and spots:
            places = [spot.test for spot in spots if spot.chosen]
            worths = [view.worth(place.utility) for place in places]
            found[seed] = hypervolume(box, [place.gap for place in places], worths)
        else:
            reason = reason or (NO_FIGURES if box else NO_BOX)
    return Dominated(method, found, _share(list(found.values())), "" if found else reason)


def _share(values: Sequence[float]) -> Estimate | None:
    """Their mean; the interval is cut at 0 and 1, which no share passes."""
    found = over_splits(values)
    if found is None or found.low is None or found.high is None:
        return found
    return replace(found, low=max(found.low, 0.0), high=min(found.high, 1.0))


def paired_difference(a: Dominated, b: Dominated) -> Estimate | None:
    """Mean of a minus b over the splits that both have; None if there is none."""
    both = [a.by_seed[seed] - b.by_seed[seed] for seed in a.by_seed if seed in b.by_seed]
    return over_splits(both)


def overall(comparison: Comparison, view: View, seed: int) -> frozenset[tuple[str, float]]:
    """(method, dose) of the chosen points of one split that no other method's beats on test."""
    points = [
        (method, spot.dose, spot.test)
        for method in comparison.methods
        for spot in comparison.spots(method, seed, view)
        if spot.chosen
    ]
    if not points:
        return frozenset()
    gaps = np.array([place.gap for *_, place in points])
    worths = np.array([view.worth(place.utility) for *_, place in points])
    free = nowhere_behind(gaps, worths)
    return frozenset(
        (method, dose) for (method, dose, _), stays in zip(points, free, strict=True) if stays
    )


def attained(
    comparison: Comparison, method: str, view: View, levels: Sequence[float]
) -> list[Estimate | None]:
    """For each level the best utility on test of the chosen points with at most that gap there.

    The mean over splits with its interval, a band about the method's curve; None where some split
    has no such point. The levels are gaps on test rows: the curve shows what was reached, not what
    can be promised.
    """
    splits = [comparison.spots(method, seed, view) for seed in comparison.seeds]
    tried = [[spot for spot in spots if spot.chosen] for spots in splits if spots]
    return [_at(tried, view, level) for level in levels]


def _at(splits: Sequence[Sequence[Spot]], view: View, level: float) -> Estimate | None:
    best = []
    for spots in splits:
        within = [spot.test.utility for spot in spots if spot.test.gap <= level]
        if not within:
            return None
        best.append(max(within, key=view.worth))
    return over_splits(best)
