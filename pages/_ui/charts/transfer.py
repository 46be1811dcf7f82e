"""Before and after for two learners: one arrow each, in the plane of gap and accuracy."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.style import CHOSEN, PLAIN, styled

SYMBOLS = ("circle", "diamond")


def transfer_figure(lines: pd.DataFrame, *, gap_format: str) -> go.Figure:
    """``lines`` has the columns learner, gap_before, gap_after, accuracy_before, accuracy_after.

    ``gap_format`` is the format of the gap (d3's).
    """
    figure = go.Figure()
    for symbol, line in zip(SYMBOLS, lines.itertuples(), strict=True):
        figure.add_annotation(
            x=line.gap_after,
            y=line.accuracy_after,
            ax=line.gap_before,
            ay=line.accuracy_before,
            xref="x",
            yref="y",
            axref="x",
            ayref="y",
            arrowhead=2,
            arrowwidth=2,
            arrowcolor=CHOSEN,
            standoff=7,
            startstandoff=7,
            text="",
        )
        for when, colour, gap, accuracy in (
            ("before", PLAIN, line.gap_before, line.accuracy_before),
            ("after", CHOSEN, line.gap_after, line.accuracy_after),
        ):
            figure.add_trace(
                go.Scatter(
                    name=f"{line.learner}, {when}",
                    x=[gap],
                    y=[accuracy],
                    mode="markers",
                    marker={"size": 13, "color": colour, "symbol": symbol},
                    hovertemplate=f"gap %{{x:{gap_format}}}<br>accuracy %{{y:.1%}}",
                )
            )
    figure.update_xaxes(
        title="Targeted gap on test rows (left is narrower)",
        rangemode="tozero",
        tickformat=gap_format,
    )
    figure.update_yaxes(title="Accuracy on test rows", tickformat=".1%")
    return styled(figure, height=380)
