"""Changes from the plain model to the operating point, as a table with intervals and rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.words import TITLES, bare, figure, interval, not_enough


def table(found: Sequence[Effect], min_cell: int, *, key: str) -> None:
    """One line an effect; the group's column only where there is one."""
    lines = told(found, min_cell)
    columns = [name for name in lines if name != "group" or lines["group"].any()]
    st.dataframe(
        lines[columns],
        hide_index=True,
        key=key,
        alt="Before, after, change, interval of the change, rows and verdict of every figure",
        column_config={
            "figure": st.column_config.TextColumn("Test rows", pinned=True),
            "group": "Group",
            "before": "Plain model",
            "after": "Operating point",
            "change": st.column_config.TextColumn(
                "Change", help="In points; F1, AUC and losses as they are."
            ),
            "interval": st.column_config.TextColumn(
                "95 % interval", help="Of the change, before and after on the same rows."
            ),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "verdict": st.column_config.TextColumn(
                "Verdict",
                help="Better or worse where the interval of the change excludes zero; each "
                "interval stands for itself.",
            ),
        },
        **({"height": "content"} if len(lines) <= MOST_LINES else {}),
    )


MOST_LINES = 16
"""More lines than this scroll within the table."""


def told(found: Sequence[Effect], min_cell: int) -> pd.DataFrame:
    """The effects as a person reads them, in the units of the page."""
    return pd.DataFrame([_told(effect, min_cell) for effect in found])


def _told(effect: Effect, min_cell: int) -> dict[str, object]:
    """One line; a rate of too few rows is not told at all."""
    few = effect.kind == "rate" and effect.verdict in (Verdict.FEW, Verdict.UNDEFINED)
    metric, change = effect.metric, effect.change
    return {
        "figure": TITLES[metric] + (" (target)" if effect.targeted else ""),
        "group": effect.group,
        "before": "" if few else figure(effect.before, metric),
        "after": "" if few else figure(effect.after, metric),
        "change": "" if few or change is None else bare(change, metric, signed=True),
        "interval": "" if few else interval(effect.low, effect.high, metric, signed=True),
        "rows": effect.rows,
        "verdict": not_enough(effect.rows, min_cell) if few else str(effect.verdict),
    }


def raw(found: Sequence[Effect]) -> pd.DataFrame:
    """The effects as numbers, for a download."""
    return pd.DataFrame(
        {
            "metric": [e.metric for e in found],
            "group": [e.group for e in found],
            "targeted": [e.targeted for e in found],
            "before": [e.before for e in found],
            "after": [e.after for e in found],
            "change": [e.change for e in found],
            "ci_low": [e.low for e in found],
            "ci_high": [e.high for e in found],
            "rows": [e.rows for e in found],
            "verdict": [str(e.verdict) for e in found],
        }
    )
