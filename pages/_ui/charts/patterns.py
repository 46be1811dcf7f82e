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
    figure = go.Figure()
    for name, column, colour, offset in (
        ("Share of the gap, predicted", "share", bars, 0.0),
        ("Share of the training rows", "row_share", PLAIN, -BAR),
    ):
        figure.add_bar(
            name=name,
            x=lines[column],
            y=y + offset,
            width=BAR * 0.9,
            orientation="h",
            marker_color=colour,
            customdata=patterns,
            hovertemplate=f"%{{customdata}}: %{{x:.1f}} %<extra>{name}</extra>",
        )
    proved = lines["retrained"].notna()
    if proved.any():
        figure.add_scatter(
            name="Trained again",
            x=lines["retrained"][proved],
            y=y[proved.to_numpy()],
            mode="markers",
            marker=mark(proofs, "diamond"),
            customdata=patterns[proved],
            hovertemplate="%{customdata}: %{x:.1f} %<extra>Trained again</extra>",
        )
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
