"""Hypervolumes of methods over splits and their paired differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iffair_core.baselines.registry import PLAIN
from iffair_core.comparison.estimate import Estimate, over_splits, within
from iffair_core.comparison.hypervolume import WIDTH, box_of, hypervolume
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import View

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
    found = over_splits(values)
    return None if found is None else within(found, 0.0, 1.0)


def paired_difference(a: Dominated, b: Dominated) -> Estimate | None:
    """Mean of a minus b over the splits that both have; None if there is none."""
    both = [a.by_seed[seed] - b.by_seed[seed] for seed in a.by_seed if seed in b.by_seed]
    return over_splits(both)
