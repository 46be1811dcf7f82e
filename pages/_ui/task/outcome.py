"""The outcome: its column, and which values or numbers are favourable."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st

from iffair_core.config import Attribute, Outcome
from iffair_core.data.groups import group_table
from iffair_core.data.task import canonical, describe_outcome
from iffair_core.errors import IFFairError
from pages._ui import verbatim, widgets, words
from pages._ui.task.draft import Draft

MOST_VALUES = 200
VALUES, ABOVE, AT_MOST = "certain values", "above a number", "at most a number"


def section(frame: pd.DataFrame, draft: Draft) -> Draft:
    """Choose the outcome; it is stated back in words."""
    kept = draft.outcome
    columns = [str(c) for c in frame.columns]
    widgets.restore("task_outcome", kept.column if kept else draft.outcome_column)
    column = st.selectbox(
        "Outcome column",
        columns,
        index=None,
        key="task_outcome",
        placeholder="Choose the column that says how it turned out",
        on_change=lambda: widgets.forget("task_outcome_"),
    )
    open_still = dataclasses.replace(draft, outcome=None, outcome_column=column)
    if column is None:
        return open_still
    start = kept if kept and kept.column == column else Outcome(column)
    outcome = _favourable(frame, start)
    if outcome is None:
        return open_still
    try:
        st.success(verbatim.shown(describe_outcome(frame, outcome)))
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return open_still
    return dataclasses.replace(draft, outcome=outcome, outcome_column=column)


def _favourable(frame: pd.DataFrame, start: Outcome) -> Outcome | None:
    series = frame[start.column]
    distinct = series.nunique()
    numeric = pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series)
    if distinct > MOST_VALUES and not numeric:
        st.error(
            verbatim.shown(
                f"{start.column!r} has {words.count(distinct)} different values. Choose a column "
                "with fewer, or one of numbers and a threshold."
            )
        )
        return None
    ways = [VALUES, ABOVE, AT_MOST] if distinct <= MOST_VALUES else [ABOVE, AT_MOST]
    if not numeric or distinct <= 2:
        return _by_values(frame, start)
    widgets.restore_choice("task_outcome_way", _first_way(start), ways)
    way = st.radio("A good outcome is", ways, key="task_outcome_way", horizontal=True)
    if way == VALUES:
        return _by_values(frame, start)
    given = start.above if start.above is not None else start.at_most
    proposed = float(f"{series.median():.6g}") if given is None else given
    widgets.restore("task_outcome_number", proposed)
    number = float(st.number_input("Number", key="task_outcome_number", format="%g"))
    if way == ABOVE:
        return Outcome(start.column, above=number)
    return Outcome(start.column, at_most=number)


def _first_way(start: Outcome) -> str:
    """The way that an outcome uses; a number begins with a threshold."""
    if start.favourable:
        return VALUES
    return AT_MOST if start.at_most is not None else ABOVE


def _by_values(frame: pd.DataFrame, start: Outcome) -> Outcome | None:
    table = group_table(frame, [Attribute(start.column)])
    values = table.set_index("group")["count"]
    present = [v for v in values.index if v != "Missing" or not frame[start.column].isna().any()]
    wanted = {canonical(v) for v in start.favourable}
    if not wanted and {canonical(v) for v in present} == {"0", "1"}:
        # Of two words the greater one is a guess: "nein" stands behind "ja".
        wanted = {"1"}
    widgets.restore("task_outcome_values", [v for v in present if canonical(v) in wanted])
    chosen = st.multiselect(
        "Favourable value(s)",
        present,
        key="task_outcome_values",
        format_func=lambda v: f"{v}  ({words.plural(values[v], 'row')})",
        placeholder="Choose what counts as a good outcome",
    )
    if len(present) < 2:
        st.error(
            verbatim.shown(
                f"The outcome {start.column!r} has the same value in every row, so there is "
                "nothing to predict. Choose another column."
            )
        )
        return None
    if not chosen:
        st.info(
            verbatim.shown(
                f"The outcome {start.column!r} has {len(present)} values. Say which of them "
                "are favourable."
            )
        )
        return None
    return Outcome(start.column, tuple(chosen))
