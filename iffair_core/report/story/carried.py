"""Do the weights help another kind of model? The study's other learner, trained without and with.

The weights were found on the study's own model; that they serve another one is measured here.
"""

from __future__ import annotations

from iffair_core.evidence.carried import Carried
from iffair_core.evidence.effects import Effect, Verdict, effects
from iffair_core.evidence.headline import accuracy_moved, gap_moved, how_sure
from iffair_core.report.findings import Findings, Told, whole
from iffair_core.report.story.short import price_clause
from iffair_core.report.story.values import Bars, Chapter, Fact, Interval, Role, Series
from iffair_core.report.words import LEARNER_WORDS, MODEL_WORDS
from iffair_core.words import GAP_NAMES, LOSSES, TITLES, before_after, capital, gap_name

QUESTION = "Does it carry over to another kind of model?"
KEY = "carried"
NOT_MEASURED = (
    "The other model was measured at the threshold of the run only, or by an older version: run "
    "again to have its figures here."
)


def carried_over(found: Findings) -> Chapter | None:
    """None where the study names no other learner, or nothing was reweighted."""
    learner = found.study.config.learner
    if learner is None or not found.reweighted:
        return None
    name = LEARNER_WORDS[learner]
    if found.carried is None:
        return Chapter(KEY, QUESTION, f"Not told for {name}", (NOT_MEASURED,))
    moved = effects(found.carried.change, found.study.config.gaps)
    gaps = _targeted(found, moved)
    accuracy = next(e for e in moved if e.metric == "accuracy")
    own = MODEL_WORDS[found.study.config.model]
    chart = _chart(found, found.carried, name)
    return Chapter(
        key=KEY,
        question=QUESTION,
        headline=_headline(name, gaps[0]) + price_clause(accuracy),
        sentences=(
            *(f"{gap_moved(gap)} {how_sure(gap)}".strip() + "." for gap in gaps),
            f"{accuracy_moved(accuracy)} {how_sure(accuracy)}".strip() + ".",
            f"The weights were found on {own}; {name} was trained without and with the same "
            "weights, and both are measured on the same test rows.",
        ),
        facts=(_fact(gaps[0], chart), *(_fact(e, None) for e in (*gaps[1:], accuracy))),
        charts=() if chart is None else (chart,),
        in_facts=len(gaps) + 1,
    )


def _targeted(found: Findings, moved: tuple[Effect, ...]) -> list[Effect]:
    own = {effect.metric: effect for effect in moved if effect.targeted and not effect.group}
    return [own[gap] for gap in found.study.config.gaps]


def _headline(name: str, gap: Effect) -> str:
    told = gap_moved(gap, term=False).replace("The ", "the ", 1)
    if gap.change is None:
        return f"With {name} {told}"
    sure = "" if gap.verdict is not Verdict.UNCLEAR else ", which may be chance"
    fails = "" if gap.change < 0 else ": these weights do not carry over"
    return f"With {name} {told}{sure}{fails}"


def _fact(effect: Effect, chart: Bars | None) -> Fact:
    gap = effect.kind == "gap"
    return Fact(
        capital(gap_name(effect.metric)) if gap else TITLES[effect.metric],
        before_after(effect.before, effect.after, effect.metric),
        capital(how_sure(effect).strip("()")),
        chart.key if chart is not None else "",
    )


def _chart(found: Findings, other: Carried, name: str) -> Bars | None:
    """The first targeted gap of both models without and with the weights, in points."""
    gap = found.study.config.gaps[0]
    if gap in LOSSES:
        return None
    without = [whole(found.plain, gap), whole(other.plain, gap)]
    reweighted = [whole(found.chosen, gap), whole(other.chosen, gap)]
    return Bars(
        key=KEY,
        title=f"The {GAP_NAMES[gap][0]} of both models, in points",
        unit="points",
        categories=(capital(MODEL_WORDS[found.study.config.model]), capital(name)),
        series=(
            _series("Without the weights", "plain", without),
            _series("With the weights", "chosen", reweighted),
        ),
        reading="The largest difference between any two groups, by the model that the weights were "
        "found on and by the other one. Lines are 95\N{NO-BREAK SPACE}% intervals.",
    )


def _series(name: str, role: Role, told: list[Told]) -> Series:
    return Series(
        name,
        role,
        tuple(None if t.value is None else 100 * t.value for t in told),
        tuple(_points(t) for t in told),
    )


def _points(told: Told) -> Interval | None:
    if told.value is None or told.low is None or told.high is None:
        return None
    return 100 * told.low, 100 * told.high
