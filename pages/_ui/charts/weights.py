"""Weights of training rows: how they add up, by a feature, and one set against another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from iffair_core.arrays import Vector
from pages._ui.charts.kept import kept
from pages._ui.charts.marks import interval_marks
from pages._ui.charts.style import BLUE, CHOSEN, GREY, ZERO_LINE, styled
from pages._ui.charts.written import in_lines, written

ROW_PIXELS, MARGIN_PIXELS = 30, 90
MOST_VALUES = 30
SIDE = 30
TITLE_LINE = 48
"""Characters of a line beside the axes: the height of the chart has room for no more."""
SHADES = [[0.0, "rgba(42, 135, 200, 0)"], [1.0, "rgba(42, 135, 200, 1)"]]


@kept
def cumulative_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns row_share and weight_share; the diagonal is equal weights."""
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            name="Weights of the operating point",
            x=100 * lines["row_share"],
            y=100 * lines["weight_share"],
            mode="lines",
            line={"width": 2.5, "color": CHOSEN},
            hovertemplate="The heaviest %{x:.0f} % of the rows hold %{y:.1f} % of the weight"
            "<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            name="Equal weights",
            x=[0, 100],
            y=[0, 100],
            mode="lines",
            line={"width": 1.5, "color": GREY, "dash": "dot"},
            hoverinfo="skip",
        )
    )
    figure.update_xaxes(title="Heaviest share of the training rows, %", range=[0, 100])
    figure.update_yaxes(title="Share of all weight, %", range=[0, 101])
    return styled(figure, height=360)


@kept
def by_value_figure(lines: pd.DataFrame, column: str) -> go.Figure:
    """``lines`` of ``weights.describe.by_value``: the middle half of the weights and their mean."""
    shown = lines.head(MOST_VALUES)
    titles = [f"{written(v)} ({n:,})" for v, n in zip(shown["value"], shown["rows"], strict=True)]
    figure = go.Figure()
    spread = interval_marks(shown["middle"], shown["low"], shown["high"], GREY, "line-ns-open")
    figure.add_trace(
        spread.update(
            name="Middle half of the weights",
            y=titles,
            hovertemplate="%{y}: median %{x:.2f}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            name="Mean weight",
            x=shown["mean"],
            y=titles,
            mode="markers",
            marker={"size": 11, "color": BLUE},
            hovertemplate="%{y}: mean %{x:.3f}<extra></extra>",
        )
    )
    figure.add_vline(x=1.0, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"})
    figure.update_yaxes(categoryorder="array", categoryarray=titles[::-1], showgrid=False)
    more = (
        f"<br>The first {MOST_VALUES} of {len(lines)} values." if len(lines) > MOST_VALUES else ""
    )
    figure.update_xaxes(
        title=f"Weight of training rows by {written(column)}; dotted: the mean of all{more}"
    )
    return styled(figure, height=MARGIN_PIXELS + ROW_PIXELS * len(shown))


@kept
def agreement_figure(first: Vector, second: Vector, names: tuple[str, str]) -> go.Figure:
    """Two sets of weights (n,) of the same rows, counted in squares; the diagonal is the same."""
    top = float(np.quantile(np.concatenate([first, second]), 0.998))
    edges = np.linspace(0.0, max(top, 1.1), SIDE + 1)
    count, _, _ = np.histogram2d(
        np.minimum(second, edges[-1]), np.minimum(first, edges[-1]), bins=(edges, edges)
    )
    middle = (edges[:-1] + edges[1:]) / 2
    rows = count.astype(int).astype(str)
    figure = go.Figure(
        go.Heatmap(
            x=middle,
            y=middle,
            z=np.where(count > 0, np.log10(np.maximum(count, 1)) + 0.35, 0.0),
            text=rows,
            hovertemplate="%{text} rows near %{x:.2f} and %{y:.2f}<extra></extra>",
            colorscale=SHADES,
            showscale=False,
        )
    )
    ends = [0.0, float(edges[-1])]
    figure.add_trace(
        go.Scatter(
            x=ends,
            y=ends,
            mode="lines",
            line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"},
            hoverinfo="skip",
        )
    )
    across, up = (in_lines(f"Weight: {name}", TITLE_LINE) for name in names)
    figure.update_xaxes(title=across, range=ends)
    figure.update_yaxes(title=up, range=ends)
    return styled(figure, height=440, legend=False)
