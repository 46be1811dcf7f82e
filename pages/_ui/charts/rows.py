"""Training rows as points: influence against the predicted probability, by group and outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from iffair_core.arrays import Codes, Vector
from pages._ui.charts.cells import Cells
from pages._ui.charts.kept import kept
from pages._ui.charts.style import PALETTE, ZERO_LINE, styled
from pages._ui.charts.written import written

MOST_POINTS = 6000
EXTREME = 1500
"""Of more rows than MOST_POINTS those with most influence are all drawn, the others by lot."""
FAINT = 0.75
SYMBOLS = {True: "circle", False: "diamond-open"}


@dataclass(frozen=True, eq=False)
class Drawn:
    """The rows that are drawn, as positions (k,), of ``n`` rows in all."""

    positions: Codes
    n: int

    @property
    def told(self) -> str:
        """What is left out, if anything."""
        if len(self.positions) == self.n:
            return ""
        return (
            f" Of {self.n:,} rows {len(self.positions):,} are drawn: the {EXTREME:,} with most "
            "influence, and others by lot."
        )


def drawn(influence: Vector, rows: Codes) -> Drawn:
    """Of the rows at the positions ``rows`` (m,), at most MOST_POINTS; the same ones each time."""
    if len(rows) <= MOST_POINTS:
        return Drawn(rows, len(rows))
    order = rows[np.argsort(-np.abs(influence[rows]), kind="stable")]
    lot = np.random.default_rng(0).choice(
        order[EXTREME:], MOST_POINTS - EXTREME, replace=False, shuffle=False
    )
    return Drawn(np.sort(np.concatenate([order[:EXTREME], lot])), len(rows))


@kept
def rows_figure(lines: pd.DataFrame, cells: Cells, cut: float) -> go.Figure:
    """``lines`` has the columns position, cell, row, probability, influence (in points).

    Colour says the group, shape the outcome; the lines are the threshold ``cut`` and no influence.
    """
    figure = go.Figure()
    for code in np.unique(lines["cell"]).tolist():
        own = lines[lines["cell"] == code]
        colour = PALETTE[(code // 2) % len(PALETTE)]
        figure.add_trace(
            go.Scattergl(
                name=written(cells.names[code]),
                x=own["probability"],
                y=own["influence"],
                mode="markers",
                marker={
                    "size": 7,
                    "color": colour,
                    "symbol": SYMBOLS[cells.good[code]],
                    "opacity": FAINT,
                },
                customdata=own["position"].astype(str).tolist(),
                text=[f"Row {row}" for row in own["row"]],
                hovertemplate="%{text}: p = %{x:.3f}, %{y:+.3~g} points<extra>"
                + written(cells.names[code])
                + "</extra>",
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 0.15}},
            )
        )
    figure.add_hline(y=0.0, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"})
    figure.add_vline(x=cut, line={"width": 1.2, "color": ZERO_LINE, "dash": "dash"})
    figure.update_xaxes(title="Model's probability of the good outcome (dashed: the threshold)")
    figure.update_yaxes(title="Influence, points a unit of weight", exponentformat="none")
    figure.update_layout(clickmode="event+select")
    return styled(figure, height=460)
