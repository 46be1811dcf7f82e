"""Before and after: every gap, utility and loss of two models, as dumbbells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from iffair_core.words import LOSSES, figure
from pages._ui.charts.dumbbells import Mark, dumbbells_figure
from pages._ui.charts.kept import kept
from pages._ui.charts.style import CHOSEN, PLAIN

PANELS = {
    "gap": "Gaps, points (left is narrower)",
    "utility": "Utilities, % (right is better; F1 and AUC in hundredths)",
    "loss": "Losses (left is better)",
}
MARKS = (
    Mark("Plain model", "before", PLAIN, "circle-open", told="before_told"),
    Mark("Operating point", "after", CHOSEN, "circle", told="after_told"),
)


@kept
def compare_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns kind ("gap" or "utility"), name, title, before, after, target.

    Gaps stand above utilities, losses as they are below them, all else in hundredths; a targeted
    gap is marked.
    """
    loss = lines["name"].isin(LOSSES)
    scale = np.where(loss, 1.0, 100.0)
    titles = np.where(lines["target"], "<b>" + lines["title"] + " ◂ target</b>", lines["title"])
    drawn = lines.assign(
        kind=lines["kind"].mask(loss, "loss"),
        title=titles,
        **{side: lines[side] * scale for side in ("before", "after")},
        **{f"{side}_told": _told(lines, side) for side in ("before", "after")},
    )
    shown = dumbbells_figure(drawn, PANELS, MARKS, begin="before", end="after")
    return shown.update_xaxes(rangemode="tozero")


def _told(lines: pd.DataFrame, side: str) -> list[str]:
    """The figures as they are written everywhere."""
    return [figure(value, name) for value, name in zip(lines[side], lines["name"], strict=True)]
