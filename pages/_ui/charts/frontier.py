"""The fairness-utility frontier: every point of a study on validation and on test rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.kept import kept
from pages._ui.charts.marks import whiskers
from pages._ui.charts.style import BLUE, GREY, VERMILLION, styled
from pages._ui.charts.units import Unit, in_units

COLOURS = {"validation": GREY, "test": BLUE}
SYMBOLS = {"validation": "circle-open", "test": "circle"}
FAINT, CLEAR = 0.28, 0.95
BELOW_ZERO, ABOVE_TOP = 0.1, 0.12
WHISKERS = "95 % interval, test rows"


@dataclass(frozen=True)
class Axis:
    """Title of an axis and the unit of its values."""

    title: str
    unit: Unit


@kept
def frontier_figure(lines: pd.DataFrame, *, gap: Axis, utility: Axis, chosen: int) -> go.Figure:
    """``lines`` has the columns step, part, gap, utility, undominated; one line a point and part.

    The columns gap_low, gap_high, utility_low and utility_high are drawn as whiskers of the
    operating point on test rows. ``chosen`` is its step; it is marked on both parts, as the plain
    model is. Dominated points are faint. Points carry their step as text customdata.
    """
    lines = in_units(lines, {"gap": gap.unit, "utility": utility.unit})
    figure = go.Figure()
    for part, colour in COLOURS.items():
        known = lines[(lines["part"] == part) & lines["gap"].notna() & lines["utility"].notna()]
        figure.add_trace(_trail(known, colour))
        figure.add_trace(_points(known, part, colour, gap.unit.form, utility.unit.form))
    here = (lines["part"] == "test") & (lines["step"] == chosen)
    figure.add_trace(_whiskers(lines[here]))
    for name, step, symbol, place in (
        ("Plain model", 0, "diamond-open", "top center"),
        ("Operating point", chosen, "circle-open", "bottom left"),
    ):
        figure.add_trace(_highlight(name, lines[lines["step"] == step], symbol, place))
    figure.update_xaxes(title=f"{utility.unit.titled(utility.title)} →")
    top = float(np.nanmax([lines["gap"].max(), lines.loc[here, "gap_high"].max()]))
    top = top if top > 0 else 1.0
    figure.update_yaxes(
        title=f"{gap.unit.titled(gap.title)} (lower: narrower)",
        range=[-BELOW_ZERO * top, (1 + ABOVE_TOP) * top],
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


def _points(known: pd.DataFrame, part: str, colour: str, gap: str, utility: str) -> go.Scatter:
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
        hovertemplate=f"Step %{{customdata}}: gap %{{y:{gap}}}, utility %{{x:{utility}}}"
        f"<extra>{part}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": FAINT}},
    )


def _whiskers(line: pd.DataFrame) -> go.Scatter:
    """The 95 % intervals of one point; an end that is not known has no whisker."""

    def ends(kind: str) -> dict[str, object]:
        bounds = (line[f"{kind}_low"], line[f"{kind}_high"])
        return whiskers(line[kind], *bounds, VERMILLION, thickness=1.6, cap=4)

    return go.Scatter(
        name=WHISKERS,
        x=line["utility"],
        y=line["gap"],
        mode="markers",
        marker={"size": 1, "color": VERMILLION},
        error_x=ends("utility"),
        error_y=ends("gap"),
        hoverinfo="skip",
        showlegend=False,
    )


def _highlight(name: str, lines: pd.DataFrame, symbol: str, place: str) -> go.Scatter:
    """A mark around one point on both parts; its name stands at the one on test rows."""
    return go.Scatter(
        name=name,
        x=lines["utility"],
        y=lines["gap"],
        mode="markers+text",
        text=[name if part == "test" else "" for part in lines["part"]],
        textposition=place,
        marker={"size": 20, "color": VERMILLION, "symbol": symbol, "line": {"width": 2.5}},
        hoverinfo="skip",
    )
