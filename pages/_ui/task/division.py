"""How rows are divided into training, validation and test, and the user's own weights."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st

from pages._ui import state
from pages._ui.draft import Draft

SPLITS = {
    "random": "At random, 60/20/20, the same shares of every group and outcome",
    "id": "By a person or site: rows of one id stay together",
    "date": "By date: train on the past, test on the newest rows",
    "official": "As a column of the table says (train, validation, test)",
}
ROLES = {"id": "id_column", "date": "date_column", "official": "split_column"}
NAMES = {
    "id": "Column with the id",
    "date": "Column with the date",
    "official": "Column that says train, validation or test",
}


def section(frame: pd.DataFrame, draft: Draft) -> Draft:
    """Choose the split, its seed, and a column of sample weights."""
    columns = [str(c) for c in frame.columns if draft.outcome is None or c != draft.outcome.column]
    state.restore("task_split", draft.split)
    split = st.radio(
        "Divide the rows", list(SPLITS), key="task_split", format_func=SPLITS.__getitem__
    )
    roles = {}
    if split in ROLES:
        key = f"task_{ROLES[split]}"
        state.restore_optional(key, getattr(draft, ROLES[split]), columns)
        roles[ROLES[split]] = st.selectbox(
            NAMES[split], columns, index=None, key=key, placeholder="Choose a column"
        )
    left, right = st.columns(2)
    with left:
        state.restore("task_seed", draft.seed)
        seed = st.number_input(
            "Seed", min_value=0, step=1, key="task_seed", help="The same seed, the same split."
        )
    with right:
        state.restore_optional("task_weight_column", draft.weight_column, columns)
        weight = st.selectbox(
            "Sample weights (survey weights)",
            columns,
            index=None,
            key="task_weight_column",
            placeholder="None",
            help="They weigh the fit and every figure; our weights multiply them.",
        )
    return dataclasses.replace(draft, split=split, seed=int(seed), weight_column=weight, **roles)
