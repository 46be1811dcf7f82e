"""How the weight is spread over the training rows, and what it leaves of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.data.prepared import Part
from iffair_core.results import Study
from iffair_core.weights.describe import (
    by_label,
    cumulative,
    held_by_top,
    rows_holding,
    summarise_weights,
)
from pages._ui import show, verbatim, words
from pages._ui.charts.cells import binned, cells_figure
from pages._ui.charts.weights import cumulative_figure
from pages._ui.influence.rests_on import cells
from pages._ui.run.results import weights_sentence

TOP = 0.1
HALF = 0.5
EFFECTIVE = "(Σw)²/Σw²: as many equally weighted rows carry the same information."


def section(study: Study) -> None:
    """Figures, distributions by group and outcome, the table by group, the cumulative share."""
    _figures(study)
    weights, every = study.operating.weights, cells(study)
    shown = binned(weights, every, low=0.0 if summarise_weights(weights).zero_share else None)
    show.chart(
        cells_figure(shown, title="Weight of a training row", mark=1.0),
        reading=weights_sentence(weights, every),
        data=shown.lines(),
        key="weights_spread",
    )
    st.subheader("What is left of each group", anchor=False)
    _groups(study)
    st.subheader("How much rests on how few rows", anchor=False)
    lines = cumulative(weights)
    show.chart(
        cumulative_figure(lines),
        reading=(
            f"The heaviest **{words.percent(TOP, 0)}** of the rows hold "
            f"**{words.percent(held_by_top(weights, TOP))}** of all weight; half of it lies on "
            f"{words.percent(rows_holding(weights, HALF))} of the rows."
        ),
        data=lines,
        key="weights_cumulative",
    )


def _figures(study: Study) -> None:
    weights = study.operating.weights
    summary = summarise_weights(weights)
    size = f"{summary.effective_sample_size:,.0f} of {words.count(len(weights))}"
    told = (
        ("Effective sample size", size, EFFECTIVE),
        ("Largest weight", f"{summary.largest:.2f}", "Weights have mean 1."),
        ("Rows of weight zero", words.percent(summary.zero_share), "Left out altogether."),
    )
    for column, (label, value, text) in zip(st.columns(3), told, strict=True):
        column.metric(label, value, help=text)


def _groups(study: Study) -> None:
    """A line a group, then one a group and outcome."""
    prepared, weights = study.prepared, study.operating.weights
    train, every = prepared.mask(Part.TRAIN), cells(study)
    kinds = {
        "By group": (prepared.group[train], prepared.groups),
        "By group and outcome": (every.code, every.names),
    }
    kind = st.segmented_control(
        "Lines", list(kinds), default="By group", key="weights_lines", required=True
    )
    codes, names = kinds[kind]
    lines = by_label(weights, codes, names)
    least = lines.loc[(lines["effective"] / lines["rows"]).idxmin()]
    st.markdown(
        verbatim.shown(
            f"Least is left of **{least['name']}**: its {words.count(int(least['rows']))} rows are "
            f"as much evidence as {words.count(round(least['effective']))} rows of equal weight."
        )
    )
    _table(lines)
    show.download("Download these lines", lines, "weights_by_group.csv", key="weights_groups_csv")


def _table(lines: pd.DataFrame) -> None:
    shares = dict.fromkeys(("zero_share", "row_share", "weight_share"), words.percent)
    st.dataframe(
        lines.style.format(shares),
        hide_index=True,
        height="content" if len(lines) <= 16 else "auto",
        key="weights_groups",
        alt="Rows, effective sample size and weight of every group",
        column_config={
            "name": st.column_config.TextColumn("Training rows", pinned=True),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "effective": st.column_config.NumberColumn(
                "Effective sample size", format="%,.0f", help=EFFECTIVE
            ),
            "mean": st.column_config.NumberColumn("Mean weight", format="%.2f"),
            "largest": st.column_config.NumberColumn("Largest", format="%.2f"),
            "zero_share": st.column_config.NumberColumn("Weight zero"),
            "row_share": st.column_config.NumberColumn("Share of rows"),
            "weight_share": st.column_config.NumberColumn("Share of weight"),
        },
    )
