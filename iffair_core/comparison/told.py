"""A comparison as tables of text: what each family offers, and what is known of every method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iffair_core.baselines.method import FAMILIES, Family
from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.estimate import Estimate
from iffair_core.comparison.hypervolume import WIDTH
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.trade_off import NO_BOX, dominated
from iffair_core.comparison.view import View
from iffair_core.comparison.which import Ranked, Standing, Which
from iffair_core.comparison.words import needs_of
from iffair_core.words import (
    LOSSES,
    UNDEFINED,
    bare,
    change,
    figure,
    points,
    with_interval,
)

SHORT: Mapping[Family, str] = {
    "plain": "Nothing changed",
    "pre": "The training data",
    "in": "The training",
    "post": "The decisions",
}
"""What a method of the family changes."""

STANDINGS: Mapping[Standing, str] = {
    "best": "the best",
    "behind": "behind, beyond noise",
    "ahead": "ahead on test rows, beyond noise",
    "noise": "within noise",
    "unknown": "",
}


@dataclass(frozen=True)
class FamilyLine:
    """The best offer of a family at the allowed gap, as text; without one, ``reason`` says why."""

    family: str
    method: str
    utility: str
    gap: str
    difference: str
    standing: str
    needs: str
    reason: str


@dataclass(frozen=True)
class MethodLine:
    """One method as text.

    reached  its share of the plain model's box with the interval
    seconds  of one split, the mean
    reason   why it has no answer, on some split at least
    """

    method: str
    family: str
    title: str
    says: str
    needs: str
    reached: str
    seconds: float | None
    reason: str
    source: str
    library: str


def family_lines(found: Which) -> list[FamilyLine]:
    """One line a family that was tried."""
    return [_family_line(ranked, found.view) for ranked in found.families]


def method_lines(comparison: Comparison, view: View) -> list[MethodLine]:
    """One line a method, family by family; the plain model has none."""
    return list(_method_lines(comparison, view))


def box_words(comparison: Comparison, view: View) -> str:
    """What the share of the box means, with this comparison's plain model."""
    plain = dominated(comparison, PLAIN.name, view)
    if plain.estimate is None:
        return plain.reason or NO_BOX
    reach = points(WIDTH) if view.utility not in LOSSES else f"{WIDTH:g}"
    return (
        "The reach of a method is how much of the possible it comes to: 100 % would be no gap at "
        "all without any loss; 0 % is nothing beyond the plain model, or only at a loss of more "
        f"than {reach}. It counts at most eight points a method, chosen on validation rows and "
        "measured on test rows (the hypervolume, as a share of the box between the plain model and "
        "no gap)."
    )


def _family_line(ranked: Ranked, view: View) -> FamilyLine:
    offer = ranked.offer
    card = METHODS.get(offer.method)
    return FamilyLine(
        SHORT[offer.family],
        card.title if card else "",
        _told(offer.utility, view.utility) if offer.utility else "",
        _told(offer.gap, view.gap) if offer.gap else "",
        _difference(ranked.difference, view),
        STANDINGS[ranked.standing],
        needs_of(card.needs) if card and offer.utility else "",
        offer.reason,
    )


def _method_lines(comparison: Comparison, view: View) -> Iterator[MethodLine]:
    tried = set(comparison.methods) - {PLAIN.name}
    ordered = sorted(
        (card for card in METHODS.values() if card.name in tried),
        key=lambda card: list(FAMILIES).index(card.family),
    )
    for card in ordered:
        reached = dominated(comparison, card.name, view)
        share = reached.estimate
        yield MethodLine(
            card.name,
            SHORT[card.family],
            card.title,
            card.says,
            needs_of(card.needs),
            _told(share, "share") if share else "",
            comparison.seconds(card.name),
            comparison.reason(card.name) or reached.reason,
            card.source,
            card.library,
        )


def _told(found: Estimate | None, name: str) -> str:
    """ "84.1 % (83.0 to 85.2)"."""
    if found is None:
        return UNDEFINED
    return with_interval(figure(found.mean, name), found.low, found.high, name)


def _difference(found: Estimate | None, view: View) -> str:
    if found is None:
        return ""
    if found.low is None or found.high is None:
        return bare(found.mean, view.utility, signed=True)
    return change(found.mean, found.low, found.high, view.utility)
