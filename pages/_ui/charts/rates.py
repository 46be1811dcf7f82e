"""Rates by group with their intervals, for one model or for two beside one another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from iffair_core.words import percent
from pages._ui.charts.kept import kept
from pages._ui.charts.marks import interval_marks
from pages._ui.charts.style import CHOSEN, PALETTE, PLAIN, styled
from pages._ui.charts.written import all_written, written
from pages._ui.words import RATES, RateWords, plural

MOST_GROUPS = 30
MOST_GROUPS_IN_TWO_COLUMNS = 6
SECOND_LINE_PIXELS = 16
ROW_PIXELS, GAP_PIXELS, MARGIN_PIXELS = 40, 96, 104


@kept
def rates_figure(models: Mapping[str, pd.DataFrame]) -> go.Figure:
    """Small multiples of every rate; one mark a group and model, with its 95 % interval.

    ``models`` maps a model's name to lines of (metric, group, value, ci_low, ci_high, n, status);
    the groups stand in the order of the first model's lines. A rate of few rows has a hollow mark,
    a group without rows says so. Of many groups the ``MOST_GROUPS`` with
    most rows are drawn. All panels have one range of shares.
    """
    models = {written(name): _written(lines) for name, lines in models.items()}
    groups = _largest(next(iter(models.values())))
    columns = 2 if len(groups) <= MOST_GROUPS_IN_TWO_COLUMNS else len(RATES)
    rows = math.ceil(len(RATES) / columns)
    inner = rows * ROW_PIXELS * len(groups) + (rows - 1) * GAP_PIXELS
    figure = make_subplots(
        rows=rows,
        cols=columns,
        shared_yaxes=True,
        horizontal_spacing=0.04,
        vertical_spacing=GAP_PIXELS / inner,
        subplot_titles=[_title(rate, narrow=columns > 2) for rate in RATES.values()],
    )
    colours = (CHOSEN,) if len(models) == 1 else (PLAIN, CHOSEN, *PALETTE[1:])
    for panel, metric in enumerate(RATES):
        place = {"row": panel // columns + 1, "col": panel % columns + 1}
        for (name, lines), colour in zip(models.items(), colours, strict=False):
            own = lines[(lines["metric"] == metric) & lines["group"].isin(groups)]
            trace = _marks(name, own, colour)
            figure.add_trace(trace.update(showlegend=panel == 0), **place)
            if own["value"].isna().any():
                figure.add_trace(_without_rows(own), **place)
    figure.update_xaxes(ticksuffix="\N{NO-BREAK SPACE}%", rangemode="tozero", matches="x")
    figure.update_yaxes(categoryorder="array", categoryarray=groups[::-1], showgrid=False)
    figure.update_annotations(font={"size": 12.5})
    figure = styled(figure, height=inner + MARGIN_PIXELS, legend=len(models) > 1)
    return figure.update_layout(margin={"t": figure.layout.margin.t + SECOND_LINE_PIXELS})


def _title(rate: RateWords, *, narrow: bool) -> str:
    """Two lines; those of narrow panels do not repeat what the title itself says."""
    if narrow and ", " in rate.title:
        return rate.title.replace(", ", ",<br>")
    return f"{rate.title}<br><i>{rate.rows}</i>"


def drawn(groups: Sequence[str]) -> str:
    """A sentence where not all of the groups are drawn; else empty."""
    if len(groups) <= MOST_GROUPS:
        return ""
    return (
        f" The {MOST_GROUPS} of {len(groups)} groups with most rows are drawn; the data of the "
        "chart has all."
    )


def _written(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.assign(group=all_written(lines["group"]))


def _largest(lines: pd.DataFrame) -> list[str]:
    """The groups to draw, in the order of the lines."""
    rows = lines.groupby("group", sort=False)["n"].max()
    kept: set[str] = set(rows.nlargest(MOST_GROUPS, keep="first").index)
    return [group for group in rows.index if group in kept]


def _marks(name: str, lines: pd.DataFrame, colour: str) -> go.Scatter:
    known = lines[lines["value"].notna()]
    symbols = ["circle-open" if few else "circle" for few in known["status"] == "few"]
    in_percent = (100.0 * known[column] for column in ("value", "ci_low", "ci_high"))
    return interval_marks(*in_percent, colour, symbols).update(
        name=name,
        legendgroup=name,
        y=known["group"],
        text=[_hover(line) for line in known.itertuples()],
        hovertemplate="%{y}: %{text}<extra>" + name + "</extra>",
    )


def _hover(line: Any) -> str:
    few = "not enough evidence, " if line.status == "few" else ""
    bounds = f"95 %: {percent(line.ci_low)} to {percent(line.ci_high)}"
    return f"{few}{percent(line.value)} ({bounds}), of {plural(line.n, 'row')}"


def _without_rows(lines: pd.DataFrame) -> go.Scatter:
    """The word where a group has no rate."""
    unknown = lines[lines["value"].isna()]
    return go.Scatter(
        x=[0.0] * len(unknown),
        y=unknown["group"],
        mode="text",
        text=["no rows"] * len(unknown),
        textposition="middle right",
        hoverinfo="skip",
        showlegend=False,
    )
