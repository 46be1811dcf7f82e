"""What does it cost, and would simpler means do?"""

from __future__ import annotations

from iffair_core.evidence.control_words import control_lines
from iffair_core.evidence.effects import Verdict
from iffair_core.evidence.headline import accuracy_moved, how_sure
from iffair_core.report.findings import Findings
from iffair_core.report.story.charts import frontier_chart
from iffair_core.report.story.values import Chapter, Fact
from iffair_core.words import TITLES, before_after, capital, listed, number

QUESTION = "What does it cost?"
UTILITIES = ("accuracy", "balanced_accuracy", "roc_auc")


def cost(found: Findings) -> Chapter | None:
    if not found.reweighted:
        return None
    accuracy, chart = found.effect("accuracy"), frontier_chart(found)
    fell = f"{accuracy_moved(accuracy)} {how_sure(accuracy)}".strip()
    return Chapter(
        key="cost",
        question=QUESTION,
        headline=_headline(found),
        sentences=(f"{fell}.", *_other(found)),
        more=control_lines(found.controls, found.study.config.gaps),
        facts=tuple(_fact(found, name) for name in UTILITIES),
        charts=() if chart is None else (chart,),
        in_facts=1,
    )


def _headline(found: Findings) -> str:
    accuracy = found.effect("accuracy")
    if accuracy.change is None:
        return "Accuracy is undefined"
    wrong = number(abs(1000 * accuracy.change), 0)
    if wrong == "0":
        return "As many right decisions as before"
    more = "more" if accuracy.change < 0 else "fewer"
    decisions = "decision" if wrong == "1" else "decisions"
    chance = ", which may be chance" if accuracy.verdict is Verdict.UNCLEAR else ""
    return f"{wrong} {more} wrong {decisions} in 1,000{chance}"


def _other(found: Findings) -> tuple[str, ...]:
    """The other utilities that fell beyond chance."""
    worse = [
        e
        for e in found.effects
        if e.kind == "utility" and e.metric != "accuracy" and e.verdict is Verdict.WORSE
    ]
    if not worse:
        return ("No other measure of the model's quality got worse beyond chance.",)
    told = [f"{TITLES[e.metric]} {before_after(e.before, e.after, e.metric)}" for e in worse]
    return (f"Beyond chance these got worse too: {listed(told)}.",)


def _fact(found: Findings, name: str) -> Fact:
    effect = found.effect(name)
    value = before_after(effect.before, effect.after, name)
    sure = capital(how_sure(effect).strip("()")) or str(effect.verdict)
    return Fact(TITLES[name], value, sure, "frontier")
