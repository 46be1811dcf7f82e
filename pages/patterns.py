"""The patterns: what do the rows that carry a gap have in common?"""

import streamlit as st

from iffair_core.patterns.words import EXPLORATORY, caution
from pages._ui import frame, shell, show, studies, verbatim, words
from pages._ui.influence import background, proofs, row_tables
from pages._ui.patterns import cards, exclusions, search, told


def page() -> None:
    shell.header(
        "Patterns",
        "What do the training rows behind a gap have in common? Short descriptions of sets of rows "
        "that carry much of it, each to be proved by training again.",
    )
    study = show.study_or_hint("The search for patterns", key="patterns_needs_task")
    if study is None:
        return
    show.threshold(study)
    exclusions.section(study)
    asked = search.controls(study)
    found = search.found(study, asked)
    for remark in (caution(found), told.shallow(found, asked.wanted.depth)):
        if remark:
            st.warning(verbatim.shown(remark))
    last = proofs.last(f"{row_tables.seen(study)} {asked.point.step}")
    if last is not None:
        background.done(last.result, verbatim.shown(f"Training again, {last.request.summary} …"))
    actual = cards.retrained(study, asked, found)
    cards.chart(asked, found, actual)
    st.caption(EXPLORATORY)
    st.info(words.NOT_AN_ERROR_LIST)
    cards.section(study, asked, found, actual)
    cards.exports(study, found)
    if st.button("Weigh such rows less", key="patterns_next", type="primary"):
        studies.target(asked.gap)
        st.switch_page(shell.REWEIGHT)


frame.run(page)
