"""Predicted against actual change of every gap and of the utility, as dumbbells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from iffair_core.words import number
from pages._ui.charts.dumbbells import Mark, dumbbells_figure
from pages._ui.charts.kept import kept
from pages._ui.charts.style import CHOSEN, ORANGE, PLAIN, ZERO_LINE

PANELS = {
    "gap": "Gaps, points (left is narrower)",
    "utility": "Utility, points (right is better; log loss: left)",
}
MARKS = (
    Mark("Trained again", "actual", CHOSEN, "circle", told="actual_told"),
    Mark("Predicted by one Newton step", "newton", ORANGE, "diamond-open", told="newton_told"),
    Mark("Predicted by influence", "influence", PLAIN, "circle-open", told="influence_told"),
)
"""The last one is drawn on top."""
DIGITS = 3


@kept
def proof_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns kind ("gap" or "utility"), title, influence, newton, actual, asked.

    The three are changes; the gap that was asked for is marked. Losses stand in hundredths.
    """
    titles = np.where(lines["asked"], "<b>" + lines["title"] + " ◂</b>", lines["title"])
    told = {
        mark.told: [number(value, DIGITS, signed=True) for value in lines[mark.column]]
        for mark in MARKS
    }
    figure = dumbbells_figure(
        lines.assign(title=titles, unchanged=0.0, **told),
        PANELS,
        MARKS,
        begin="unchanged",
        end="actual",
    )
    figure.add_vline(x=0.0, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"})
    return figure.update_layout(legend_traceorder="reversed")
