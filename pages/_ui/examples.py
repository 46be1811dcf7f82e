"""The packaged sets as cards that open with one click."""

from __future__ import annotations

import html

import streamlit as st

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.glance import GLANCES, GroupGlance
from iffair_core.data.written import favourable_words
from pages._ui import shell, state, tables, words

COLUMNS = 3
BAR = (
    '<div style="display:flex;align-items:center;gap:.5rem;font-size:.82rem;line-height:1.45">'
    '<span style="width:42%;overflow-wrap:anywhere">{name}'
    '</span><span style="flex:1;height:.5rem;border-radius:.25rem;background:rgba(140,140,140,.2)">'
    '<span style="display:block;height:100%;width:{width:.1f}%;border-radius:.25rem;'
    'background:{colour}"></span></span>'
    '<span style="width:3.4rem;text-align:right;font-variant-numeric:tabular-nums">{rate}</span>'
    "</div>"
)


def gallery() -> None:
    """All cards, three in a row."""
    names = list(BUILTIN)
    for begin in range(0, len(names), COLUMNS):
        for column, name in zip(st.columns(COLUMNS), names[begin : begin + COLUMNS], strict=False):
            with column:
                _card(name)


def _card(name: str) -> None:
    card = BUILTIN[name]
    seen = GLANCES[name]
    with st.container(
        border=True, height="stretch", vertical_alignment="distribute", key=f"card_{name}"
    ):
        with st.container():
            st.markdown(f"**{card.title}**")
            st.caption(f"{words.count(seen.rows)} rows. {card.row}")
            st.html("".join(_bar(group, index == 0) for index, group in enumerate(seen.groups)))
            st.caption(f"with {favourable_words(card.task.outcome)}")
        if st.button("Open", key=f"open_{name}", width="stretch"):
            state.open_source(*tables.packaged(name))
            st.switch_page(shell.DATA)


def _bar(group: GroupGlance, is_reference: bool) -> str:
    return BAR.format(
        name=html.escape(group.name),
        width=100 * group.base_rate,
        colour="#8C8C8C" if is_reference else "#2A87C8",
        rate=words.percent(group.base_rate),
    )
