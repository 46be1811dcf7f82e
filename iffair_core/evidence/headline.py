"""What a reweighting did to the gaps that it was to close, and what it cost, in two sentences."""

from __future__ import annotations

from collections.abc import Sequence

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.words import (
    GAP_NAMES,
    before_after,
    figure,
    gap_name,
    interval,
    points,
)


def headline(found: Sequence[Effect]) -> str:
    """ "The gap in selection … falls from … to … (interval …: beyond chance). Accuracy falls …"."""
    whole = [effect for effect in found if not effect.group]
    moved = "; ".join(f"{gap_moved(e)} {how_sure(e)}".strip() for e in whole if e.targeted)
    accuracy = next(effect for effect in whole if effect.metric == "accuracy")
    turns = dict.fromkeys(str(e.turn) for e in whole if e.targeted and e.turn is not None)
    price = f"{accuracy_moved(accuracy)} {how_sure(accuracy)}".strip()
    return " ".join((f"{moved}.", *turns, f"{price}."))


def gap_moved(gap: Effect, *, term: bool = True) -> str:
    """ "The gap in selection (demographic parity) falls from 18.3 to 1.8 points".

    ``term`` False leaves out the field's name.
    """
    name = gap_name(gap.metric) if term else GAP_NAMES[gap.metric][0]
    if gap.before is None or gap.after is None or gap.change is None:
        return f"The {name} is undefined"
    was, now = figure(gap.before, gap.metric), figure(gap.after, gap.metric)
    if was == now:
        return f"The {name} stays at {was}"
    verb = "falls" if gap.change < 0 else "rises"
    return f"The {name} {verb} from {before_after(gap.before, gap.after, gap.metric, by=' to ')}"


def accuracy_moved(accuracy: Effect) -> str:
    """ "Accuracy falls by 0.8 points"."""
    if accuracy.change is None:
        return "Accuracy is undefined"
    amount = points(accuracy.change)
    verb = "falls" if accuracy.change < 0 else "rises"
    return f"Accuracy {'stays as it is' if amount == points(0.0) else f'{verb} by {amount}'}"


def how_sure(effect: Effect) -> str:
    """The interval of the change in brackets, and what it says; empty without a change."""
    low, high = effect.low, effect.high
    if effect.change is None:
        return ""
    if low is None or high is None:
        return "(no interval: chance cannot be judged)"
    sure = str(Verdict.UNCLEAR) if low <= 0 <= high else "beyond chance"
    bounds = interval(low, high, effect.metric, signed=True)
    return f"(95\N{NO-BREAK SPACE}% interval of the change {bounds}: {sure})"
