"""How rows are divided into training, validation and test, and the user's own weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from iffair_core.config import SplitName
from pages._ui import widgets
from pages._ui.task.draft import Draft

SPLITS: Mapping[SplitName, str] = {
    "random": "At random, 60/20/20, the same shares of every group and outcome",
    "id": "By a person or site: rows of one id stay together",
    "date": "By date: train on the past, test on the newest rows",
    "official": "As a column of the table says (train, validation, test)",
}
ID = "Id of a person or site (never a feature)"
DATE = "Column with the date"
OFFICIAL = "Column that says train, validation or test"
WEIGHT = "Sample weights (survey weights)"


def section(frame: pd.DataFrame, draft: Draft) -> Draft:
    """Choose the split, its seed, and the columns of an id and of sample weights."""
    columns = [str(c) for c in frame.columns if draft.outcome is None or c != draft.outcome.column]
    widgets.restore("task_split", draft.split)
    split: SplitName = st.radio(
        "Divide the rows", list(SPLITS), key="task_split", format_func=SPLITS.__getitem__
    )
    changed = dataclasses.replace(draft, split=split)
    if split == "date":
        date = _column(DATE, "task_date_column", draft.date_column, columns)
        changed = dataclasses.replace(changed, date_column=date)
    if split == "official":
        official = _column(OFFICIAL, "task_split_column", draft.split_column, columns)
        changed = dataclasses.replace(changed, split_column=official)
    left, middle, right = st.columns(3)
    with left:
        widgets.restore("task_seed", draft.seed)
        seed = st.number_input(
            "Seed", min_value=0, step=1, key="task_seed", help="The same seed, the same split."
        )
    with middle:
        identity = _column(ID, "task_id_column", draft.id_column, columns)
    with right:
        weight = _column(
            WEIGHT,
            "task_weight_column",
            draft.weight_column,
            columns,
            "They weigh the fit and every figure; our weights multiply them.",
        )
    return dataclasses.replace(changed, seed=int(seed), id_column=identity, weight_column=weight)


def _column(
    label: str, key: str, kept: str | None, columns: list[str], text: str | None = None
) -> str | None:
    """A choice of a column that may stay empty."""
    widgets.restore_optional(key, kept, columns)
    return st.selectbox(label, columns, index=None, key=key, placeholder="None", help=text)
