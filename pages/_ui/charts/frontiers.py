"""The frontiers of several studies on one chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.kept import kept
from pages._ui.charts.style import PALETTE, styled
from pages._ui.charts.units import Unit, in_units, unit_of
from pages._ui.charts.written import written

RING, POINT = 18, 9


@kept
def frontiers_figure(lines: pd.DataFrame, *, gap: str, title: str) -> go.Figure:
    """``lines`` has the columns study, step, gap, utility (accuracy), chosen.

    One colour a study; the plain model is open, the operating point has a ring.
    """
    units = {"gap": unit_of(gap), "utility": unit_of("accuracy")}
    figure = go.Figure()
    known = in_units(lines, units).dropna(subset=["gap", "utility"])
    for colour, (name, points) in zip(PALETTE, known.groupby("study", sort=False), strict=False):
        figure.add_trace(_points(points, written(name), colour, units))
        figure.add_trace(_ring(points[points["chosen"]], colour))
    figure.update_xaxes(title=f"{units['utility'].titled('Accuracy')} →")
    figure.update_yaxes(title=f"{units['gap'].titled(title)} (lower: narrower)", rangemode="tozero")
    return styled(figure, height=440)


def _points(points: pd.DataFrame, name: str, colour: str, units: Mapping[str, Unit]) -> go.Scatter:
    """The steps of one study, joined."""
    plain = points["step"] == 0
    return go.Scatter(
        name=name,
        x=points["utility"],
        y=points["gap"],
        mode="lines+markers",
        cliponaxis=False,
        line={"width": 1.4, "color": colour, "dash": "dot"},
        marker={
            "size": POINT,
            "color": colour,
            "symbol": ["diamond-open" if p else "circle" for p in plain],
            "line": {"width": 1.6, "color": colour},
        },
        customdata=points["step"].astype(str).tolist(),
        hovertemplate=f"Step %{{customdata}}: gap %{{y:{units['gap'].form}}}, accuracy "
        f"%{{x:{units['utility'].form}}}<extra>{name}</extra>",
    )


def _ring(chosen: pd.DataFrame, colour: str) -> go.Scatter:
    """A ring around the operating point."""
    return go.Scatter(
        x=chosen["utility"],
        y=chosen["gap"],
        mode="markers",
        cliponaxis=False,
        marker={
            "size": RING,
            "color": colour,
            "symbol": "circle-open",
            "line": {"width": 2.5},
        },
        hoverinfo="skip",
        showlegend=False,
    )
