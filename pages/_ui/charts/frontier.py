"""The fairness-utility frontier: every point of a study on validation and on test rows."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.style import BLUE, GREY, VERMILLION, styled

COLOURS = {"validation": GREY, "test": BLUE}
SYMBOLS = {"validation": "circle-open", "test": "circle"}
FAINT, CLEAR = 0.28, 0.95
BELOW_ZERO, ABOVE_TOP = 0.1, 0.12


def frontier_figure(lines: pd.DataFrame, *, gap: str, utility: str, chosen: int) -> go.Figure:
    """``lines`` has the columns step, part, gap, utility, undominated; one line a point and part.

    ``gap`` and ``utility`` are the titles of the axes, ``chosen`` is the step of the operating
    point. Dominated points are faint. Points carry their step as text customdata.
    """
    figure = go.Figure()
    for part, colour in COLOURS.items():
        known = lines[(lines["part"] == part) & lines["gap"].notna() & lines["utility"].notna()]
        figure.add_trace(_trail(known, colour))
        figure.add_trace(_points(known, part, colour))
    test = lines[lines["part"] == "test"].set_index("step")
    for name, step, symbol, place in (
        ("Plain model", 0, "diamond-open", "top center"),
        ("Operating point", chosen, "circle-open", "bottom center"),
    ):
        figure.add_trace(_highlight(name, test.loc[[step]], symbol, place))
    figure.update_xaxes(title=f"{utility} →")
    top = float(lines["gap"].max())
    top = top if top > 0 else 1.0
    figure.update_yaxes(
        title=f"Gap: {gap} (lower is fairer)", range=[-BELOW_ZERO * top, (1 + ABOVE_TOP) * top]
    )
    figure.update_layout(clickmode="event+select")
    return styled(figure, height=480)


def _trail(known: pd.DataFrame, colour: str) -> go.Scatter:
    return go.Scatter(
        x=known["utility"],
        y=known["gap"],
        mode="lines",
        line={"width": 1.2, "color": colour, "dash": "dot"},
        opacity=0.5,
        hoverinfo="skip",
        showlegend=False,
    )


def _points(known: pd.DataFrame, part: str, colour: str) -> go.Scatter:
    return go.Scatter(
        name=f"{part.capitalize()} rows",
        x=known["utility"],
        y=known["gap"],
        mode="markers",
        marker={
            "size": 11,
            "color": colour,
            "symbol": SYMBOLS[part],
            "opacity": [CLEAR if u else FAINT for u in known["undominated"]],
            "line": {"width": 1.6, "color": colour},
        },
        customdata=known["step"].astype(str).tolist(),
        hovertemplate="Step %{customdata}: gap %{y:.4f}, utility %{x:.4f}"
        f"<extra>{part}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": FAINT}},
    )


def _highlight(name: str, line: pd.DataFrame, symbol: str, place: str) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=line["utility"],
        y=line["gap"],
        mode="markers+text",
        text=[name],
        textposition=place,
        marker={"size": 20, "color": VERMILLION, "symbol": symbol, "line": {"width": 2.5}},
        hoverinfo="skip",
    )
