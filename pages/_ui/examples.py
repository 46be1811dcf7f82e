"""The packaged sets as cards that open with one click."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.groups import group_labels, group_table, propose_reference
from iffair_core.data.task import favourable_words, outcome_vector
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
    rates, rows = base_rates(name)
    with st.container(
        border=True, height="stretch", vertical_alignment="distribute", key=f"card_{name}"
    ):
        with st.container():
            st.markdown(f"**{card.title}**")
            st.caption(f"{words.count(rows)} rows. {card.row}")
            st.html("".join(_bar(*line) for line in rates.itertuples(index=False)))
            st.caption(f"with {favourable_words(card.task.outcome)}")
        if st.button("Open", key=f"open_{name}", width="stretch"):
            state.open_source(*tables.packaged(name))
            st.switch_page(shell.DATA)


def _bar(name: str, rate: float, is_reference: bool) -> str:
    return BAR.format(
        name=html.escape(name),
        width=100 * rate,
        colour="#8C8C8C" if is_reference else "#2A87C8",
        rate=words.percent(rate),
    )


@st.cache_data(show_spinner=False)
def base_rates(name: str) -> tuple[pd.DataFrame, int]:
    """(group, base rate, is reference) of the reference and the largest other group; all rows."""
    frame = tables.open_source(tables.packaged(name)[0]).frame
    task = BUILTIN[name].task
    found = group_table(frame, task.sensitive, outcome_vector(frame, task.outcome))
    reference = propose_reference(group_labels(frame, task.sensitive), task.sensitive)
    found["reference"] = np.asarray(found["group"] == reference)
    found = found.sort_values(["reference", "count"], ascending=False).head(2)
    return found[["group", "base_rate", "reference"]], len(frame)
