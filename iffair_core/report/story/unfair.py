"""What is unfair, for whom, and how sure is that? The plain model on test rows."""

from __future__ import annotations

from collections.abc import Mapping

from iffair_core.evidence.base_rates import base_rate_difference
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.report.findings import Findings, Told, by_group, whole
from iffair_core.report.story.charts import gaps_chart, rates_chart
from iffair_core.report.story.values import Chapter, Chart, Fact
from iffair_core.report.words import GAP_MEANINGS
from iffair_core.words import (
    GAP_NAMES,
    LOSSES,
    TITLES,
    UNDEFINED,
    capital,
    figure,
    gap_name,
    interval,
    number,
    percent,
    points,
)

PEOPLE: Mapping[str, str] = {
    "selection_rate": "of 1,000 are selected",
    "true_positive_rate": "of 1,000 with a good outcome are selected",
    "false_positive_rate": "of 1,000 with a bad outcome are selected",
    "error_rate": "of 1,000 are misjudged",
}
"""Completes "Female: 78 …"."""


def unfair(found: Findings) -> Chapter:
    gaps = found.study.config.gaps
    rate = leading_rate(found, gaps[0])
    return Chapter(
        key="unfair",
        question="What is unequal, and for whom?",
        headline=_headline(found, gaps[0], rate),
        sentences=tuple(gap_level(found, gap, whole(found.plain, gap)) for gap in gaps),
        more=(*(f"{TITLES[gap]}: {GAP_MEANINGS[gap]}." for gap in gaps), *_base_rates(found)),
        facts=tuple(fact(gap, whole(found.plain, gap)) for gap in gaps),
        charts=_charts(found, rate),
        in_facts=len(gaps),
    )


def leading_rate(found: Findings, gap: str) -> str | None:
    """Of the rates that a gap looks at, the one that differs most; None if none can be told."""
    spread = {}
    for rate in REPORTED_GAPS[gap]:
        values = [t.value for t in by_group(found.plain, rate).values() if t.value is not None]
        if len(values) > 1:
            spread[rate] = max(values) - min(values)
    return max(spread, key=spread.__getitem__) if spread else None


def ends(found: Findings, rate: str) -> tuple[tuple[str, float], tuple[str, float]]:
    """The groups with the smallest and the largest rate of the plain model."""
    known = [
        (g, told.value) for g, told in by_group(found.plain, rate).items() if told.value is not None
    ]
    return min(known, key=lambda pair: pair[1]), max(known, key=lambda pair: pair[1])


def fact(gap: str, told: Told) -> Fact:
    """A gap as a figure with its interval and rows; losses are in no chart of gaps."""
    chart, name = "" if gap in LOSSES else "gaps", capital(gap_name(gap))
    if told.value is None:
        return Fact(name, UNDEFINED, "too few rows, or groups without such rows", chart)
    bounds = interval(told.low, told.high, gap)
    size = f"95\N{NO-BREAK SPACE}% interval {bounds}: {_sure(told)}; " if bounds else ""
    return Fact(name, figure(told.value, gap), f"{size}{told.rows:,} test rows", chart)


def gap_level(found: Findings, gap: str, told: Told, verb: str = "is") -> str:
    """ "The gap in selection (…) is 18.3 points (95 % interval …; 9,769 test rows): …"."""
    if told.value is None:
        reason = found.study.plain.test.undefined.get(gap, "too few rows")
        return f"The {gap_name(gap)} cannot be told: {reason}."
    groups = len(found.study.prepared.groups)
    many = f", the largest difference of any two of {groups} groups," if groups > 2 else ""
    bounds = interval(told.low, told.high, gap)
    size = f"95\N{NO-BREAK SPACE}% interval {bounds}; " if bounds else ""
    amount = figure(told.value, gap)
    return (
        f"The {gap_name(gap)}{many} {verb} {amount} ({size}{told.rows:,} test rows): {_sure(told)}."
    )


def _sure(told: Told) -> str:
    """Whether a largest difference is one beyond chance."""
    if told.low is None or told.high is None:
        return "no interval, so chance cannot be judged"
    return "beyond chance" if told.low > 0 else "may be chance"


def per_thousand(rate: float) -> str:
    """ "78", and with a digit more where it is a handful."""
    return number(1000 * rate, 0 if rate >= 0.01 or rate == 0 else 1)


def _headline(found: Findings, gap: str, rate: str | None) -> str:
    told = whole(found.plain, gap)
    if told.value is None:
        return f"The {GAP_NAMES[gap][0]} cannot be told: too few rows to compare two groups"
    if rate is None:
        return f"The {GAP_NAMES[gap][0]} is {figure(told.value, gap)}"
    (low, few), (high, many) = ends(found, rate)
    chance = "" if told.low is None or told.low > 0 else ", which may be chance"
    return f"{low}: {per_thousand(few)} {PEOPLE[rate]}; {high}: {per_thousand(many)}{chance}"


def _charts(found: Findings, rate: str | None) -> tuple[Chart, ...]:
    rates = () if rate is None else (rates_chart(found, rate, "rates-before", ("plain",)),)
    return rates if found.reweighted else (*rates, gaps_chart(found))


def _base_rates(found: Findings) -> tuple[str, ...]:
    known = base_rate_difference(found.study)
    if known is None or known.difference <= 0:
        return ()
    sure = "beyond chance" if known.beyond_chance else "which may be chance"
    return (
        f"In the data itself good outcomes differ by {points(known.difference)}, {sure}: "
        f"{percent(known.lower.rate)} of {known.lower.group}, {percent(known.higher.rate)} of "
        f"{known.higher.group}. That may be real, come from past decisions, or from who is in "
        "the table; the data cannot tell these apart.",
    )
