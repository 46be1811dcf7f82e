"""The latest studies on the first screen."""

from __future__ import annotations

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.kept import shelf
from pages._ui import shell, verbatim, words
from pages._ui.kept import listed
from pages._ui.readings import card as told

MOST = 3


def section() -> None:
    """The latest studies, each with "Open"; nothing if there are none."""
    try:
        cards = shelf.listing().cards
    except IFFairError as error:
        st.warning(verbatim.shown(str(error)))
        return
    if not cards:
        return
    st.subheader("Your latest studies", anchor=False)
    for column, card in zip(st.columns(MOST), cards, strict=False):
        with (
            column,
            st.container(
                border=True,
                height="stretch",
                vertical_alignment="distribute",
                key=f"recent_{card.id}",
            ),
        ):
            with st.container():
                st.markdown(f"**{words.as_written(card.title)}**")
                st.caption(words.as_written(words.moment(card.made)))
                st.markdown(told.result(card))
            listed.open_button(card, key=f"recent_open_{card.id}", primary=False)
    if len(cards) > MOST:
        st.page_link(shell.STUDIES, label=f"See all {words.count(len(cards))} studies →")
