"""What is said of a pattern, on the pages and on the command line."""

from __future__ import annotations

from iffair_core.patterns.pattern import FEWEST, Pattern, Patterns
from iffair_core.words import number, percent

EXPLORATORY = (
    "Exploratory: many descriptions were looked at and the best are listed, with predictions. "
    "What a pattern carries is shown by training again without it. Shares are of the gap that is "
    "left when some rows widen it and others hold it down, and descriptions overlap: so they may "
    "add up to more than 100\N{NO-BREAK SPACE}%."
)
SMALL_GAP = 0.005
"""A smooth gap below half a point is nearly none: shares of it say little."""
HOLDS = 0.5
"""Rows that were not looked at agree if such rows pull there at least half as much."""


def size_words(value: float, found: Patterns) -> str:
    """A smooth gap in the unit of its rate: "17.4 points", of losses "0.0312"."""
    if found.rate == "log_loss":
        return number(value, 4)
    return f"{number(100 * value, 1)} points"


def caution(found: Patterns) -> str | None:
    """A warning where shares of the gap say little; None where they do."""
    if found.size >= SMALL_GAP:
        return None
    return (
        f"The smooth gap is nearly nothing here ({size_words(found.size, found)}), so shares of it "
        "are large and say little."
    )


def share_words(pattern: Pattern) -> str:
    """ "6.1 % of the training rows (1,788), 31.2 % of the gap: 5.1 times their share"."""
    return (
        f"{percent(pattern.row_share)} of the training rows ({len(pattern.rows):,}), "
        f"{percent(abs(pattern.share))} of the gap: {pattern.times:.1f} times their share of rows"
    )


def left_out_words(pattern: Pattern, found: Patterns) -> str:
    """Where the gap is predicted to go without the rows."""
    after = found.size * (1.0 - pattern.share)
    moves = "fall" if pattern.share > 0 else "rise"
    turned = ": the groups would change places" if after < 0 else ""
    return (
        f"Left out, the smooth gap is predicted to {moves} from {size_words(found.size, found)} to "
        f"{size_words(after, found)}{turned}"
    )


def unseen_words(pattern: Pattern) -> str:
    """Whether rows like these, that neither model nor search has seen, pull the same way."""
    if pattern.unseen is None:
        return (
            f"Too few validation rows are like these ({pattern.unseen_rows}, {FEWEST} needed) to "
            "see whether it holds beyond the training rows"
        )
    ratio = pattern.unseen / pattern.first_order
    rows = f"{pattern.unseen_rows:,} validation rows like these"
    if ratio < 0:
        return f"It does not hold beyond the training rows: {rows} pull the other way"
    verdict = "" if ratio >= HOLDS else "It hardly holds beyond the training rows: "
    return f"{verdict}{rows}, which were not looked at, show {percent(ratio, 0)} of that effect"
