"""The result in short: what was gained, what it costs, and what got worse, each as one figure.

They stand side by side and of one size, so that a price or a wider gap is seen as soon as a gain.
"""

from __future__ import annotations

from collections.abc import Iterator

from iffair_core.data.prepared import Part
from iffair_core.data.task import settle_outcome
from iffair_core.data.written import favourable_words
from iffair_core.evidence.alarm import people
from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.headline import how_sure
from iffair_core.evidence.limits import widened
from iffair_core.evidence.worse_off import PER, worse_off
from iffair_core.report.findings import Findings
from iffair_core.report.story.people import OF
from iffair_core.report.story.values import Fact, Tone
from iffair_core.words import (
    LOSSES,
    ROUNDED,
    before_after,
    capital,
    gap_name,
    number,
    percent,
)

TONES: dict[Verdict, Tone] = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.TURNED: "worse",
}
NONE_BEYOND = "none beyond chance"


def in_short(found: Findings) -> tuple[Fact, ...]:
    """Targeted gaps, wrong decisions, gaps that got wider, the largest loss of a group."""
    if not found.reweighted:
        return ()
    return (
        *(_gap(gap, "Targeted") for gap in found.targeted),
        _price(found.effect("accuracy")),
        *_wider(found),
        *_lost(found),
    )


def terms(found: Findings) -> tuple[str, ...]:
    """What the words of the story mean here."""
    study = found.study
    good = favourable_words(settle_outcome(study.table.frame, study.config.task.outcome))
    rows = int(study.prepared.mask(Part.TEST).sum())
    return (
        f"A good outcome is {good}. Selected are {_selected(found)}.",
        f"Where nothing else is said, figures are of {rows:,} test rows, which the model never "
        f"learned from. {ROUNDED}",
    )


def _selected(found: Findings) -> str:
    config = found.study.config
    if config.share is not None:
        return f"the {percent(config.share)} to whom the model gives the highest probability of it"
    return f"those to whom the model gives it a probability of at least {config.cut:g}"


def _gap(gap: Effect, label: str) -> Fact:
    return Fact(
        f"{label}: {gap_name(gap.metric)}",
        before_after(gap.before, gap.after, gap.metric),
        gap_sure(gap),
        "" if gap.metric in LOSSES else "gaps",
        TONES.get(gap.verdict, "open"),
    )


def gap_sure(gap: Effect) -> str:
    """The interval of a gap's change, whether it may be chance, and whether it turned round."""
    sure = how_sure(gap).strip("()")
    turned = gap.verdict in (Verdict.NARROWED_BUT_TURNED, Verdict.TURNED)
    return capital(f"{gap.verdict}; {sure}" if turned else sure) or str(gap.verdict)


def _price(accuracy: Effect) -> Fact:
    """Wrong decisions of 1,000 more or fewer than before."""
    if accuracy.change is None:
        return Fact("Price: accuracy", str(accuracy.verdict), "", "frontier")
    wrong = number(abs(PER * accuracy.change), 0)
    more = "more" if accuracy.change < 0 else "fewer"
    value = "none" if wrong == "0" else f"{wrong} {more} of {PER:,}"
    shown = before_after(accuracy.before, accuracy.after, "accuracy")
    sure = "may be chance" if accuracy.verdict is Verdict.UNCLEAR else "beyond chance"
    return Fact(
        "Price: wrong decisions",
        value,
        f"Accuracy {shown}; {sure}",
        "frontier",
        TONES.get(accuracy.verdict, "open"),
    )


def _wider(found: Findings) -> Iterator[Fact]:
    """Every other gap that got wider; that none did is told as well."""
    wider = widened(found.effects)
    yield from (_gap(gap, "Got wider") for gap in wider)
    if not wider:
        yield Fact("Other gaps that got wider", NONE_BEYOND, "On test rows", "gaps")


def _lost(found: Findings) -> Iterator[Fact]:
    """The group and rate that lost most beyond chance."""
    losses = [each for each in worse_off(found.changes) if each.enough and each.beyond_chance]
    if not losses:
        yield Fact("Groups worse off", NONE_BEYOND, "On test rows", "people")
        return
    first = losses[0]
    more = f"; {len(losses) - 1} further losses" if len(losses) > 2 else ""
    more = "; 1 further loss" if len(losses) == 2 else more
    said, whom = people(first).split(OF, 1)
    yield Fact(
        f"Largest loss: {first.group}",
        f"{said}{OF}".strip(),
        f"{whom}, beyond chance{more}",
        "people",
        "worse",
    )


def title(found: Findings, reached: str) -> str:
    """The result in a sentence: what was ``reached``, and a wider gap or a price beyond chance."""
    wider, accuracy = widened(found.effects), found.effect("accuracy")
    if wider:
        grown = before_after(wider[0].before, wider[0].after, wider[0].metric, by=" to ")
        return f"{reached}, but another one grows from {grown}"
    return reached + price_clause(accuracy)


def price_clause(accuracy: Effect) -> str:
    """ ", at 16 more wrong decisions in 1,000" where the accuracy fell beyond chance."""
    if accuracy.verdict is not Verdict.WORSE or accuracy.change is None:
        return ""
    wrong = number(-PER * accuracy.change, 0)
    return "" if wrong in ("0", "1") else f", at {wrong} more wrong decisions in {PER:,}"
