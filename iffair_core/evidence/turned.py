"""Gaps that turned round: the group with the lower rate before has the higher one after."""

from __future__ import annotations

from collections.abc import Sequence

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.words import TITLES, percent
from iffair_core.fairness.gaps import GAP_RATES

UNTOLD = (Verdict.FEW, Verdict.UNDEFINED)


def turned_rates(found: Sequence[Effect]) -> tuple[str, ...]:
    """One sentence for each rate whose two groups furthest apart before have changed places.

    Rates of too few rows take no part.
    """
    rates = dict.fromkeys(effect.metric for effect in found if effect.kind == "rate")
    return tuple(filter(None, (_turned(found, rate) for rate in rates)))


def turned(found: Sequence[Effect], gap: str) -> tuple[str, ...]:
    """The same for the rates that one gap compares."""
    return tuple(filter(None, (_turned(found, rate) for rate in GAP_RATES.get(gap, ()))))


def _turned(found: Sequence[Effect], rate: str) -> str:
    known = [
        (effect.before, effect.after, effect.group)
        for effect in found
        if effect.metric == rate and effect.group and effect.verdict not in UNTOLD
        if effect.before is not None and effect.after is not None
    ]
    if len(known) < 2:
        return ""
    least, most = min(known), max(known)
    if least[0] == most[0] or least[1] <= most[1]:
        return ""
    was = f"{percent(least[0])} against {percent(most[0])}"
    now = f"{percent(least[1])} against {percent(most[1])}"
    return (
        f"Turned round on test rows ({TITLES[rate]}): {least[2]} was below {most[2]} before "
        f"({was}) and is above it afterwards ({now})."
    )
