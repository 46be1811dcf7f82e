"""Which method should I take? For a gap that is allowed, the best one of each family.

On every split a method offers, of all its entries whose gap on validation rows is at most the one
allowed, that with the best utility there, else the one with the smallest gap. The mean of these
gaps over the splits must be at most the one allowed; to ask for it on every single split would
leave it to the luck of small validation sets which methods are heard. The best method of a family,
and of all, is the one with the best mean utility on validation rows; what is told are figures of
test rows, so the choice does not flatter them. Differences are
paired: of the same test rows, split by split.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from iffair_core import words
from iffair_core.baselines.method import FAMILIES, Family
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.choice import Spot
from iffair_core.comparison.estimate import (
    Estimate,
    difference_over_rows,
    gap_over_splits,
    over_splits,
    utility_over_splits,
)
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import View

ROUNDING = 1e-12
"""A mean of equal gaps is that gap but for so much."""

Standing = Literal["best", "behind", "ahead", "noise", "unknown"]
"""On test rows, to the best offer: "noise" is within chance, "unknown" has no interval."""


@dataclass(frozen=True)
class Offer:
    """What a method offers at the allowed gap; without figures it has a ``reason``.

    doses       by seed: the entry that was chosen on validation rows
    by_seed     utility on test rows
    utility     its mean, with the interval over splits, or over the test rows of a single one
    gap         the mean gap on test rows, where it may be larger than what is allowed
    validation  mean ``View.worth`` on validation rows, by which offers are ranked
    least       without an offer: the smallest mean gap on validation rows; None if undefined
    """

    method: str
    family: Family
    doses: Mapping[int, float]
    by_seed: Mapping[int, float]
    utility: Estimate | None
    gap: Estimate | None
    validation: float | None
    reason: str = ""
    least: float | None = None


@dataclass(frozen=True)
class Ranked:
    """An offer beside the best one; ``difference`` is its utility minus that of the best."""

    offer: Offer
    difference: Estimate | None
    standing: Standing


@dataclass(frozen=True)
class Which:
    """The answer at a largest gap ``at``.

    offers    of every method
    families  the best offer of each family, in the order of ``FAMILIES``; a family without one
              has a row with its reason
    best      None if no method comes down to the gap
    """

    at: float
    view: View
    offers: tuple[Offer, ...]
    families: tuple[Ranked, ...]
    best: Offer | None


def which(comparison: Comparison, view: View, at: float) -> Which:
    """The offers for a gap of at most ``at``, on the splits that every method has been tried on.

    While there is no such split yet, on all that there are.
    """
    seeds = comparison.complete_seeds or comparison.seeds
    offers = tuple(_offer(comparison, method, view, at, seeds) for method in comparison.methods)
    heads = [head for family in FAMILIES if (head := _head(offers, family, view, at))]
    best = _best(heads)
    families = tuple(_ranked(comparison, view, head, best) for head in heads)
    return Which(at, view, offers, families, best)


def _offer(
    comparison: Comparison, method: str, view: View, at: float, seeds: Sequence[int]
) -> Offer:
    family, found = METHODS[method].family, _picks(comparison, method, view, at, seeds)
    if isinstance(found, _Nothing):
        return Offer(method, family, {}, {}, None, None, None, found.reason, found.least)
    by_seed = {seed: spot.test.utility for seed, spot in found.items()}
    return Offer(
        method,
        family,
        {seed: spot.dose for seed, spot in found.items()},
        by_seed,
        utility_over_splits(by_seed, view, comparison.test_rows),
        gap_over_splits([spot.test.gap for spot in found.values()], view.gap),
        float(np.mean([view.worth(spot.validation.utility) for spot in found.values()])),
    )


@dataclass(frozen=True)
class _Nothing:
    """Why a method has no offer, and the smallest mean gap that it comes down to."""

    reason: str
    least: float | None = None


def _picks(
    comparison: Comparison, method: str, view: View, at: float, seeds: Sequence[int]
) -> dict[int, Spot] | _Nothing:
    """The entry of every split on which the method has been tried, or why it has no offer."""
    if given := comparison.reason(method):
        return _Nothing(given)
    tried = [seed for seed in seeds if comparison.attempt(method, seed)]
    spots = {seed: comparison.spots(method, seed, view) for seed in tried}
    if not tried or not all(spots.values()):
        return _Nothing(f"Its gap or its {words.TITLES[view.utility]} is undefined.")
    found = {seed: _pick(of_split, view, at) for seed, of_split in spots.items()}
    if _mean_gap(found) > at + ROUNDING:
        least = _mean_gap({seed: _pick(each, view, 0.0) for seed, each in spots.items()})
        smallest, allowed = words.figure(least, view.gap), words.figure(at, view.gap)
        return _Nothing(f"It comes down to {smallest} on validation rows, not to {allowed}.", least)
    return found


def _pick(spots: Sequence[Spot], view: View, at: float) -> Spot:
    within = [spot for spot in spots if spot.validation.gap <= at]
    if not within:
        return min(spots, key=lambda s: (s.validation.gap, -view.worth(s.validation.utility)))
    return max(within, key=lambda s: (view.worth(s.validation.utility), -s.validation.gap))


def _mean_gap(picks: Mapping[int, Spot]) -> float:
    """On validation rows."""
    return float(np.mean([spot.validation.gap for spot in picks.values()]))


def _head(offers: Sequence[Offer], family: Family, view: View, at: float) -> Offer | None:
    """The family's best offer; if it has none, why; None if none of its methods was tried."""
    of_family = [offer for offer in offers if offer.family == family]
    if not of_family:
        return None
    best = _best(of_family)
    if best or len(of_family) == 1:
        return best or of_family[0]
    return Offer("", family, {}, {}, None, None, None, _nobody(of_family, view, at))


def _nobody(offers: Sequence[Offer], view: View, at: float) -> str:
    """Why a family has no offer: how far its methods come, else what is against each."""
    able = {offer.method: offer.least for offer in offers if offer.least is not None}
    if not able:
        return " ".join(f"{METHODS[offer.method].title}: {offer.reason}" for offer in offers)
    nearest = min(able, key=lambda method: able[method])
    allowed, least = words.figure(at, view.gap), words.figure(able[nearest], view.gap)
    return (
        f"None of {len(offers)} methods comes down to {allowed} on validation rows; the nearest is "
        f"{METHODS[nearest].title} with {least}."
    )


def _best(offers: Sequence[Offer]) -> Offer | None:
    able = [offer for offer in offers if offer.validation is not None]
    return max(able, key=lambda offer: offer.validation or 0.0) if able else None


def _ranked(comparison: Comparison, view: View, head: Offer, best: Offer | None) -> Ranked:
    if best is None or head.utility is None:
        return Ranked(head, None, "unknown")
    if head is best:
        return Ranked(head, None, "best")
    difference = _difference(comparison, view, head, best)
    return Ranked(head, difference, _standing(difference, view))


def _difference(comparison: Comparison, view: View, a: Offer, b: Offer) -> Estimate | None:
    both = [seed for seed in a.by_seed if seed in b.by_seed]
    if len(both) == 1 and view.utility == "accuracy":
        (seed,) = both
        return difference_over_rows(a.by_seed[seed], b.by_seed[seed], comparison.test_rows[seed])
    return over_splits([a.by_seed[seed] - b.by_seed[seed] for seed in both])


def _standing(difference: Estimate | None, view: View) -> Standing:
    if difference is None or difference.low is None:
        return "unknown"
    if not difference.excludes_zero:
        return "noise"
    return "ahead" if view.worth(difference.mean) > 0 else "behind"
