"""The utilities of a model with their intervals."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.results import Point, Study
from pages._ui import verbatim, words
from pages._ui.audit import said
from pages._ui.glossary.registry import meaning
from pages._ui.readings import measured

COLUMNS = 3
TOO_FEW = "too few rows"


def section(study: Study, point: Point) -> None:
    """One figure each, its interval and rows below it; why, where there is none."""
    lines = measured.utilities_of(study, point)
    for begin in range(0, len(lines), COLUMNS):
        part = lines.iloc[begin : begin + COLUMNS]
        for column, (_, line) in zip(st.columns(COLUMNS), part.iterrows(), strict=False):
            name = str(line["metric"])
            title = words.utility_title(name)
            column.metric(title, _value(line, name), help=meaning(title))
            column.caption(verbatim.shown(_certainty(line, point, study.config.min_cell)))


def _value(line: pd.Series, name: str) -> str:
    if line["status"] == "few":
        return TOO_FEW
    return words.figure(None if pd.isna(line["value"]) else float(line["value"]), name)


def _certainty(line: pd.Series, point: Point, needed: int) -> str:
    """Interval and rows; why there is none, or no figure."""
    name, rows = str(line["metric"]), words.plural(int(line["n"]), "test row")
    if pd.isna(line["value"]):
        return f"Undefined: {point.test.undefined.get(name, 'the rows have one outcome only')}."
    if line["status"] == "few":
        return (
            f"**Not enough evidence**: of these {rows}, or of one outcome among them, there are "
            f"fewer than {needed}."
        )
    if pd.isna(line["ci_low"]):
        return f"No interval: the figure does not vary between rows. {rows}"
    return f"95 % interval {said.interval(line['ci_low'], line['ci_high'], name)}, {rows}"
