"""Deleted studies: undo at once, or take one out of the bin later."""

from __future__ import annotations

import streamlit as st

from iffair_core.kept import shelf
from pages._ui import state, words
from pages._ui.readings import card as told


def undo() -> None:
    """What was deleted last, and the button that brings it back."""
    identifier = state.deleted_study()
    last = [card for card in shelf.listing(deleted=True).cards if card.id == identifier]
    if not last:
        return
    said, button = st.columns([5, 2], vertical_alignment="center")
    title = words.as_written(last[0].title)
    said.info(f"“{title}” is deleted. It stays in the bin for {shelf.DAYS_IN_BIN} days.")
    with button:
        if st.button("Undo", key="studies_undo", width="stretch"):
            _bring_back(last[0].id, last[0].title)


def section() -> None:
    """Everything in the bin, the newest first."""
    cards = shelf.listing(deleted=True).cards
    if not cards:
        return
    with st.expander(f"Bin ({words.count(len(cards))})", key="studies_bin"):
        st.caption(f"A study is deleted for good {shelf.DAYS_IN_BIN} days after it came here.")
        for card in cards:
            said, button = st.columns([5, 2], vertical_alignment="center")
            said.markdown(f"**{words.as_written(card.title)}**")
            said.caption(
                f"Deleted {words.moment(card.deleted)}. {words.as_written(told.about(card))}"
            )
            with button:
                if st.button("Restore", key=f"study_restore_{card.id}", width="stretch"):
                    _bring_back(card.id, card.title)


def _bring_back(identifier: str, title: str) -> None:
    shelf.restore(identifier)
    state.remember_deleted(None)
    state.notify(f"“{words.as_written(title)}” is back.")
    st.rerun()
