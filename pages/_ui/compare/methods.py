"""Every method: how far it reaches, what it takes and needs, or why it has no answer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.comparison.frame import to_frame
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.told import box_words, method_lines
from iffair_core.words import number
from pages._ui import show
from pages._ui.compare.view import Looked


def section(found: Comparison, looked: Looked) -> None:
    """The table, the reasons in full, and the comparison as CSV."""
    st.header("The methods", anchor=False)
    st.markdown(box_words(found, looked.view))
    lines = method_lines(found, looked.view)
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Method": line.title,
                    "What changes": line.family,
                    "Reach": line.reached or "none",
                    "Seconds a split": "none" if line.seconds is None else number(line.seconds, 1),
                    "Needs": line.needs,
                    "Why it has no answer": line.reason,
                }
                for line in lines
            ]
        ),
        hide_index=True,
        height="content",
        key="compare_methods",
        alt="Every method with its reach, its seconds, what it needs, or why it has no answer",
        column_config={
            "Method": st.column_config.TextColumn(pinned=True),
            "Seconds a split": st.column_config.TextColumn(alignment="right"),
        },
    )
    missing = [f"**{line.title}:** {line.reason}" for line in lines if line.reason]
    show.remarks(f"Without an answer ({len(missing)})", missing, key="compare_reasons")
    show.download(
        "Download every point of the comparison",
        to_frame(found, looked.view),
        "comparison.csv",
        key="compare_csv",
    )
