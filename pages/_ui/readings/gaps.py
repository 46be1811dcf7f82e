"""A gap in words: which group, how much, compared with whom."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from iffair_core.fairness.gaps import (
    CELL_WORDS,
    GAP_RATES,
    MIN_CELL,
    RATES,
    RateTable,
    largest_difference,
)
from iffair_core.fairness.measure import Measures
from iffair_core.results import Point, Study
from pages._ui import words


def gap_sentence(name: str, study: Study, point: Point, rates: RateTable) -> str:
    """A gap on the test rows in words: who, how much, compared with whom."""
    if point.test.gaps[name] is None:
        return f"Undefined: {words.clipped(point.test.undefined.get(name, 'too few rows'))}."
    parts = named_rates(name, rates)
    text = " ".join(pair_sentence(rate, rates, study) for rate in parts)
    few = {g for rate in parts for g in np.flatnonzero(rates.count[rate] < study.config.min_cell)}
    if not few:
        return text
    return f"{text} Not counted: {words.plural(len(few), 'group')} with too few rows, see below."


def named_rates(name: str, rates: RateTable) -> tuple[str, ...]:
    """The rates that a gap's sentence is about: of equalised odds the one that differs more."""
    parts = GAP_RATES.get(name, GAP_RATES["equalized_odds"])
    if name != "equalized_odds":
        return parts
    return (max(parts, key=lambda rate: largest_difference(rates.value[rate]) or 0.0),)


def named_pair(rate: str, rates: RateTable) -> tuple[int, int]:
    """The groups with the smallest and with the largest rate."""
    value = rates.value[rate]
    return int(np.nanargmin(value)), int(np.nanargmax(value))


def pair_sentence(rate: str, rates: RateTable, study: Study) -> str:
    """The largest difference of a rate: "Female: selected 18 points less often than Male …".

    It says so where one of the two groups has too few rows for its rate.
    """
    groups, reference = study.prepared.groups, study.prepared.reference
    value = rates.value[rate]
    if largest_difference(value) is None:
        return "Not enough evidence to compare two groups."
    low, high = named_pair(rate, rates)
    if value[low] == value[high]:
        return _same(rate, float(value[low]))
    who, whom = (high, low) if low == reference and len(groups) == 2 else (low, high)
    difference = float(value[who] - value[whom])
    few = _few_rows(rate, rates, {groups[g]: g for g in (who, whom)})
    if rate == "log_loss":
        more = "higher" if difference > 0 else "lower"
        return (
            f"For **{groups[who]}** the log loss is {abs(difference):.4f} {more} than for "
            f"**{groups[whom]}** ({value[who]:.4f} against {value[whom]:.4f}).{few}"
        )
    phrase = words.RATES[rate].more if difference > 0 else words.RATES[rate].less
    against = f"({words.percent(value[who])} against {words.percent(value[whom])})"
    many = ", the largest difference of any two groups" if len(groups) > 2 else ""
    return (
        f"**{groups[who]}**: {phrase.format(points=words.points(difference))} than "
        f"**{groups[whom]}** {against}{many}.{few}"
    )


def _same(rate: str, value: float) -> str:
    """That no two groups differ: "**All groups**: selected equally often (0.0 %)."."""
    if rate == "log_loss":
        return f"For **all groups** the log loss is {value:.4f}."
    phrase = words.RATES[rate].less.replace("{points} less often", "equally often")
    return f"**All groups**: {phrase} ({words.percent(value)})."


def _few_rows(rate: str, rates: RateTable, pair: Mapping[str, int]) -> str:
    """Which groups of a pair have few rows in the cell of the rate; empty if none."""
    counts = {group: int(rates.count[rate][index]) for group, index in pair.items()}
    few = [f"{group} has {count}" for group, count in counts.items() if count < MIN_CELL]
    if not few:
        return ""
    kind = CELL_WORDS[RATES[rate].rows]
    return f" Few {kind}: {words.listed(few)}, so this figure says little."


def left_out(measures: Measures) -> list[str]:
    """Each reason for an undefined figure or a missing group once, with the figures it is of."""
    figures: dict[str, list[str]] = {}
    for name, reasons in measures.undefined.items():
        for reason in reasons.split("; "):
            figures.setdefault(reason, []).append(words.measure_title(name))
    return [f"{words.listed(names)}: {reason}" for reason, names in figures.items()]
