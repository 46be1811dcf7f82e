"""All gaps beside one another: which of them are beyond chance."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from iffair_core.results import Point, Study
from pages._ui import gap_cards, show, words
from pages._ui.charts.forest import forest_figure
from pages._ui.readings.measured import figures_of, largest

NOT_DRAWN = "loss_parity"


def table(study: Study, point: Point) -> pd.DataFrame:
    """One line a gap that has a card: metric, title, value, ci_low, ci_high, n, status."""
    lines = figures_of(study, point)
    found = pd.DataFrame([largest(lines, gap) for gap in gap_cards.ON_CARDS]).reset_index(drop=True)
    found.insert(1, "title", [words.gap_title(gap) for gap in gap_cards.ON_CARDS])
    return found.drop(columns=["group", "reference"])


def sentence(found: pd.DataFrame) -> str:
    """Which gaps are beyond chance, which may be chance, which cannot be told."""
    known = found["ci_low"].notna()
    beyond = known & (found["ci_low"].fillna(0.0) > 0)
    parts = (
        ("Beyond chance at 95 %", found.loc[beyond, "title"]),
        ("May be chance", found.loc[known & ~beyond, "title"]),
        ("Not enough evidence", found.loc[~known, "title"]),
    )
    return " ".join(
        f"**{verdict}:** {words.listed(list(titles))}." for verdict, titles in parts if len(titles)
    )


def drawn(found: pd.DataFrame) -> go.Figure:
    """The lines that have points, as a chart."""
    lines = found[found["metric"] != NOT_DRAWN]
    return forest_figure(lines, "Gap in points, with its 95 % interval")


def section(study: Study, point: Point) -> None:
    """The chart of all gaps in points, read in one sentence a kind."""
    found = table(study, point)
    figure = drawn(found)
    note = f"{words.gap_title(NOT_DRAWN)} has no points, so the chart leaves it out."
    reading = f"{sentence(found)} {note}"
    show.chart(figure, reading=reading, data=found, key="audit_gaps_overview")
