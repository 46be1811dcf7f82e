"""Whom the interval of a gap speaks of: which pair of groups, and which rate of equalised odds."""

from __future__ import annotations

import pandas as pd

from iffair_core.fairness.gaps import GAP_RATES, RateTable
from iffair_core.results import Study
from pages._ui import words
from pages._ui.audit import said
from pages._ui.readings.gaps import named_pair, named_rates
from pages._ui.readings.measured import largest

GAP_OF = {rates[0]: gap for gap, rates in GAP_RATES.items() if len(rates) == 1}
"""The gap that compares one rate alone."""


def sentence(gap: str, study: Study, lines: pd.DataFrame, rates: RateTable) -> str:
    """Interval and verdict of a gap, then those of the pair and of the rates that it names."""
    line = largest(lines, gap)
    pairs = _pairs(lines, gap)
    text = said.gap_certainty(line, study, pairs)
    if line["status"] != "ok" or pd.isna(line["ci_low"]):
        return text
    beyond = float(line["ci_low"]) > 0
    parts = [text]
    if len(GAP_RATES[gap]) > 1:
        parts.append(_carried_by(gap, lines, beyond))
    if beyond and pairs > 1:
        parts += [_named(rate, study, lines, rates) for rate in named_rates(gap, rates)]
    return " ".join(filter(None, parts))


def _pairs(lines: pd.DataFrame, gap: str) -> int:
    """Pairs of groups that can be compared in a gap."""
    compared = lines[(lines["metric"] == gap) & (lines["group"] != "")]
    return int((compared["status"] != "undefined").sum())


def _carried_by(gap: str, lines: pd.DataFrame, beyond: bool) -> str:
    """Which of the rates of a gap differs beyond chance when it is looked at alone."""
    alone = [largest(lines, GAP_OF[rate]) for rate in GAP_RATES[gap]]
    clear = [line for line in alone if pd.notna(line["ci_low"]) and line["ci_low"] > 0]
    titles = [words.gap_title(line["metric"]) for line in clear]
    if not clear:
        return ""
    if not beyond:
        return (
            f"Looked at alone, beyond chance: {words.listed(titles)}. Two rates are looked at "
            "here, which asks for more evidence."
        )
    rest = [line for line in alone if line["metric"] not in {each["metric"] for each in clear}]
    return f"This rests on {words.listed(titles)}." + "".join(
        f" {words.gap_title(line['metric'])} alone "
        + ("cannot be judged." if pd.isna(line["ci_low"]) else "may be chance.")
        for line in rest
    )


def _named(rate: str, study: Study, lines: pd.DataFrame, rates: RateTable) -> str:
    """The interval of the very pair that the sentence of a rate names."""
    names = {study.prepared.groups[g] for g in named_pair(rate, rates)}
    gap = GAP_OF[rate]
    of_gap = lines[(lines["metric"] == gap) & (lines["group"] != "")]
    line = of_gap[of_gap["group"].isin(names) & of_gap["reference"].isin(names)].iloc[0]
    if pd.isna(line["ci_low"]):
        return "For the two groups named here chance cannot be judged."
    low, high = sorted(abs(float(line[bound])) for bound in ("ci_low", "ci_high"))
    includes = line["ci_low"] <= 0 <= line["ci_high"]
    bounds = said.interval(0.0 if includes else low, high, gap)
    verdict = "may be chance" if includes else "is beyond chance at 95 %"
    return (
        f"The difference of the two groups named here, taken alone ({bounds}), {verdict}; that "
        "interval is not corrected for the number of pairs."
    )
