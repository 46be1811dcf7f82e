"""All gaps of a model with their intervals, on one axis from zero."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.style import CHOSEN, PLAIN, ZERO_LINE, styled

ROW_PIXELS, MARGIN_PIXELS = 36, 100
KINDS = {"beyond": "Beyond chance at 95 %", "chance": "May be chance"}
LOOKS = {"beyond": (CHOSEN, "circle"), "chance": (PLAIN, "circle-open")}


def gaps_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns title, value, ci_low, ci_high, n, in shares; one line a gap.

    The mark is hollow where the interval includes zero. A gap without a figure or an interval says
    that there is not enough evidence.
    """
    figure = go.Figure()
    known = lines[lines["value"].notna() & lines["ci_low"].notna()]
    beyond = known["ci_low"].astype(float) > 0
    for kind, part in (("beyond", known[beyond]), ("chance", known[~beyond])):
        if len(part):
            figure.add_trace(_marks(part, kind))
    unknown = lines.drop(known.index)
    if len(unknown):
        figure.add_trace(
            go.Scatter(
                x=[0.0] * len(unknown),
                y=unknown["title"],
                mode="text",
                text=["not enough evidence"] * len(unknown),
                textposition="middle right",
                hoverinfo="skip",
                showlegend=False,
            )
        )
    figure.add_vline(0.0, line={"color": ZERO_LINE, "width": 1})
    figure.update_xaxes(rangemode="tozero", title="Gap in points, with its 95 % interval")
    titles = lines["title"].tolist()
    figure.update_yaxes(categoryorder="array", categoryarray=titles[::-1], showgrid=False)
    return styled(figure, height=MARGIN_PIXELS + ROW_PIXELS * len(titles))


def _marks(part: pd.DataFrame, kind: str) -> go.Scatter:
    colour, symbol = LOOKS[kind]
    value, low, high = (100 * part[name].astype(float) for name in ("value", "ci_low", "ci_high"))
    return go.Scatter(
        name=KINDS[kind],
        x=value,
        y=part["title"],
        mode="markers",
        cliponaxis=False,
        marker={
            "size": 12,
            "color": colour,
            "symbol": symbol,
            "line": {"width": 2, "color": colour},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": high - value,
            "arrayminus": value - low,
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        text=[
            f"{v:.1f} points (95 %: {a:.1f} to {b:.1f}), {n:,} rows"
            for v, a, b, n in zip(value, low, high, part["n"], strict=True)
        ],
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
