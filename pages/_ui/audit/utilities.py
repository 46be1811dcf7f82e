"""The utilities of a model with their intervals."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.results import Point, Study
from pages._ui import words
from pages._ui.audit import said
from pages._ui.glossary.registry import meaning
from pages._ui.readings import measured

COLUMNS = 3


def section(study: Study, point: Point) -> None:
    """One figure each, its interval below it; why, where it is undefined."""
    lines = measured.utilities_of(study, point)
    for begin in range(0, len(lines), COLUMNS):
        part = lines.iloc[begin : begin + COLUMNS]
        for column, (_, line) in zip(st.columns(COLUMNS), part.iterrows(), strict=False):
            name = str(line["metric"])
            title = words.utility_title(name)
            column.metric(title, words.figure(_value(line), name), help=meaning(title))
            column.caption(_interval(line, point))


def _value(line: pd.Series) -> float | None:
    return None if pd.isna(line["value"]) else float(line["value"])


def _interval(line: pd.Series, point: Point) -> str:
    name = str(line["metric"])
    if pd.isna(line["value"]):
        return f"Undefined: {point.test.undefined.get(name, 'the rows have one outcome only')}."
    if pd.isna(line["ci_low"]):
        return "No interval: the figure does not vary between rows."
    return f"95 % interval {said.interval(line['ci_low'], line['ci_high'], name)}"
