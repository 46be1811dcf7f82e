"""One look for all charts: palette, template, sizes.

The palette is after Okabe and Ito's, each colour light or dark enough to stand out on the ground of
both themes (3 : 1, WCAG 2.2, 1.4.11).
Backgrounds are transparent; text and the labels of hovering take the colours of the page's theme,
light or dark, from the style of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages._ui.charts.room import below, left_of

BLUE = "#2A87C8"
VERMILLION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
ORANGE = "#C48500"
SKY = "#389DBD"
GREY = "#8C8C8C"
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, GREY)

PLAIN, CHOSEN = GREY, BLUE
GOOD, BAD = BLUE, ORANGE
GRID = "rgba(140, 140, 140, 0.22)"
TITLE_PIXELS, LEGEND_PIXELS = 32, 34
ZERO_LINE = "rgba(140, 140, 140, 0.75)"
CLEAR = "rgba(0, 0, 0, 0)"

FONT = {"family": '"Source Sans", sans-serif', "size": 13, "color": GREY}
AXIS = {
    "gridcolor": GRID,
    "zeroline": False,
    "automargin": True,
    "tickfont": {"size": 12},
    "title": {"font": {"size": 14}},
}


def styled(figure: go.Figure, *, height: int, legend: bool = True) -> go.Figure:
    """``figure`` in the common look, ``height`` in pixels, its legend above the chart.

    The look is written into the figure, which has no template, and its arrays are plain lists:
    the browser compares templates and encoded arrays by identity and would draw all charts twice.
    """
    top = TITLE_PIXELS + (LEGEND_PIXELS if legend else 0)
    figure.layout.template = None
    figure.update_layout(
        colorway=PALETTE,
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        hovermode="closest",
        hoverlabel={"font": {"family": FONT["family"], "size": 12}},
        modebar={"bgcolor": CLEAR, "color": GREY, "activecolor": BLUE},
        height=height,
        margin={"l": left_of(figure), "r": 12, "t": top, "b": below(figure), "pad": 8},
        showlegend=legend,
        legend={
            "orientation": "h",
            "x": 0.0,
            "xref": "container",
            "y": 1.0,
            "yref": "container",
            "yanchor": "top",
            "valign": "top",
            "font": {"size": 12},
        },
        font=FONT,
        dragmode="pan",
    )
    figure.update_xaxes(AXIS, showgrid=True, title_standoff=20)
    figure.update_yaxes(AXIS, title_standoff=24)
    for trace in figure.data:
        _write_lists(trace, trace.to_plotly_json())
    return figure


def _write_lists(part: Any, properties: Mapping[str, Any]) -> None:
    """Put lists in place of arrays; one that equals what it replaces would not be taken over."""
    for name, value in properties.items():
        if isinstance(value, np.ndarray):
            part[name] = None
            part[name] = value.tolist()
        elif isinstance(value, Mapping):
            _write_lists(part[name], value)
