"""The answer to "which should I take?" in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iffair_core.baselines.method import Needs
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.which import Offer, Ranked, Standing, Which
from iffair_core.words import TITLES, figure, interval, listed

NEEDS = {
    "group_when_deciding": "each person's group when deciding",
    "randomised": "decisions by chance",
    "own_training": "a training program of its own",
    "changed_features": "records that are altered before deciding",
}
BESIDE: Mapping[Standing, str] = {
    "noise": "Within noise of it: {}.",
    "behind": "Behind it beyond noise: {}.",
    "ahead": "Ahead of it on test rows beyond noise: {}.",
    "unknown": "Not to be told apart with a single split: {}.",
}
NOTHING = "nothing beyond the usual training"


def needs_of(needs: Needs) -> str:
    """ "each person's group when deciding and decisions by chance"."""
    return listed([said for name, said in NEEDS.items() if getattr(needs, name)]) or NOTHING


def sentence(found: Which) -> str:
    """What to take, what that needs, and which families are within noise of it or beyond."""
    allowed = figure(found.at, found.view.gap)
    if found.best is None:
        return (
            f"No method that was tried comes down to a gap of {allowed} on validation rows. "
            "Allow a larger gap or try other methods."
        )
    parts = [_best(found.best, found, allowed)]
    for standing, said in BESIDE.items():
        if others := _others(found.families, standing, found):
            parts.append(said.format(listed(others)))
    return " ".join(parts)


def _best(best: Offer, found: Which, allowed: str) -> str:
    card, view = METHODS[best.method], found.view
    utility = f"{_lowered(TITLES[view.utility])} {_measured(best, found)}"
    gap = figure(best.gap.mean if best.gap else None, view.gap)
    needs = "" if card.family == "plain" else f" It needs {needs_of(card.needs)}."
    return (
        f"For a gap of at most {allowed}, take {card.title}: {utility} and a gap of {gap} on "
        f"test rows.{needs}"
    )


def _measured(offer: Offer, found: Which) -> str:
    """ "84.1 % (83.0 to 85.2 over 5 splits)"."""
    if offer.utility is None:
        return figure(None, found.view.utility)
    told, name = offer.utility, found.view.utility
    bounds = interval(told.low, told.high, name)
    over = f"over {told.splits} splits" if told.over == "splits" else "by the rows of one split"
    return figure(told.mean, name) + (f" ({bounds} {over})" if bounds else " (one split)")


def _others(families: Sequence[Ranked], standing: Standing, found: Which) -> list[str]:
    return [
        f"{METHODS[ranked.offer.method].title} ({_measured(ranked.offer, found)}; needs "
        f"{needs_of(METHODS[ranked.offer.method].needs)})"
        for ranked in families
        if ranked.standing == standing and ranked.offer.utility is not None
    ]


def _lowered(title: str) -> str:
    return title if title.isupper() or title[1:2].isupper() else title[0].lower() + title[1:]
