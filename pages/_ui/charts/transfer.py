"""Before and after for two learners: one arrow each, in the plane of gap and accuracy."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.kept import kept
from pages._ui.charts.style import CHOSEN, PLAIN, styled
from pages._ui.charts.units import PERCENT, Unit, in_units

SYMBOLS = ("circle", "diamond")


@kept
def transfer_figure(lines: pd.DataFrame, *, gap: Unit) -> go.Figure:
    """``lines`` has the columns learner, gap_before, gap_after, accuracy_before, accuracy_after.

    ``gap`` is the unit of the gap.
    """
    lines = in_units(lines, {"gap": gap, "accuracy": PERCENT})
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
        for when, colour, x, y in (
            ("before", PLAIN, line.gap_before, line.accuracy_before),
            ("after", CHOSEN, line.gap_after, line.accuracy_after),
        ):
            figure.add_trace(
                go.Scatter(
                    name=f"{line.learner}, {when}",
                    x=[x],
                    y=[y],
                    mode="markers",
                    marker={"size": 13, "color": colour, "symbol": symbol},
                    hovertemplate=f"gap %{{x:{gap.form}}}<br>accuracy %{{y:.1f}} %",
                )
            )
    figure.update_xaxes(
        title=f"{gap.titled('Targeted gap')}, on test rows (left is narrower)",
        rangemode="tozero",
    )
    figure.update_yaxes(title=f"{PERCENT.titled('Accuracy')}, on test rows")
    return styled(figure, height=380)
