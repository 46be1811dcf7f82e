"""Intervals and statuses in words."""

from __future__ import annotations

import pandas as pd

from iffair_core import words as figures
from iffair_core.results import Study
from iffair_core.words import GAPS, INDICES, LOSSES
from pages._ui import words

INCLUDES_ZERO = "The interval includes zero: this gap **may be chance**."
EXCLUDES_ZERO = "The interval excludes zero: this gap is **beyond chance at 95 %**."
SOME_PAIR = "The interval excludes zero: **some pair of groups differs beyond chance at 95 %**."
NO_INTERVAL = "There is no interval: a group's figure does not vary, so chance cannot be judged."


def interval(low: float, high: float, name: str) -> str:
    """The bounds of a figure as a person reads them: "1.2 to 10.4 points"."""
    if name in LOSSES | INDICES:
        return figures.interval(low, high, name)
    unit = " points" if name in GAPS else "\N{NO-BREAK SPACE}%"
    return f"{figures.interval(low, high, name)}{unit}"


def gap_certainty(line: pd.Series, study: Study, pairs: int = 1) -> str:
    """Interval, rows, and whether a gap may be chance; ``line`` is its largest difference.

    Of several ``pairs`` of groups, the verdict is on some pair and not on the one of the figure.
    """
    if line["status"] == "undefined":
        return (
            "Not enough evidence for a figure: fewer than two groups have "
            f"{words.plural(study.config.min_cell, 'row')} for it."
        )
    rows = words.plural(int(line["n"]), "test row")
    if line["status"] == "few":
        return (
            "**Not enough evidence** for one of the two rates that it looks at; the figure is that "
            f"of the other ({rows})."
        )
    if pd.isna(line["ci_low"]):
        return f"{NO_INTERVAL} {rows}."
    bounds = interval(line["ci_low"], line["ci_high"], str(line["metric"]))
    verdict = _verdict(float(line["ci_low"]), str(line["metric"]), pairs)
    return f"95 % interval {bounds}, {rows}. {verdict}"


def _verdict(low: float, gap: str, pairs: int) -> str:
    """What the lower bound of a gap says, also where it is written as zero."""
    if low <= 0:
        return INCLUDES_ZERO
    beyond = EXCLUDES_ZERO if pairs == 1 else SOME_PAIR
    if figures.bare(low, gap) == figures.bare(0.0, gap):
        return beyond.replace("excludes", "just excludes")
    return beyond


def rate(line: pd.Series, min_cell: int) -> str:
    """A rate of a group with its interval, or why there is none."""
    if line["status"] == "undefined":
        return "no rows"
    if line["status"] == "few":
        return figures.not_enough(int(line["n"]), min_cell)
    low, high = 100 * line["ci_low"], 100 * line["ci_high"]
    return f"{words.percent(line['value'])} ({low:.1f} to {high:.1f})"


def which_are_corrected(groups: int) -> str:
    """Which intervals allow for many comparisons, and which stand each for itself."""
    over_groups = (
        "the largest difference over the groups (simultaneous over all pairs of them) and both "
        "rates of equalised odds"
        if groups > 2
        else "both rates of equalised odds; with two groups every other gap is one comparison"
    )
    return (
        f"**How to read the intervals.** Corrected for many comparisons: {over_groups}. "
        "Each for itself: the gaps side by side and the rates of single groups; of 20 such "
        "intervals about one misses by chance."
    )
