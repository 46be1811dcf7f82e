"""Patterns as pairs of bars: the share of the gap beside the share of the rows."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.kept import kept
from pages._ui.charts.marks import mark
from pages._ui.charts.style import BAD, GOOD, PLAIN, styled
from pages._ui.charts.written import all_written

BAR, ROW_PIXELS, MARGIN_PIXELS = 0.22, 66, 110
LINE_PIXELS, WIDTH = 16, 46
"""Of a line of words, and its characters: two lines in a narrow window."""


@kept
def patterns_figure(lines: pd.DataFrame, *, widening: bool) -> go.Figure:
    """``lines`` has pattern, row_share, share and retrained, shares in percent; NaN: not proved.

    The first line stands on top, each under its words.
    """
    y = -pd.Series(range(len(lines)), dtype=float)
    patterns = pd.Series(all_written(lines["pattern"]), index=lines.index)
    told = [wrap(f"{k} {words}", WIDTH) for k, words in enumerate(lines["pattern"], start=1)]
    bars, proofs = (BAD, GOOD) if widening else (GOOD, BAD)
    figure = go.Figure(_bars(lines, patterns, y, bars))
    proved = lines["retrained"].notna()
    if proved.any():
        figure.add_trace(_proofs(lines[proved], patterns[proved], y[proved.to_numpy()], proofs))
    for k, words in enumerate(told, start=1):
        figure.add_annotation(
            x=0,
            y=1.0 - k + 0.12,
            text="<br>".join(all_written(words)),
            xanchor="left",
            yanchor="bottom",
            align="left",
            showarrow=False,
            font={"size": 13},
        )
    figure.update_yaxes(visible=False, range=[-len(lines) + 0.6, 0.75])
    figure.update_xaxes(title="%", rangemode="tozero")
    row = ROW_PIXELS + LINE_PIXELS * (max(map(len, told)) - 1)
    return styled(figure, height=MARGIN_PIXELS + row * len(lines))


def _bars(lines: pd.DataFrame, patterns: pd.Series, y: pd.Series, colour: str) -> list[go.Bar]:
    """The share of the gap, and below it the share of the rows."""
    return [
        go.Bar(
            name=name,
            x=lines[column],
            y=y + offset,
            width=BAR * 0.9,
            orientation="h",
            marker_color=of_bar,
            customdata=patterns,
            hovertemplate=f"%{{customdata}}: %{{x:.1f}} %<extra>{name}</extra>",
        )
        for name, column, of_bar, offset in (
            ("Share of the gap, predicted", "share", colour, 0.0),
            ("Share of the training rows", "row_share", PLAIN, -BAR),
        )
    ]


def _proofs(lines: pd.DataFrame, patterns: pd.Series, y: pd.Series, colour: str) -> go.Scatter:
    """What was gone after training again, on the bar of the pattern."""
    return go.Scatter(
        name="Trained again",
        x=lines["retrained"],
        y=y,
        mode="markers",
        marker=mark(colour, "diamond"),
        customdata=patterns,
        hovertemplate="%{customdata}: %{x:.1f} %<extra>Trained again</extra>",
    )
