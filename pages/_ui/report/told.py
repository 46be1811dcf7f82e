"""The result as a story: one headline a chapter, its figures, and where their charts are."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from iffair_core.report.story.values import Chapter, Story
from pages._ui import shell, words

CHARTS: Mapping[str, str] = {
    "rates-before": shell.AUDIT,
    "influence": shell.INFLUENCE,
    "gaps": shell.REWEIGHT,
    "weights": shell.REWEIGHT,
    "frontier": shell.FRONTIER,
    "people": shell.REWEIGHT,
    "rates": shell.REWEIGHT,
}
"""The page on which each chart of a story can be looked into."""
A_ROW = 3


def section(told: Story, *, reweighted: bool) -> None:
    """Cautions, then every chapter."""
    for caution in told.cautions:
        st.warning(words.as_written(caution))
    for chapter in told.chapters:
        with st.container(key=f"report_{chapter.key}"):
            _chapter(chapter, reweighted=reweighted)


def _chapter(chapter: Chapter, *, reweighted: bool) -> None:
    st.markdown(f"**{chapter.question}**")
    st.header(words.as_written(chapter.headline), anchor=False)
    for begin in range(0, len(chapter.facts), A_ROW):
        row = chapter.facts[begin : begin + A_ROW]
        for column, fact in zip(st.columns(A_ROW), row, strict=False):
            with column, st.container(border=True, height="stretch"):
                st.caption(words.as_written(fact.label))
                st.subheader(words.as_written(fact.value), anchor=False)
                st.caption(words.as_written(fact.detail))
    rest = chapter.sentences[chapter.in_facts :]
    if rest:
        st.markdown("\n".join(f"- {words.as_written(sentence)}" for sentence in rest))
    if chapter.more:
        with st.expander("More on this", key=f"report_{chapter.key}_more"):
            st.markdown("\n".join(f"- {words.as_written(sentence)}" for sentence in chapter.more))
    _links(chapter, reweighted=reweighted)


def _links(chapter: Chapter, *, reweighted: bool) -> None:
    """A link to each page that has a chart of the chapter's figures."""
    keys = [chart.key for chart in chapter.charts] + [fact.chart for fact in chapter.facts]
    pages = [CHARTS[key] for key in keys if key in CHARTS]
    if not reweighted:
        pages = [shell.AUDIT if page == shell.REWEIGHT else page for page in pages]
    with st.container(horizontal=True, key=f"report_{chapter.key}_links"):
        for page in dict.fromkeys(pages):
            st.page_link(page, label=f"See the chart: {shell.TITLES[page]}")
