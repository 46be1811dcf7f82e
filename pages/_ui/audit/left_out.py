"""The ledger: what was left out, and why."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from iffair_core.results import Study
from pages._ui import opened, show, words
from pages._ui.readings import measured

KINDS = {"rows": "Rows", "columns": "Column", "groups": "Group"}


def table(study: Study) -> pd.DataFrame:
    """One line an entry: kind, what, rows, reason."""
    entries = measured.ledger_of(study)
    return pd.DataFrame(
        {
            "kind": [KINDS[entry.kind] for entry in entries],
            "what": [entry.what for entry in entries],
            "rows": ["" if entry.kind == "columns" else str(entry.count) for entry in entries],
            "reason": [entry.reason for entry in entries],
        }
    )


def section(study: Study) -> None:
    """Folded away, with the number of entries in its label."""
    entries = table(study)
    entry = words.plural(len(entries), "entry", "entries")
    title = f"What was left out, and why ({entry})"
    opened.folded(title, partial(_list, entries), key="audit_ledger")


def _list(entries: pd.DataFrame) -> None:
    if entries.empty:
        st.caption("Nothing: every row, column and group of the table is in the figures.")
        return
    st.dataframe(
        entries,
        hide_index=True,
        key="audit_ledger_table",
        alt="Rows, columns and groups that were left out, with the reason",
        column_config={
            "kind": "Kind",
            "what": "What",
            "rows": st.column_config.TextColumn("Rows", alignment="right"),
            "reason": st.column_config.TextColumn("Why", width="large"),
        },
    )
    show.download("Download this list", entries, "left_out.csv", key="audit_ledger_csv")
