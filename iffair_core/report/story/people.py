"""Who gains and who loses, in people per thousand?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iffair_core.evidence.alarm import EXPLORATORY, GAINED, LOST, how_sure, people
from iffair_core.evidence.worse_off import PER, WorseOff, better_off, worse_off
from iffair_core.report.findings import Findings
from iffair_core.report.story.charts import people_chart, rates_chart
from iffair_core.report.story.unfair import leading_rate
from iffair_core.report.story.values import Chapter, Fact

QUESTION = "Who gains and who loses?"
OF = f" of {PER:,} "
TOLD = 4
"""Gains and losses told as sentences; the others follow in the details."""


def gains_and_losses(found: Findings) -> Chapter | None:
    if not found.reweighted:
        return None
    gains = [g for g in better_off(found.changes) if g.enough and g.beyond_chance]
    losses = [each for each in worse_off(found.changes) if each.enough and each.beyond_chance]
    gained = [f"{_gains(each)} {how_sure(each)}." for each in gains]
    lost = [f"{_loses(each)} {how_sure(each)}." for each in losses]
    rate = leading_rate(found, found.study.config.gaps[0])
    after = () if rate is None else (rates_chart(found, rate, "rates", ("plain", "chosen")),)
    return Chapter(
        key="people",
        question=QUESTION,
        headline=_headline(gains, losses),
        sentences=(
            *gained[:1],
            *lost[:1],
            *gained[1:TOLD],
            *lost[1:TOLD],
            *(["No group gains beyond chance."] if lost and not gained else []),
            *(["No group loses beyond chance."] if gained and not lost else []),
        ),
        more=(
            *gained[TOLD:],
            *lost[TOLD:],
            *_listed("May be chance", [f"{line}." for line in found.alarm.chance]),
            *_listed("Cannot be told", [f"{line}." for line in found.alarm.unknown]),
            found.alarm.compared,
            EXPLORATORY,
        ),
        facts=(*_fact("Largest gain", gains, GAINED), *_fact("Largest loss", losses, LOST)),
        charts=(people_chart(found), *after),
        in_facts=len(gains[:1]) + len(losses[:1]),
    )


def _headline(gains: Sequence[WorseOff], losses: Sequence[WorseOff]) -> str:
    told = [*map(_gains, gains[:1]), *map(_loses, losses[:1])]
    return "; ".join(told) or "No group gains or loses beyond chance"


def _gains(each: WorseOff) -> str:
    return f"{each.group} gains: {people(each, GAINED)}"


def _loses(each: WorseOff) -> str:
    return f"{each.group} loses: {people(each, LOST)}"


def _fact(
    title: str, moved: Sequence[WorseOff], said: Mapping[str, tuple[str, str]]
) -> tuple[Fact, ...]:
    """The first of the changes, if there is one."""
    if not moved:
        return ()
    first = moved[0]
    amount, whom = people(first, said).split(OF, 1)
    detail = f"{whom}; {how_sure(first).strip('()')}"
    return (Fact(f"{title}: {first.group}", f"{amount}{OF}".strip(), detail, "people"),)


def _listed(title: str, lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{title}: {line}" for line in lines)
