"""Dumbbells: the values of several models on one line a figure, gaps beside utilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages._ui.charts.style import GRID, styled

ROW_HEIGHT, MARGIN_HEIGHT = 40, 110


@dataclass(frozen=True)
class Mark:
    """One mark of every line: its name in the legend, the column of its value, and its look."""

    name: str
    column: str
    colour: str
    symbol: str


def dumbbells_figure(
    lines: pd.DataFrame,
    panels: Mapping[str, str],
    marks: tuple[Mark, ...],
    *,
    begin: str,
    end: str,
    hover: str,
) -> go.Figure:
    """One panel a kind of line, side by side; a bar joins the columns ``begin`` and ``end``.

    ``lines`` has the columns kind, title, ``begin``, ``end`` and those of the marks; a line
    without both ends is left out. ``panels`` maps a kind to its title, ``hover`` formats a value.
    """
    figure = make_subplots(
        rows=1, cols=len(panels), horizontal_spacing=0.2, subplot_titles=list(panels.values())
    )
    for column, kind in enumerate(panels, start=1):
        known = lines[(lines["kind"] == kind) & lines[begin].notna() & lines[end].notna()]
        figure.add_trace(_bars(known, begin, end), row=1, col=column)
        for mark in marks:
            trace = _marks(known, mark, hover).update(showlegend=column == 1)
            figure.add_trace(trace, row=1, col=column)
        figure.update_yaxes(
            categoryorder="array",
            categoryarray=known["title"].tolist()[::-1],
            showgrid=False,
            row=1,
            col=column,
        )
    most = int(lines["kind"].value_counts().max())
    return styled(figure, height=MARGIN_HEIGHT + ROW_HEIGHT * most)


def _bars(known: pd.DataFrame, begin: str, end: str) -> go.Scatter:
    """All bars as one line with breaks."""
    x, y = [], []
    for title, first, last in zip(known["title"], known[begin], known[end], strict=True):
        x += [first, last, None]
        y += [title, title, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"width": 3, "color": GRID},
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(known: pd.DataFrame, mark: Mark, hover: str) -> go.Scatter:
    return go.Scatter(
        name=mark.name,
        legendgroup=mark.name,
        x=known[mark.column],
        y=known["title"],
        mode="markers",
        marker={
            "size": 12,
            "color": mark.colour,
            "symbol": mark.symbol,
            "line": {"width": 2, "color": mark.colour},
        },
        hovertemplate=f"{hover}<extra>{mark.name}</extra>",
    )
