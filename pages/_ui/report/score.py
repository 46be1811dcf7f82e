"""Score an uploaded table with the operating point's model."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from iffair_core.report.score import score_table
from iffair_core.report.unread import Unread, unread_cells
from iffair_core.results import Study
from pages._ui import show, tables, upload, verbatim, words

PROGRAM = """\
from pathlib import Path

from iffair_core import read_table
from iffair_core.report.model import load_model

model = load_model(Path("model.skops").read_bytes())
table = read_table("new.csv").frame
probability, selected = model.probability(table), model.decide(table)
"""
"""What a program of one's own does with the downloaded model, of whichever kind it is."""


def section(study: Study) -> None:
    _here(study)
    st.caption("The downloaded model does the same in a program of your own:")
    st.code(PROGRAM, language="python")


def _here(study: Study) -> None:
    st.markdown(
        "Upload a table with the model's columns; it comes back with a probability and a decision "
        "for each row. It is not kept."
    )
    found = upload.passing("Table to score", partial(_scored, study), key="report_score")
    if found is None:
        return
    scored, unread = found
    if unread:
        cells = words.plural(sum(u.count for u in unread), "cell")
        st.warning(f"{cells} could not be taken as written: their rows are scored with a stand-in.")
        st.markdown(verbatim.shown("\n".join(f"- {u}" for u in unread)))
    st.dataframe(
        scored.head(100), key="report_scored", alt="The first scored rows", hide_index=True
    )
    show.download(
        "Download the scored table", scored, "scored.csv", key="report_scored_csv", exact=True
    )


def _scored(study: Study, file: Any) -> tuple[pd.DataFrame, tuple[Unread, ...]]:
    table = tables.passing(file)
    return score_table(study, table), unread_cells(study, table)
