"""Before and after: every gap and every utility of two models, as dumbbells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts.dumbbells import Mark, dumbbells_figure
from pages._ui.charts.style import CHOSEN, PLAIN

PANELS = {"gap": "Gaps (left: narrower)", "utility": "Utilities"}
MARKS = (
    Mark("Plain model", "before", PLAIN, "circle-open"),
    Mark("Operating point", "after", CHOSEN, "circle"),
)


def compare_figure(lines: pd.DataFrame) -> go.Figure:
    """``lines`` has the columns kind ("gap" or "utility"), title, before, after, target.

    Gaps stand above utilities; a targeted gap is marked.
    """
    titles = np.where(lines["target"], "<b>" + lines["title"] + " ◂ target</b>", lines["title"])
    figure = dumbbells_figure(
        lines.assign(title=titles), PANELS, MARKS, begin="before", end="after", hover="%{x:.4f}"
    )
    return figure.update_xaxes(rangemode="tozero")
