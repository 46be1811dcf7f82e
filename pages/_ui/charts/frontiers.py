"""The frontiers of several studies on one chart."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.kept import kept
from pages._ui.charts.style import PALETTE, styled
from pages._ui.charts.units import in_units, unit_of
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
        plain = points["step"] == 0
        figure.add_trace(
            go.Scatter(
                name=written(name),
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
                f"%{{x:{units['utility'].form}}}<extra>{written(name)}</extra>",
            )
        )
        ringed = points[points["chosen"]]
        figure.add_trace(
            go.Scatter(
                x=ringed["utility"],
                y=ringed["gap"],
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
        )
    figure.update_xaxes(title=f"{units['utility'].titled('Accuracy')} →")
    figure.update_yaxes(title=f"{units['gap'].titled(title)} (lower: narrower)", rangemode="tozero")
    return styled(figure, height=440)
