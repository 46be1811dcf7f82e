"""One look for all charts: palette, template, sizes.

The palette is after Okabe and Ito's, each colour light or dark enough to stand out on the ground of
both themes (3 : 1, WCAG 2.2, 1.4.11).
Backgrounds are transparent and text takes the colour of the page's theme, light or dark.
"""

from __future__ import annotations

import plotly.graph_objects as go

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

TEMPLATE = go.layout.Template(
    layout={
        "colorway": PALETTE,
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "hovermode": "closest",
        "xaxis": {"gridcolor": GRID, "zeroline": False, "automargin": True},
        "yaxis": {"gridcolor": GRID, "zeroline": False, "automargin": True},
    }
)


def styled(figure: go.Figure, *, height: int, legend: bool = True) -> go.Figure:
    """``figure`` in the common look, ``height`` in pixels, its legend above the chart."""
    top = TITLE_PIXELS + (LEGEND_PIXELS if legend else 0)
    figure.update_layout(
        template=TEMPLATE,
        height=height,
        margin={"l": 8, "r": 12, "t": top, "b": 8},
        showlegend=legend,
        legend={
            "orientation": "h",
            "x": 0.0,
            "xref": "container",
            "y": 1.0,
            "yref": "container",
            "yanchor": "top",
        },
        font={"size": 13},
        dragmode="pan",
    )
    figure.update_xaxes(showgrid=True, gridcolor=GRID)
    return figure
