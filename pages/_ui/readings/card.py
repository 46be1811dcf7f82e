"""A kept study in words: a line of a list."""

from __future__ import annotations

from iffair_core.evidence.level import UNKNOWN, Level
from iffair_core.kept.card import TARGETED, Card
from iffair_core.words import UNDEFINED, bare, figure, with_interval
from pages._ui import words


def about(card: Card) -> str:
    """Date, data, target, how it was made and with what settings."""
    gaps = words.listed([words.gap_title(gap) for gap in card.gaps])
    made = f"rule {words.rule_title(card.rule).lower()}" if card.steps else "plain model alone"
    said = (words.moment(card.made), card.data, gaps, made, card.settings)
    return " · ".join(part for part in said if part)


def result(card: Card) -> str:
    """The largest targeted gap and the accuracy on test rows, with their intervals."""
    gap, accuracy = card.gaps[0], "accuracy"
    name = words.gap_title(gap) if len(card.gaps) == 1 else "Largest targeted gap"
    return (
        f"{name} {_change(card, TARGETED, gap)}; "
        f"accuracy {_change(card, accuracy, accuracy)}. Test rows."
    )


def told(level: Level, metric: str) -> str:
    """ "1.5 points (0.2 to 4.1)"."""
    return with_interval(figure(level.value, metric), level.low, level.high, metric)


def _change(card: Card, metric: str, unit: str) -> str:
    before, after = (m.get(metric, UNKNOWN) for m in (card.before, card.after))
    if not card.steps:
        return told(before, unit)
    if before.value is None:
        return f"{UNDEFINED} → {told(after, unit)}"
    reached = with_interval(f"**{figure(after.value, unit)}**", after.low, after.high, unit)
    return f"{bare(before.value, unit)} → {reached}"
