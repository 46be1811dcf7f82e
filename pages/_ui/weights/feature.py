"""Weights by any feature: which of its values gained, and which lost."""

from __future__ import annotations

import streamlit as st

from iffair_core.results import Study
from iffair_core.weights.describe import by_value
from pages._ui import show, widgets, words
from pages._ui.charts.weights import by_value_figure
from pages._ui.influence import facts

SAME = 5e-3
"""Means that differ by less read alike."""


def section(study: Study) -> None:
    """A feature to choose, its chart, and the sentence that reads it."""
    values = facts.values(study)
    columns = list(values.columns)
    widgets.restore_choice("weights_column", columns[0], columns)
    column = st.selectbox("Feature", columns, key="weights_column")
    lines = by_value(values[column], study.operating.weights)
    show.chart(
        by_value_figure(lines, column),
        reading=reading(lines.set_index("value"), column),
        data=lines,
        key="weights_feature",
    )


def reading(lines, column: str) -> str:
    """The values with the largest and the smallest mean weight."""
    if len(lines) == 1:
        return f"All training rows have the same {column}."
    most, least = lines["mean"].idxmax(), lines["mean"].idxmin()
    if lines["mean"].max() - lines["mean"].min() < SAME:
        return f"All values of **{column}** have the same mean weight."

    def told(value: str) -> str:
        rows = words.plural(int(lines.loc[value, "rows"]), "row")
        return f"**{column} = {value}** (mean {lines.loc[value, 'mean']:.2f}, {rows})"

    return f"{told(most)} gained most, {told(least)} least. Bars: the middle half of the weights."
