"""Reweighting beside its controls: gap and accuracy of each, with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages._ui.charts.kept import kept
from pages._ui.charts.marks import interval_marks
from pages._ui.charts.style import CHOSEN, PLAIN, styled
from pages._ui.charts.units import Unit, in_units

ROW_PIXELS, BETWEEN_PIXELS, MARGIN_PIXELS = 36, 76, 96
PANELS = {"gap": "Gap", "accuracy": "Accuracy"}


@kept
def matched_figure(lines: pd.DataFrame, units: Mapping[str, Unit]) -> go.Figure:
    """``lines`` has the columns name, own, and value, low, high of gap and accuracy.

    ``own`` marks the operating point, ``units`` has the unit of each panel. A control without
    figures is left out.
    """
    lines = in_units(lines, units)
    inner = 2 * ROW_PIXELS * len(lines) + BETWEEN_PIXELS
    figure = make_subplots(
        rows=2,
        cols=1,
        vertical_spacing=BETWEEN_PIXELS / inner,
        subplot_titles=[f"{units[k].titled(title)}, on test rows" for k, title in PANELS.items()],
    )
    for row, kind in enumerate(PANELS, start=1):
        for own, name, colour, symbol in (
            (True, "Reweighting", CHOSEN, "circle"),
            (False, "Controls", PLAIN, "diamond"),
        ):
            known = lines[(lines["own"] == own) & lines[kind].notna()]
            trace = _marks(known, kind, colour, symbol, units[kind].form)
            figure.add_trace(trace.update(name=name, showlegend=row == 1), row=row, col=1)
    figure.update_xaxes(rangemode="tozero", row=1, col=1)
    figure.update_yaxes(
        categoryorder="array", categoryarray=lines["name"].tolist()[::-1], showgrid=False
    )
    figure.update_annotations(x=0, xanchor="left", font={"size": 13})
    return styled(figure, height=MARGIN_PIXELS + inner)


def _marks(known: pd.DataFrame, kind: str, colour: str, symbol: str, form: str) -> go.Scatter:
    ends = (known[kind], known[f"{kind}_low"], known[f"{kind}_high"])
    return interval_marks(*ends, colour, symbol).update(
        y=known["name"], hovertemplate=f"%{{y}}: %{{x:{form}}}<extra></extra>"
    )
