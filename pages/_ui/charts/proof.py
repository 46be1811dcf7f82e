"""Predicted against actual change of every gap and of the utility, as small dumbbells."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages._ui.charts.style import CHOSEN, GRID, ORANGE, PLAIN, ZERO_LINE, styled

ROW_HEIGHT = 40
PANELS = {
    "gap": "Gaps: change in points (left: narrower)",
    "utility": "Utility: change in points",
}
MARKS = (
    ("Predicted by influence", "influence", PLAIN, "circle-open"),
    ("Predicted by one Newton step", "newton", ORANGE, "diamond-open"),
    ("Trained again", "actual", CHOSEN, "circle"),
)


def proof_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns kind ("gap" or "utility"), title, influence, newton, actual, asked.

    The three are changes; the gap that was asked for is marked. Losses stand in hundredths.
    """
    figure = make_subplots(
        rows=1, cols=2, horizontal_spacing=0.2, subplot_titles=list(PANELS.values())
    )
    for column, kind in enumerate(PANELS, start=1):
        part = lines[(lines["kind"] == kind) & lines["actual"].notna()]
        marked = zip(part["title"], part["asked"], strict=True)
        titles = [f"<b>{title} ◂</b>" if asked else title for title, asked in marked]
        for trace in _dumbbells(titles, part, legend=column == 1):
            figure.add_trace(trace, row=1, col=column)
        figure.update_yaxes(
            categoryorder="array", categoryarray=titles[::-1], showgrid=False, row=1, col=column
        )
        figure.add_vline(
            x=0.0, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"}, row=1, col=column
        )
    most = int(lines["kind"].value_counts().max())
    figure = styled(figure, height=110 + ROW_HEIGHT * most)
    return figure.update_layout(legend_traceorder="reversed")


def _dumbbells(titles: list[str], part: pd.DataFrame, *, legend: bool) -> list[go.Scatter]:
    """A line from no change to the actual one, and the three marks."""
    joined: dict[str, list[object]] = {"x": [], "y": []}
    for title, actual in zip(titles, part["actual"], strict=True):
        joined["x"] += [0.0, actual, None]
        joined["y"] += [title, title, None]
    line = go.Scatter(
        **joined,
        mode="lines",
        line={"width": 3, "color": GRID},
        hoverinfo="skip",
        showlegend=False,
    )
    marks = [
        go.Scatter(
            name=name,
            legendgroup=name,
            showlegend=legend,
            x=part[field],
            y=titles,
            mode="markers",
            marker={
                "size": 12,
                "color": colour,
                "symbol": symbol,
                "line": {"width": 2, "color": colour},
            },
            hovertemplate="%{x:+.3f}<extra>" + name + "</extra>",
        )
        for name, field, colour, symbol in MARKS[::-1]
    ]
    return [line, *marks]
