"""The metric chooser: four questions, and a gap to close with its reason and its price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from iffair_core.evidence.chooser import SOURCES, Answers, Proposal, propose
from pages._ui import shell, studies, verbatim, widgets, words


@dataclass(frozen=True)
class Question:
    """What is asked, and the answers by their name in ``Answers``."""

    text: str
    answers: Mapping[str, str]


QUESTIONS: Mapping[str, Question] = {
    "harm": Question(
        "Which harm is worst?",
        {
            "refused": "A good case is refused",
            "accepted": "A bad case is accepted",
            "unequal": "The groups are treated unequally at all",
            "wrong": "The model is wrong, whichever way",
        },
    ),
    "label": Question(
        "Does the recorded outcome say what really happened?",
        {
            "trusted": "Yes: it was measured the same way for everybody",
            "unsure": "I am not sure",
            "doubtful": "No: past decisions or unequal monitoring made it",
        },
    ),
    "base_rates": Question(
        "If the groups' base rates differ, is that for reasons which the decision may respect?",
        {
            "legitimate": "Yes, they are expected to differ",
            "unsure": "I am not sure",
            "unjust": "No: the difference is part of the problem",
        },
    ),
    "output": Question(
        "What is used of the model?",
        {"decisions": "Its decisions at a threshold", "probabilities": "Its probabilities"},
    ),
}


def section() -> None:
    """The questions, and what follows once all are answered."""
    with st.expander("Which gap matters here? Four questions", key="audit_chooser_box"):
        given = {name: _ask(name, question) for name, question in QUESTIONS.items()}
        if None in given.values():
            st.caption("Answer all four to see which gap fits. No answer is a finding of the data.")
            return
        proposals = propose(Answers(**given))
        for proposal in proposals:
            _show(proposal)
        gaps = tuple(proposal.gap for proposal in proposals)
        label = f"Close {'this gap' if len(gaps) == 1 else 'both gaps'} on the Reweight page"
        if st.button(label, key="audit_chooser_use", type="primary"):
            studies.aim(gaps)
            st.switch_page(shell.REWEIGHT)


def _ask(name: str, question: Question) -> str | None:
    key = f"audit_choose_{name}"
    widgets.restore_optional(key, widgets.kept(key, None), list(question.answers))
    answer: str | None = st.radio(
        question.text,
        list(question.answers),
        index=None,
        key=key,
        format_func=question.answers.__getitem__,
    )
    widgets.keep(key, answer)
    return answer


def _show(proposal: Proposal) -> None:
    with st.container(border=True, key=f"audit_proposal_{proposal.gap}"):
        st.markdown(f"**{words.gap_title(proposal.gap)}**")
        st.markdown(verbatim.shown(f"{proposal.reason}  \n**At what price.** {proposal.trade_off}"))
        st.caption("  \n".join(SOURCES[source] for source in proposal.sources))
