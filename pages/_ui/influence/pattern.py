"""Choose training rows by what they have in common: a group, an outcome, a range of a feature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.arrays import Codes, Mask
from iffair_core.data.groups import MISSING
from iffair_core.data.prepared import Part
from iffair_core.data.tidy import numbers, texts
from iffair_core.results import Study
from pages._ui import verbatim, widgets, words
from pages._ui.charts.cells import cells_of

CELL = "group and outcome"
MOST_VALUES = 200
PREFIX = "influence_pattern"


def chosen(study: Study) -> tuple[str, Codes]:
    """Controls for a column and its values; what the rows are called, and their positions."""
    frame = as_read(study)
    columns = [CELL, *offered(frame, study.prepared.features)]
    widgets.restore_choice("influence_pattern_column", CELL, columns)
    column = st.selectbox("In common", columns, key="influence_pattern_column")
    if column == CELL:
        told, inside = _cell(study)
    else:
        told, inside = values_of(column, frame[column])
    rows = np.flatnonzero(inside)
    return f"the {words.plural(len(rows), 'row')} with {told}", rows


def as_read(study: Study) -> pd.DataFrame:
    """The training rows, with the types that the task gives to columns in place of their own."""
    frame = study.prepared.frame.iloc[np.flatnonzero(study.prepared.mask(Part.TRAIN))]
    task = study.config.task
    changed = {c: numbers(frame[c]) for c in task.numeric if c in frame.columns}
    changed |= {c: texts(frame[c]) for c in task.categorical if c in frame.columns}
    return frame.assign(**changed)


def offered(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """The columns that have a choice to offer, and not too many of them."""
    return [column for column in columns if _offered(frame[column])]


def values_of(column: str, values: pd.Series, prefix: str = PREFIX) -> tuple[str, Mask]:
    """A control for the values of a column; how the choice is told, and which rows have it."""
    control = _range if _is_number(values) else _value
    return control(column, values, prefix)


def _offered(values: pd.Series) -> bool:
    distinct = values.nunique()
    return distinct > 1 and (_is_number(values) or distinct <= MOST_VALUES)


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _cell(study: Study) -> tuple[str, Mask]:
    prepared = study.prepared
    train = prepared.mask(Part.TRAIN)
    cells = cells_of(prepared.group[train], prepared.y[train], prepared.groups)
    widgets.restore_choice("influence_pattern_cell", cells.names[0], list(cells.names))
    name = st.selectbox("Group and outcome", cells.names, key="influence_pattern_cell")
    return name, cells.code == cells.names.index(name)


def _range(column: str, values: pd.Series, prefix: str) -> tuple[str, Mask]:
    """A slider over the values, which begins with the upper tenth; whole numbers stay whole."""
    known = values.to_numpy(dtype=np.float64, na_value=np.nan)
    kind = int if pd.api.types.is_integer_dtype(values) else float
    low, start, high = (kind(q) for q in np.nanquantile(known, (0.0, 0.9, 1.0)))
    key = f"{prefix}_range_{column}"
    widgets.restore(key, (start, high))
    least, most = st.slider(verbatim.shown(column), low, high, key=key)
    return f"{column} from {least:g} to {most:g}", (known >= least) & (known <= most)


def _value(column: str, values: pd.Series, prefix: str) -> tuple[str, Mask]:
    text = texts(values).fillna(MISSING)
    options = text.value_counts().index.tolist()
    key = f"{prefix}_value_{column}"
    widgets.restore_choice(key, options[-1], options)
    value = st.selectbox(verbatim.shown(column), options, key=key)
    return f"{column} = {value}", (text == value).to_numpy()
