"""Conflicts in words: what else a reweighting moved, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.words import TITLES, change

NOTHING = "nothing"
ROUND = {
    Verdict.NARROWED_BUT_TURNED: "Narrower beyond chance, but turned round",
    Verdict.TURNED: "Turned round beyond chance, while the change of its size may be chance",
}


@dataclass(frozen=True)
class ConflictWords:
    """One sentence for each of what improved, got worse, and cannot be told.

    ``turned`` names the gaps that turned round, and has one for each rate in which two groups
    changed places.
    """

    better: str
    worse: str
    unclear: str
    turned: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return self.better, self.worse, self.unclear, *self.turned


def conflict_words(found: Sequence[Effect]) -> ConflictWords:
    """The gaps and utilities of ``effects``; those of groups are told by ``alarm``."""
    whole = [effect for effect in found if effect.kind != "rate"]
    unclear = [e for e in whole if e.verdict is Verdict.UNCLEAR]
    told = f"May be chance: {_names(unclear) if unclear else NOTHING}."
    for verdict, said in ((Verdict.FEW, "Not enough evidence"), (Verdict.UNDEFINED, "Undefined")):
        if unknown := [effect for effect in whole if effect.verdict is verdict]:
            told += f" {said}: {_names(unknown)}."
    turns = dict.fromkeys(str(effect.turn) for effect in whole if effect.turn is not None)
    round_ = ((said, _changes(whole, verdict)) for verdict, said in ROUND.items())
    gaps = tuple(f"{said}: {gap}." for said, gap in round_ if gap != NOTHING)
    return ConflictWords(
        f"Better beyond chance: {_changes(whole, Verdict.BETTER)}.",
        f"Worse beyond chance: {_changes(whole, Verdict.WORSE)}.",
        told,
        (*gaps, *turns),
    )


def effect_words(effect: Effect) -> str:
    """ "Demographic parity −15.1 points (−16.2 to −13.9)"; the reason if there is no change."""
    if effect.change is None or effect.low is None or effect.high is None:
        return f"{TITLES[effect.metric]} {effect.verdict}"
    said = change(effect.change, effect.low, effect.high, effect.metric)
    return f"{TITLES[effect.metric]} {said}"


def _changes(whole: Sequence[Effect], verdict: Verdict) -> str:
    chosen = [effect for effect in whole if effect.verdict is verdict]
    return "; ".join(effect_words(effect) for effect in chosen) or NOTHING


def _names(whole: Sequence[Effect]) -> str:
    return ", ".join(TITLES[effect.metric] for effect in whole)
