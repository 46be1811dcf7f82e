"""A study comes in as the zip of another machine, or gets the table that it came without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.kept.card import Card
from iffair_core.kept.unpack import attach_table, import_study
from pages._ui import state, tables, verbatim, widgets, words
from pages._ui.kept import listed

LARGEST_MEGABYTES = 2048
LACKS_TABLE = (
    "Its table did not come along: it can be listed and compared; give it the table below to open "
    "it, run it again or download its report."
)
ADDED = {"nothing": "Nothing was added.", "table": "It lacked its table, which it has now."}


def section(cards: Sequence[Card]) -> None:
    """The upload of a zip, and of tables for studies that lack theirs."""
    with st.expander("Import a study from another machine", key="studies_import_box"):
        st.markdown(
            "The zip that the Report page downloads as “Study folder”. It is looked through first: "
            "nothing in it is run, and what is not a whole study is refused with the reason. The "
            "study gets a new id here; one that is here already is not kept twice."
        )
        _zip(cards)
        lacking = [card for card in cards if not card.has_table]
        if lacking:
            _table(lacking)


def _zip(cards: Sequence[Card]) -> None:
    file = st.file_uploader(
        "Zip of a study folder",
        type=["zip"],
        key="studies_import",
        max_upload_size=LARGEST_MEGABYTES,
    )
    if file is None:
        return
    if widgets.first_sight("studies_import", file.file_id):
        _take_in(file)
    _arrived(cards)


def _take_in(file: IO[bytes]) -> None:
    state.remember_arrived(None)
    try:
        with st.spinner("Looking through the study …"):
            arrival = import_study(file)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    state.remember_arrived(arrival)
    st.rerun()


def _arrived(cards: Sequence[Card]) -> None:
    """What the zip has brought, and the button that opens it."""
    arrival = state.arrived()
    card = next((card for card in cards if arrival and card.id == arrival.card.id), None)
    if arrival is None or card is None:
        return
    said, button = st.columns([5, 2], vertical_alignment="center")
    title = words.as_written(card.title)
    if arrival.added == "study":
        lacks = "" if card.has_table else f" {LACKS_TABLE}"
        said.success(f"“{title}” is imported.{lacks}")
    else:
        said.info(
            f"“{title}”, made {words.as_written(words.moment(card.made))}, is here already, with "
            f"the same figures, choices and notes. {ADDED[arrival.added]}"
        )
    with button:
        listed.open_button(card, key="studies_arrived_open", primary=False)


def _table(lacking: list[Card]) -> None:
    st.markdown("**The table of a study that came without it.** It must be the very same.")
    titles = {card.id: card.title for card in lacking}
    widgets.restore_choice("studies_lacking", lacking[0].id, list(titles))
    identifier = st.selectbox(
        "Study", list(titles), key="studies_lacking", format_func=titles.__getitem__
    )
    file = st.file_uploader(
        "Its table",
        type=list(tables.FORMATS),
        key="studies_table",
        max_upload_size=tables.LARGEST_MEGABYTES,
    )
    if file is None or not widgets.first_sight("studies_table", f"{file.file_id} {identifier}"):
        return
    try:
        card = attach_table(identifier, file, file.name)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    state.notify(f"“{words.as_written(card.title)}” has its table and can be opened.")
    st.rerun()
