"""The result as a story: in short, then one headline a chapter with its figures and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from iffair_core.report.story.values import Chapter, Fact, Story
from pages._ui import shell, words
from pages._ui.run import parts

CHARTS: Mapping[str, tuple[str, str]] = {
    "rates-before": (shell.AUDIT, ""),
    "influence": (shell.INFLUENCE, ""),
    "gaps": (shell.REWEIGHT, parts.BEFORE_AFTER),
    "weights": (shell.REWEIGHT, parts.WEIGHTS),
    "frontier": (shell.FRONTIER, ""),
    "people": (shell.REWEIGHT, parts.MOVED),
    "rates": (shell.REWEIGHT, parts.RATES),
    "carried": (shell.REWEIGHT, parts.LEARNER),
}
"""The page on which each chart of a story can be looked into, and the part of it, if it has any."""
A_ROW, MOST_ACROSS, FEWER_ACROSS = 2, 4, 3


def section(told: Story, *, reweighted: bool) -> None:
    """The result in short, what to know before all else, then every chapter as a card."""
    if told.in_short:
        st.subheader(words.as_written(told.title), anchor=False)
        _in_short(told.in_short)
    for caution in told.cautions:
        st.warning(words.as_written(caution))
    for begin in range(0, len(told.chapters), A_ROW):
        row = told.chapters[begin : begin + A_ROW]
        for column, chapter in zip(st.columns(A_ROW), row, strict=False):
            with (
                column,
                st.container(border=True, height="stretch", key=f"report_{chapter.key}"),
            ):
                _chapter(chapter, reweighted=reweighted)
    st.caption(words.as_written(" ".join(told.terms)))


def _in_short(facts: Sequence[Fact]) -> None:
    """Gain, price and what got worse in cards of one size; the edge says better or worse."""
    across = len(facts) if len(facts) <= MOST_ACROSS else FEWER_ACROSS
    for begin in range(0, len(facts), across):
        row = facts[begin : begin + across]
        for i, (column, fact) in enumerate(zip(st.columns(across), row, strict=False), begin):
            key = f"report_short_{i}_{fact.tone}"
            with column, st.container(border=True, height="stretch", key=key):
                _fact(fact)


def _fact(fact: Fact) -> None:
    st.caption(words.as_written(fact.label))
    st.markdown(f"##### {words.as_written(fact.value)}")
    st.caption(words.as_written(fact.detail))


def _chapter(chapter: Chapter, *, reweighted: bool) -> None:
    """Question, headline and figures; what supports them is folded away."""
    st.markdown(f":small[**{words.as_written(chapter.question)}**]")
    st.subheader(words.as_written(chapter.headline), anchor=False)
    if chapter.facts:
        st.markdown("\n".join(f"- {_line(fact)}" for fact in chapter.facts))
    rest = (*chapter.sentences[chapter.in_facts :], *chapter.more)
    if rest:
        with st.expander("More on this", key=f"report_{chapter.key}_more"):
            st.markdown("\n".join(f"- {words.as_written(sentence)}" for sentence in rest))
    _links(chapter, reweighted=reweighted)


def _line(fact: Fact) -> str:
    detail = f" ({words.as_written(fact.detail.removesuffix('.'))})" if fact.detail else ""
    return f"{words.as_written(fact.label)}: **{words.as_written(fact.value)}**{detail}"


def _links(chapter: Chapter, *, reweighted: bool) -> None:
    """A link to each page that has a chart of the chapter's figures."""
    keys = [chart.key for chart in chapter.charts] + [fact.chart for fact in chapter.facts]
    places = [CHARTS[key] for key in keys if key in CHARTS]
    if not reweighted:
        places = [(shell.AUDIT, "") if page == shell.REWEIGHT else (page, "") for page, _ in places]
    with st.container(horizontal=True, key=f"report_{chapter.key}_links"):
        for page, part in dict.fromkeys(places):
            st.page_link(
                page,
                label=f"See the chart: {part or shell.TITLES[page]}",
                query_params={parts.KEY: part} if part else None,
            )
