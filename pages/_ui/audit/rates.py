"""Rates by group with intervals and denominators: chart and table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.results import Point, Study
from pages._ui import show, words
from pages._ui.audit import said
from pages._ui.readings import measured

SHOWN = ("base_rate", *words.RATES)
COUNTS = {
    "rows": "selection_rate",
    "good": "true_positive_rate",
    "bad": "false_positive_rate",
}
"""The rate whose denominator each count is."""


def table(study: Study, point: Point) -> pd.DataFrame:
    """One line a group: counts, then every rate with its interval as text."""
    lines = measured.figures_of(study, point)
    own = lines[lines["metric"].isin(SHOWN) & (lines["group"] != "")]
    found = pd.DataFrame({"group": list(study.prepared.groups)})
    for name, rate in COUNTS.items():
        found[name] = own.loc[own["metric"] == rate, "n"].to_numpy()
    found["selected"] = measured.selected_of(study, point)
    for metric in SHOWN:
        of_groups = own[own["metric"] == metric]
        found[metric] = [said.rate(line, study.config.min_cell) for _, line in of_groups.iterrows()]
    return found


def section(study: Study, point: Point) -> None:
    """The table with its download."""
    lines = measured.figures_of(study, point)
    st.markdown("**Rates, 95 % intervals and counts, test rows**")
    st.dataframe(
        table(study, point),
        hide_index=True,
        key="audit_group_rates",
        alt="Counts and rates with intervals of every group on test rows",
        column_config={
            "group": st.column_config.TextColumn("Group", pinned=True),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "good": st.column_config.NumberColumn(
                "Good outcome", format="localized", help="Rows that the TPR is of (positives)."
            ),
            "bad": st.column_config.NumberColumn(
                "Bad outcome", format="localized", help="Rows that the FPR is of (negatives)."
            ),
            "selected": st.column_config.NumberColumn(
                "Selected rows", format="localized", help="Rows that the model selects."
            ),
            "base_rate": st.column_config.TextColumn(
                "Base rate", help="Share of rows with a good outcome, of all rows."
            ),
            **{
                name: st.column_config.TextColumn(rate.title, help=f"Share {rate.rows}.")
                for name, rate in words.RATES.items()
            },
        },
    )
    show.download(
        "Download all figures with intervals", lines, "audit_figures.csv", key="audit_figures_csv"
    )
