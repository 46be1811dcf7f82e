"""Dumbbells: the values of several models on one line a figure, gaps above utilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages._ui.charts.style import GRID, styled

ROW_HEIGHT, BETWEEN, MARGIN_HEIGHT = 34, 76, 100


@dataclass(frozen=True)
class Mark:
    """One mark of every line: its name in the legend, the column of its value, and its look.

    ``told`` is the column of what is told of it on hover.
    """

    name: str
    column: str
    colour: str
    symbol: str
    told: str


def dumbbells_figure(
    lines: pd.DataFrame,
    panels: Mapping[str, str],
    marks: tuple[Mark, ...],
    *,
    begin: str,
    end: str,
) -> go.Figure:
    """One panel a kind of line, above one another; a bar joins the columns ``begin`` and ``end``.

    ``lines`` has the columns kind, title, ``begin``, ``end`` and those of the marks; a line
    without both ends is left out. ``panels`` maps a kind to its title.
    """
    known = lines[lines["kind"].isin(list(panels)) & lines[begin].notna() & lines[end].notna()]
    parts = [known[known["kind"] == kind] for kind in panels]
    sizes = [max(len(part), 1) for part in parts]
    inner = ROW_HEIGHT * sum(sizes) + BETWEEN * (len(parts) - 1)
    figure = make_subplots(
        rows=len(parts),
        cols=1,
        row_heights=sizes,
        vertical_spacing=BETWEEN / inner,
        subplot_titles=list(panels.values()),
    )
    for row, part in enumerate(parts, start=1):
        figure.add_trace(_bars(part, begin, end), row=row, col=1)
        for mark in marks:
            figure.add_trace(_marks(part, mark).update(showlegend=row == 1), row=row, col=1)
        order = part["title"].tolist()[::-1]
        figure.update_yaxes(
            categoryorder="array", categoryarray=order, showgrid=False, row=row, col=1
        )
    figure.update_annotations(x=0, xanchor="left", font={"size": 13})
    return styled(figure, height=MARGIN_HEIGHT + inner)


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


def _marks(known: pd.DataFrame, mark: Mark) -> go.Scatter:
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
        text=known[mark.told],
        hovertemplate="%{y}: %{text}<extra>" + mark.name + "</extra>",
    )
