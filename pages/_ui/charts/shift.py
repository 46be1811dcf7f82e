"""Then and now, and slice by slice: figures with their intervals side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from iffair_core.words import TITLES, figure, interval
from pages._ui.charts.kept import kept
from pages._ui.charts.marks import MARK_PIXELS, interval_marks
from pages._ui.charts.style import CHOSEN, PLAIN, ZERO_LINE, styled
from pages._ui.charts.units import unit_of
from pages._ui.charts.written import all_written, written
from pages._ui.words import plural

ROW_PIXELS, BETWEEN_PIXELS, MARGIN_PIXELS = 40, 70, 100
SLICE_PIXELS, SLICE_MARGIN_PIXELS = 30, 110
APART, HUNDREDTHS = 0.14, 100.0
PANELS = (
    "Gaps, points (left is narrower)",
    "Utilities, % (right is better; F1 and AUC in hundredths)",
)


@kept
def then_now_figure(
    frame: pd.DataFrame,
    gaps: Sequence[str],
    utilities: Sequence[str],
    names: tuple[str, str] = ("Test rows of the study", "Here"),
) -> go.Figure:
    """Gaps above utilities; each a mark on test rows and one here, with 95 % intervals.

    ``names`` are those of the test rows and of the rows here.

    ``frame`` is that of ``fairness.independent.difference_frame``, of which the lines of
    groups are not drawn. Undefined figures say so.
    """
    whole = frame[frame["group"] == ""].set_index("metric")
    parts = [list(gaps), list(utilities)]
    inner = ROW_PIXELS * sum(map(len, parts)) + BETWEEN_PIXELS
    panels = make_subplots(
        rows=2,
        cols=1,
        row_heights=[len(part) for part in parts],
        vertical_spacing=BETWEEN_PIXELS / inner,
        subplot_titles=PANELS,
    )
    then, now = map(written, names)
    for row, metrics in enumerate(parts, start=1):
        lines = whole.loc[metrics]
        for side, title, colour, symbol, up in (
            ("then", then, PLAIN, "circle-open", APART),
            ("now", now, CHOSEN, "circle", -APART),
        ):
            places = [len(metrics) - 1 - i + up for i in range(len(metrics))]
            marks = _marks(lines, side, places, colour, symbol)
            marks.update(name=title, legendgroup=title, showlegend=row == 1)
            panels.add_trace(marks, row=row, col=1)
        panels.update_yaxes(
            tickvals=list(range(len(metrics)))[::-1],
            ticktext=[TITLES[metric] for metric in metrics],
            range=[-0.6, len(metrics) - 0.4],
            showgrid=False,
            row=row,
            col=1,
        )
    panels.update_xaxes(rangemode="tozero", row=1, col=1)
    panels.update_annotations(x=0, xanchor="left", font={"size": 13})
    return styled(panels, height=MARGIN_PIXELS + inner)


@kept
def slices_figure(lines: pd.DataFrame, metric: str, whole: float | None) -> go.Figure:
    """A figure in every slice with its 95 % interval, largest slice first.

    ``lines`` has the columns slice, value, value_low, value_high, n, rows, reason, beyond; a slice
    that differs from the others beyond chance has a full mark, one without a figure says why.
    ``whole`` is the figure of all rows together.
    """
    chart = go.Figure()
    known = lines[lines["value"].notna()]
    for beyond, name, colour, symbol in (
        (False, "May be chance that it differs", PLAIN, "circle-open"),
        (True, "Differs beyond chance", CHOSEN, "circle"),
    ):
        part = known[known["beyond"] == beyond]
        chart.add_trace(_slice_marks(part, metric, colour, symbol).update(name=name))
    unknown = lines[lines["value"].isna()]
    chart.add_trace(
        go.Scatter(
            x=[0.0] * len(unknown),
            y=_slice_titles(unknown),
            mode="text",
            text=["not enough evidence"] * len(unknown),
            hovertext=all_written(unknown["reason"]),
            textposition="middle right",
            showlegend=False,
        )
    )
    unit = unit_of(metric)
    if whole is not None:
        chart.add_vline(whole * unit.factor, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"})
    titles = _slice_titles(lines)
    chart.update_yaxes(categoryorder="array", categoryarray=titles[::-1], showgrid=False)
    chart.update_xaxes(title=f"{unit.titled(TITLES[metric])}, on test rows; dotted: all together")
    return styled(chart, height=SLICE_MARGIN_PIXELS + SLICE_PIXELS * len(titles))


def _slice_titles(lines: pd.DataFrame) -> list[str]:
    return [f"{written(s)} ({n:,})" for s, n in zip(lines["slice"], lines["rows"], strict=True)]


def _slice_marks(lines: pd.DataFrame, metric: str, colour: str, symbol: str) -> go.Scatter:
    value, low, high = (lines[c].astype(float) for c in ("value", "value_low", "value_high"))
    scaled = (each * unit_of(metric).factor for each in (value, low, high))
    marks = interval_marks(*scaled, colour, symbol)
    told = [_told(*each, metric) for each in zip(value, low, high, lines["n"], strict=True)]
    return marks.update(
        y=_slice_titles(lines), text=told, hovertemplate="%{y}: %{text}<extra></extra>"
    )


def _marks(
    lines: pd.DataFrame, side: str, places: Sequence[float], colour: str, symbol: str
) -> go.Scatter:
    """One mark a line; an undefined figure is a word in its place."""
    value, low, high = (lines[c].astype(float) for c in (side, f"{side}_low", f"{side}_high"))
    scaled = (HUNDREDTHS * each for each in (value.fillna(0.0), low, high))
    marks = interval_marks(*scaled, colour, symbol)
    counts = lines[f"{side}_n"]
    told = [
        _told(*each, str(name))
        for name, *each in zip(lines.index, value, low, high, counts, strict=True)
    ]
    unknown = value.isna()
    return marks.update(
        y=list(places),
        mode="markers+text",
        text=["undefined" if missing else "" for missing in unknown],
        textposition="middle right",
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        marker={"size": [0 if missing else MARK_PIXELS for missing in unknown]},
    )


def _told(value: float, low: float, high: float, rows: int, metric: str) -> str:
    bounds = interval(low, high, metric)
    return f"{figure(value, metric)}{f' (95 %: {bounds})' if bounds else ''}, {plural(rows, 'row')}"
