"""The list of kept studies: found, sorted, a few at a time, each with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.kept import shelf
from iffair_core.kept.card import LONGEST_NAME, TARGETED, Card
from pages._ui import shell, state, verbatim, widgets, words
from pages._ui.later import later
from pages._ui.readings import card as told

if TYPE_CHECKING:
    from pages._ui import studies
else:
    studies = later("pages._ui.studies")

A_PAGE = 10
MOST_COMPARED = 6


def _of(card: Card, metric: str, otherwise: float) -> float:
    level = card.after.get(metric)
    return otherwise if level is None or level.value is None else level.value


ORDERS: Mapping[str, tuple[Callable[[Card], Any], bool]] = {
    "Newest first": (lambda card: card.made, True),
    "Oldest first": (lambda card: card.made, False),
    "Name": (lambda card: card.title.lower(), False),
    "Data": (lambda card: (card.data.lower(), card.title.lower()), False),
    "Smallest gap": (lambda card: _of(card, TARGETED, 2.0), False),
    "Highest accuracy": (lambda card: _of(card, "accuracy", -1.0), True),
}
"""How a list is sorted: by what, and whether the largest comes first."""
KINDS: Mapping[str, Callable[[Card], bool]] = {
    "All studies": lambda card: True,
    "Reweighted": lambda card: card.steps > 0,
    "Plain model alone": lambda card: card.steps == 0,
}


def section(cards: Sequence[Card]) -> None:
    """Search, order, and the studies that are found, ``A_PAGE`` at a time."""
    find, order, kind = st.columns([3, 2, 2])
    with find:
        text = st.text_input(
            "Find", key="studies_find", placeholder="A name, a table, a gap, an id …"
        )
    with order:
        by, largest_first = ORDERS[st.selectbox("Sort by", list(ORDERS), key="studies_order")]
    with kind:
        wanted = KINDS[st.selectbox("Show", list(KINDS), key="studies_kind")]
    found = sorted(
        (card for card in cards if wanted(card) and card.found_by(text)),
        key=by,
        reverse=largest_first,
    )
    if not found:
        st.info(f"None of {words.plural(len(cards), 'study', 'studies')} is found this way.")
        return
    begin = _page(len(found))
    for number, card in enumerate(found[begin : begin + A_PAGE]):
        _study(card, first=number == 0)


def _page(number: int) -> int:
    """Where the page that is shown begins among ``number`` studies."""
    pages = -(-number // A_PAGE)
    if pages < 2:
        return 0
    return (min(st.pagination(pages, key="studies_page"), pages) - 1) * A_PAGE


def _study(card: Card, *, first: bool) -> None:
    with st.container(border=True, key=f"study_{card.id}"):
        said, buttons = st.columns([5, 2], vertical_alignment="center")
        with said:
            badge = "  :blue-badge[open]" if card.id == state.study_id() else ""
            st.markdown(f"**{words.as_written(card.title)}**{badge}")
            st.caption(words.as_written(told.about(card)))
            st.markdown(told.result(card))
            if not card.has_table:
                st.caption("Its table is not here, so it can be listed and compared, not opened.")
            _tick(card)
        with buttons:
            open_button(card, key=f"study_open_{card.id}", primary=first)
            with st.popover("More", key=f"study_more_{card.id}", width="stretch"):
                _more(card)


def open_button(card: Card, *, key: str, primary: bool) -> None:
    """Work on a study; its result is what is looked at first."""
    if st.button(
        "Open",
        key=key,
        type="primary" if primary else "secondary",
        disabled=not card.has_table,
        width="stretch",
    ):
        studies.show(card.id)
        st.switch_page(shell.FRONTIER if card.steps else shell.AUDIT)


def _tick(card: Card) -> None:
    """Choose the study for the comparison below."""
    chosen, key = state.chosen_studies(), f"study_compare_{card.id}"
    widgets.restore(key, card.id in chosen)
    full = len(chosen) >= MOST_COMPARED and card.id not in chosen
    ticked = st.checkbox(
        "Compare",
        key=key,
        disabled=full,
        help=f"Choose two to {MOST_COMPARED}; they stand side by side below the list.",
    )
    if ticked != (card.id in chosen):
        left = tuple(i for i in chosen if i != card.id)
        state.choose_studies((*left, card.id) if ticked else left)
        st.rerun()


def _more(card: Card) -> None:
    """Rename, run again with other settings, delete."""
    title = words.as_written(card.title)
    name = st.text_input("Name", card.name, max_chars=LONGEST_NAME, key=f"study_name_{card.id}")
    if st.button("Rename", key=f"study_rename_{card.id}"):
        said = f"called “{words.as_written(name)}”" if name.strip() else "without a name"
        _do(lambda: shelf.rename(card.id, name), f"The study is now {said}.")
    if st.button(
        "Duplicate its settings",
        key=f"study_settings_{card.id}",
        disabled=not card.has_table,
        help="The Reweight page begins with them; a run makes a new study, this one stays.",
    ):
        studies.use_settings(card.id)
        state.notify(f"The settings are those of “{title}”. A run makes a new study.")
        st.switch_page(shell.REWEIGHT)
    if st.button("Delete", key=f"study_delete_{card.id}"):
        state.choose_studies(tuple(i for i in state.chosen_studies() if i != card.id))
        if state.study_id() == card.id:
            state.close_source()
        state.remember_deleted(card.id)
        _do(lambda: shelf.delete(card.id))
    st.caption(f"Study {card.id}, fingerprint {card.fingerprint}, version {card.version}")


def _do(change: Callable[[], object], notice: str | None = None) -> None:
    try:
        change()
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    if notice:
        state.notify(notice)
    st.rerun()
