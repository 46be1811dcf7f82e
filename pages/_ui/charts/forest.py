"""Differences with their intervals on one axis, a line each."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.kept import kept
from pages._ui.charts.marks import interval_marks
from pages._ui.charts.style import CHOSEN, PLAIN, ZERO_LINE, styled
from pages._ui.charts.written import all_written, written
from pages._ui.words import plural

ROW_PIXELS, MARGIN_PIXELS = 36, 100
LOOKS = {
    "Beyond chance at 95 %": (CHOSEN, "circle"),
    "May be chance": (PLAIN, "circle-open"),
}


@kept
def forest_figure(lines: pd.DataFrame, axis: str) -> go.Figure:
    """``lines`` has the columns title, value, ci_low, ci_high, n, in shares; drawn in points.

    The mark is hollow where the interval includes zero. A line without value or interval says that
    there is not enough evidence.
    """
    figure = go.Figure()
    lines = lines.assign(title=all_written(lines["title"]))
    known = lines[lines["value"].notna() & lines["ci_low"].notna()]
    beyond = (known["ci_low"].astype(float) > 0) | (known["ci_high"].astype(float) < 0)
    for name, part in zip(LOOKS, (known[beyond], known[~beyond]), strict=True):
        if len(part):
            figure.add_trace(_marks(part, name))
    unknown = lines.drop(known.index)
    if len(unknown):
        mostly_below = known["ci_low"].min() + known["ci_high"].max() < 0 if len(known) else False
        figure.add_trace(_words(unknown, "middle left" if mostly_below else "middle right"))
    figure.add_vline(0.0, line={"color": ZERO_LINE, "width": 1})
    figure.update_xaxes(rangemode="tozero", title=written(axis))
    titles = lines["title"].tolist()
    figure.update_yaxes(categoryorder="array", categoryarray=titles[::-1], showgrid=False)
    return styled(figure, height=MARGIN_PIXELS + ROW_PIXELS * len(titles))


def _marks(part: pd.DataFrame, name: str) -> go.Scatter:
    colour, symbol = LOOKS[name]
    value, low, high = (100 * part[c].astype(float) for c in ("value", "ci_low", "ci_high"))
    told = [
        f"{v:.1f} points (95 %: {a:.1f} to {b:.1f}), {plural(n, 'row')}"
        for v, a, b, n in zip(value, low, high, part["n"], strict=True)
    ]
    return interval_marks(value, low, high, colour, symbol).update(
        name=name, y=part["title"], text=told, hovertemplate="%{y}: %{text}<extra></extra>"
    )


def _words(unknown: pd.DataFrame, place: str) -> go.Scatter:
    """The words that stand where a line has no figure, on the side of zero that has room."""
    return go.Scatter(
        x=[0.0] * len(unknown),
        y=unknown["title"],
        mode="text",
        text=["not enough evidence"] * len(unknown),
        textposition=place,
        hoverinfo="skip",
        showlegend=False,
    )
