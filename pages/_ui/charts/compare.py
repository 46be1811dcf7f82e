"""Before and after: every gap and every utility of two models, as dumbbells."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages._ui.charts.style import CHOSEN, GRID, PLAIN, styled

ROW_HEIGHT = 38


def compare_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns kind ("gap" or "utility"), title, before, after, target.

    Gaps are on the left (smaller is fairer), utilities on the right; a targeted gap is marked.
    """
    figure = make_subplots(
        rows=1,
        cols=2,
        horizontal_spacing=0.2,
        subplot_titles=("Gaps (smaller is fairer)", "Utilities"),
    )
    for column, kind in enumerate(("gap", "utility"), start=1):
        part = lines[(lines["kind"] == kind) & lines["before"].notna() & lines["after"].notna()]
        marked = zip(part["title"], part["target"], strict=True)
        titles = [f"<b>{title} ◂ target</b>" if target else title for title, target in marked]
        for trace in _dumbbells(titles, part, legend=column == 1):
            figure.add_trace(trace, row=1, col=column)
        figure.update_yaxes(
            categoryorder="array", categoryarray=titles[::-1], showgrid=False, row=1, col=column
        )
    figure.update_xaxes(rangemode="tozero")
    most = int(lines["kind"].value_counts().max())
    return styled(figure, height=110 + ROW_HEIGHT * most)


def _dumbbells(titles: list[str], part: pd.DataFrame, *, legend: bool) -> list[go.Scatter]:
    joined: dict[str, list[object]] = {"x": [], "y": []}
    for title, before, after in zip(titles, part["before"], part["after"], strict=True):
        joined["x"] += [before, after, None]
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
            hovertemplate="%{x:.4f}<extra>" + name + "</extra>",
        )
        for name, field, colour, symbol in (
            ("Plain model", "before", PLAIN, "circle-open"),
            ("Operating point", "after", CHOSEN, "circle"),
        )
    ]
    return [line, *marks]
