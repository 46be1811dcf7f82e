"""Reweighting beside its controls: gap and accuracy of each, with intervals."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages._ui.charts.marks import interval_marks
from pages._ui.charts.style import CHOSEN, PLAIN, styled

ROW_PIXELS, BETWEEN_PIXELS, MARGIN_PIXELS = 36, 76, 96
PANELS = {"gap": "Gap on test rows", "accuracy": "Accuracy on test rows"}


def matched_figure(lines: pd.DataFrame, axis_formats: dict[str, str]) -> go.Figure:
    """``lines`` has the columns name, own, and value, low, high of gap and accuracy.

    ``own`` marks the operating point, ``axis_formats`` has the d3 format of each panel. A control
    without figures is left out.
    """
    inner = 2 * ROW_PIXELS * len(lines) + BETWEEN_PIXELS
    figure = make_subplots(
        rows=2, cols=1, vertical_spacing=BETWEEN_PIXELS / inner, subplot_titles=[*PANELS.values()]
    )
    for row, kind in enumerate(PANELS, start=1):
        for own, name, colour, symbol in (
            (True, "Reweighting", CHOSEN, "circle"),
            (False, "Controls", PLAIN, "diamond"),
        ):
            known = lines[(lines["own"] == own) & lines[kind].notna()]
            trace = _marks(known, kind, colour, symbol, axis_formats[kind])
            figure.add_trace(trace.update(name=name, showlegend=row == 1), row=row, col=1)
        figure.update_xaxes(tickformat=axis_formats[kind], row=row, col=1)
    figure.update_xaxes(rangemode="tozero", row=1, col=1)
    figure.update_yaxes(
        categoryorder="array", categoryarray=lines["name"].tolist()[::-1], showgrid=False
    )
    figure.update_annotations(x=0, xanchor="left", font={"size": 13})
    return styled(figure, height=MARGIN_PIXELS + inner)


def _marks(known: pd.DataFrame, kind: str, colour: str, symbol: str, form: str) -> go.Scatter:
    ends = (known[kind], known[f"{kind}_low"], known[f"{kind}_high"])
    return interval_marks(*ends, colour, symbol).update(
        y=known["name"], hovertemplate=f"%{{y}}: %{{x:{form}}}<extra></extra>"
    )
