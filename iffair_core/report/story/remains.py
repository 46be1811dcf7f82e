"""What remains, and what is not known?"""

from __future__ import annotations

from collections.abc import Iterator

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.limits import limits, widened
from iffair_core.evidence.spread import spread_table
from iffair_core.evidence.summary import screening
from iffair_core.report.findings import Findings, whole
from iffair_core.report.story.unfair import fact, gap_level
from iffair_core.report.story.values import Chapter
from iffair_core.words import (
    GAP_NAMES,
    bare,
    before_after,
    figure,
    gap_name,
    interval,
    listed,
)

QUESTION = "What remains, and what is not known?"
ELSEWHERE = (
    "A small gap is a statement about these rates, these groups and these rows. Rows that come to "
    "be decided about may differ: measure again on them."
)
ONE_SPLIT = (
    "All figures come from one division of the rows; other splits give somewhat other figures, by "
    "more than the intervals say. They were not computed."
)


def remains(found: Findings) -> Chapter:
    gaps = found.study.config.gaps
    verb = "is still" if found.reweighted else "is"
    return Chapter(
        key="remains",
        question=QUESTION,
        headline=_headline(found),
        sentences=(
            *(gap_level(found, gap, whole(found.chosen, gap), verb) for gap in gaps),
            *_missed(found),
            *_worse(found),
            *_spread(found),
            ELSEWHERE,
        ),
        more=tuple(_beside_lines(found)),
        facts=tuple(fact(gap, whole(found.chosen, gap)) for gap in gaps),
        in_facts=len(gaps),
    )


def _headline(found: Findings) -> str:
    told = []
    for gap in found.study.config.gaps:
        left, name = whole(found.chosen, gap), GAP_NAMES[gap][0]
        if left.value is None:
            told.append(f"the {name}, which cannot be told")
        else:
            sure = "beyond chance" if left.low is not None and left.low > 0 else "may be chance"
            told.append(f"a {name} of {figure(left.value, gap)} ({sure})")
    wider = widened(found.effects)[:1]
    also = [f"; the {GAP_NAMES[e.metric][0]} grew to {figure(e.after, e.metric)}" for e in wider]
    return f"Still there: {listed(told)}{''.join(also)}"


def _missed(found: Findings) -> Iterator[str]:
    """Limits that were not kept on validation rows."""
    yield from (
        f"Not reached: {limit}" for limit in limits(found.study, found.effects) if not limit.kept
    )


def _worse(found: Findings) -> Iterator[str]:
    worse = [e for e in found.effects if e.kind == "gap" and e.verdict is Verdict.WORSE]
    if worse:
        yield f"Gaps that got wider beyond chance: {'; '.join(map(_wider, worse))}."


def _wider(effect: Effect) -> str:
    """ "the gap in …, from 11.8 to 25.6 points (interval of the change …)"."""
    bounds = interval(effect.low, effect.high, effect.metric, signed=True)
    moved = before_after(effect.before, effect.after, effect.metric, by=" to ")
    return f"the {gap_name(effect.metric)}, from {moved} (interval of the change {bounds})"


def _spread(found: Findings) -> Iterator[str]:
    """The first targeted gap over other splits."""
    if found.spread is None:
        yield ONE_SPLIT
        return
    gap = found.study.config.gaps[0]
    lines = spread_table(found.spread).to_dict("records")
    known = {
        line["when"]: f"{bare(line['mean'], gap)} ± {bare(line['sd'], gap)}"
        for line in lines
        if line["metric"] == gap and line["splits"] > 1
    }
    if known:
        yield (
            f"Over {len(found.spread.splits)} other splits the {gap_name(gap)} is "
            f"{known['before']} before and {known['after']} after (mean ± standard deviation)."
        )


def _beside_lines(found: Findings) -> Iterator[str]:
    """Where the models are beside the screening lines that were set."""
    titles = {"plain": "Plain model", "chosen": "Reweighted model"}
    for line in screening(found.study):
        yield f"{titles[line['model']]}, screening line: {line['said']}"
