"""The rows whose weight moved most, up and down."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.data.prepared import Part
from iffair_core.results import Study
from iffair_core.study import probabilities
from iffair_core.weights.describe import movers
from pages._ui import shell, show, verbatim, widgets

COUNT = 15


def section(study: Study) -> None:
    """Both tables; the card of a row says why it moved."""
    widgets.restore("weights_count", COUNT)
    count = st.slider("Rows to list", 5, 100, step=5, key="weights_count")
    weights = study.operating.weights
    up, down = movers(np.ones(len(weights)), weights, count)
    for title, rows, key in (("Up most", up, "weights_up"), ("Down most", down, "weights_down")):
        st.subheader(verbatim.shown(title), anchor=False)
        if not len(rows):
            st.info("No weight moved that way.")
            continue
        lines = _lines(study, rows)
        st.dataframe(
            lines,
            hide_index=True,
            key=key,
            alt=f"Training rows, {title.lower()}: weight, group, outcome, prediction and features",
            column_config={
                "row": "Row",
                "weight": st.column_config.NumberColumn(
                    "Weight", format="%.2f", help="It was 1 in the plain model."
                ),
                "group": "Group",
                "outcome": "Outcome",
                "before": st.column_config.NumberColumn("Plain model's p", format="%.3f"),
                "after": st.column_config.NumberColumn("p at the operating point", format="%.3f"),
            },
        )
        show.download("Download these rows", lines, f"{key}.csv", key=f"{key}_csv")
    st.page_link(shell.INFLUENCE, label="Why did a row move? Open its card on Influence →")


def _lines(study: Study, positions: Codes) -> pd.DataFrame:
    prepared = study.prepared
    train = np.flatnonzero(prepared.mask(Part.TRAIN))[positions]
    figures = pd.DataFrame(
        {
            "row": prepared.row[train],
            "weight": study.operating.weights[positions],
            "group": np.array(prepared.groups, dtype=object)[prepared.group[train]],
            "outcome": np.where(prepared.y[train] == 1.0, "good", "bad"),
            "before": probabilities(study, study.plain)[train],
            "after": probabilities(study, study.operating)[train],
        }
    )
    features = prepared.frame.iloc[train][list(prepared.features)].reset_index(drop=True)
    taken = set(figures.columns)
    features.columns = [f"{c} (feature)" if c in taken else c for c in features.columns]
    return pd.concat([figures, features], axis=1)
