"""The levelling-down alarm in words: which groups a reweighting made worse off, and by how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from iffair_core.evidence.worse_off import PER, WORSE_WHEN, WorseOff, worse_off
from iffair_core.fairness.uncertainty import LEVEL
from iffair_core.words import TITLES, listed, not_enough, number

NOBODY = "No group's selection, true positive or error rate got worse beyond chance."
BY_CHANCE = (1.0 - LEVEL) / 2.0
"""Share of unchanged rates whose 95 % interval lies on the side of a loss."""
EXPLORATORY = (
    "Each interval stands for itself: about one in twenty misses the true change, so in a long "
    "list some lines are chance. Take it as a hint where to look closer."
)
LOST = {
    "selection_rate": ("fewer", "are selected"),
    "true_positive_rate": ("fewer", "with a good outcome are selected"),
    "error_rate": ("more", "are misjudged"),
}
"""Completes "162 … of 1,000 …"."""
GAINED = {
    rate: ("more" if fewer == "fewer" else "fewer", who) for rate, (fewer, who) in LOST.items()
}
"""The same of a change for the better."""
SPELT_OUT = 4
"""Losses told in the headline; the others are in the list."""


@dataclass(frozen=True)
class Alarm:
    """Sentences, the largest loss first.

    headline  all that one has to read
    lost      one sentence a loss beyond chance
    chance    the same for losses that may be chance
    unknown   figures of groups that are too small to tell
    compared  how many rates were looked at, and what chance alone would make of them
    """

    headline: str
    lost: tuple[str, ...]
    chance: tuple[str, ...]
    unknown: tuple[str, ...]
    compared: str


def alarm(changes: pd.DataFrame, min_cell: int) -> Alarm:
    """What ``worse_off`` finds in a frame of ``fairness_change``, in words."""
    found = [each for each in worse_off(changes) if each.enough]
    lost = tuple(_sentence(each) for each in found if each.beyond_chance)
    chance = tuple(_sentence(each) for each in found if not each.beyond_chance)
    unknown = _unknown(changes, min_cell)
    headline = _headline(lost, len(chance), len(unknown))
    return Alarm(headline, lost, chance, unknown, _compared(changes))


def _compared(changes: pd.DataFrame) -> str:
    """How many rates were looked at, and how many of them chance alone shows as losses."""
    told = changes["metric"].isin(list(WORSE_WHEN)) & (changes["status"] == "ok")
    number_of = int(told.sum())
    if not number_of:
        return "No rate of a group has rows enough to be looked at."
    expected = round(BY_CHANCE * number_of)
    some = f"about {expected:,}" if expected else "hardly one"
    return (
        f"{number_of:,} rates of groups were looked at, each by itself. By chance alone about one "
        f"in {round(1 / BY_CHANCE)} looks like a loss beyond chance: of {number_of:,} {some}."
    )


def _headline(lost: Sequence[str], chance: int, unknown: int) -> str:
    told = NOBODY
    if lost:
        more = len(lost) - SPELT_OUT
        rest = f"; and {more} more" if more > 0 else ""
        told = f"Worse off than before, beyond chance: {'; '.join(lost[:SPELT_OUT])}{rest}."
    if chance:
        further = "further " if lost else ""
        told += f" {chance} {further}{'loss' if chance == 1 else 'losses'} may be chance."
    if unknown:
        told += (
            f" Not enough evidence to tell for {unknown} {'group' if unknown == 1 else 'groups'}."
        )
    return told


def people(each: WorseOff, said: Mapping[str, tuple[str, str]] = LOST) -> str:
    """ "162 fewer of 1,000 with a good outcome are selected"; ``said`` is LOST or GAINED."""
    fewer, who = said[each.rate]
    return f"{number(each.lost, _digits(each))} {fewer} of {PER:,} {who}"


def how_sure(each: WorseOff) -> str:
    """ "(95 % interval 150 to 174; 1,983 test rows)"."""
    digits = _digits(each)
    bounds = f"{_edge(each.low, digits)} to {number(each.high, digits)}"
    return f"(95\N{NO-BREAK SPACE}% interval {bounds}; {each.rows:,} test rows)"


def _sentence(each: WorseOff) -> str:
    return f"{each.group}: {people(each)} {how_sure(each)}"


def _digits(each: WorseOff) -> int:
    return 0 if each.lost >= 10 else 1


def _edge(low: float, digits: int) -> str:
    """A lower edge; one above zero that would be written as zero has more digits."""
    text = number(low, digits)
    return text if low <= 0 or text.strip("0.") else number(low, digits + 2)


def _unknown(changes: pd.DataFrame, min_cell: int) -> tuple[str, ...]:
    """ "Other: selected, good outcome (TPR): not enough evidence (3 rows, 10 needed)"; by group."""
    looked_at = changes[changes["metric"].isin(list(WORSE_WHEN))]
    small = looked_at[looked_at["status"] != "ok"]
    return tuple(
        f"{group}: " + listed([f"{TITLES[m]} {not_enough(n, min_cell)}" for m, n in _cells(lines)])
        for group, lines in small.groupby("group", sort=False)
    )


def _cells(lines: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(lines["metric"], lines["n"], strict=True))
