"""What was done, and what did it reach?"""

from __future__ import annotations

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.headline import gap_moved, how_sure
from iffair_core.evidence.limits import limits
from iffair_core.report.findings import Findings
from iffair_core.report.story.charts import gaps_chart, weight_means, weights_chart
from iffair_core.report.story.short import gap_sure
from iffair_core.report.story.values import Chapter, Fact
from iffair_core.report.words import MODEL_WORDS, RULE_WORDS
from iffair_core.weights.describe import summarise_weights
from iffair_core.words import (
    LOSSES,
    before_after,
    capital,
    gap_name,
    percent,
)

QUESTION = "What was done, and what did it reach?"
MOVED = 0.1
"""A weight that differs from 1 by more has moved."""


def done(found: Findings) -> Chapter:
    study = found.study
    if not found.reweighted:
        return Chapter("done", QUESTION, "Nothing yet: so far there is the plain model alone")
    moved = [_moved(gap) for gap in found.targeted]
    turns = dict.fromkeys(str(gap.turn) for gap in found.targeted if gap.turn is not None)
    weights = summarise_weights(study.operating.weights)
    changed = float((abs(study.operating.weights - 1.0) > MOVED).mean())
    return Chapter(
        key="done",
        question=QUESTION,
        headline="; ".join([moved[0], *(f"t{each[1:]}" for each in moved[1:])]),
        sentences=(
            *(f"{gap_moved(gap)} {how_sure(gap)}".strip() + "." for gap in found.targeted),
            *turns,
            f"Only the weights of the {len(study.operating.weights):,} training rows were "
            f"changed; {percent(changed, 0)} of them by more than {percent(MOVED, 0)}. No row, "
            "label or feature was.",
            *_most_moved(found),
        ),
        more=(
            f"The rule: {RULE_WORDS[study.config.rule]}. The model: "
            f"{MODEL_WORDS[study.config.model]}.",
            f"The point shown is step {study.operating.step} of {study.points[-1].step}, chosen "
            f"{'by a person' if study.chosen_by == 'user' else 'by the rule'} on validation rows. "
            f"{study.stopped}",
            f"The weights are worth {weights.effective_sample_size:,.0f} equally weighted rows; "
            f"the largest is {weights.largest:.2f}, {_zero(weights.zero_share)}.",
            *(str(limit) for limit in limits(study, found.effects)),
        ),
        facts=tuple(
            Fact(
                capital(gap_name(gap.metric)),
                before_after(gap.before, gap.after, gap.metric),
                gap_sure(gap),
                "" if gap.metric in LOSSES else "gaps",
            )
            for gap in found.targeted
        ),
        charts=(gaps_chart(found), weights_chart(found)),
        in_facts=len(found.targeted),
    )


def _moved(gap: Effect) -> str:
    """What a gap did, and whether that may be chance or went too far."""
    told = gap_moved(gap, term=False)
    if gap.verdict in (Verdict.NARROWED_BUT_TURNED, Verdict.TURNED):
        return f"{told}, and turned round"
    moved = " stays at " not in told
    return f"{told}, which may be chance" if moved and gap.verdict is Verdict.UNCLEAR else told


def _zero(share: float) -> str:
    return f"{percent(share)} are zero" if share else "none is zero"


def _most_moved(found: Findings) -> tuple[str, ...]:
    """Which rows count less and more than before."""
    cells = weight_means(found).sort_values("mean", kind="stable")
    less, more = cells.iloc[0], cells.iloc[-1]
    if f"{more['mean']:.2f}" == f"{less['mean']:.2f}":
        return ()
    return (
        f"On average a row of “{more['cell']}” now counts {more['mean']:.2f} times, one of "
        f"“{less['cell']}” {less['mean']:.2f} times.",
    )
