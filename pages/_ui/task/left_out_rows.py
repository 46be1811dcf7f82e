"""Rows that the task leaves out of training: named on the data page, brought back with a click."""

from __future__ import annotations

import dataclasses

import streamlit as st

from iffair_core.config import RowSet
from iffair_core.data.conditions import set_words
from pages._ui import state, verbatim
from pages._ui.task.draft import Draft, task_of


def section(draft: Draft) -> None:
    """One line a set of rows; nothing where none is left out."""
    for k, rows in enumerate(draft.exclude):
        left, right = st.columns([5, 2], vertical_alignment="center")
        left.markdown(verbatim.shown(f"Left out of training: {set_words(rows, task_of(draft))}"))
        if right.button("Bring them back", key=f"task_return_{k}"):
            kept = tuple(other for other in draft.exclude if other != rows)
            state.keep_draft(dataclasses.replace(draft, exclude=kept))
            st.rerun()


def fitting(draft: Draft) -> Draft:
    """The draft without sets of rows that name an attribute which is compared no longer."""
    names = {attribute.name for attribute in draft.sensitive}
    kept = tuple(rows for rows in draft.exclude if _attributes(rows) <= names)
    return dataclasses.replace(draft, exclude=kept)


def _attributes(rows: RowSet) -> set[str]:
    return {c.attribute for c in rows.conditions if c.attribute is not None}
