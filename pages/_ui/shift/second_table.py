"""A second table: uploaded, measured, not kept."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from iffair_core.evidence.shift import Shift, shift
from iffair_core.results import Study
from pages._ui import tables, upload
from pages._ui.readings.keys import Key, of_points
from pages._ui.shift import then_now


def section(study: Study, model: str) -> None:
    """Upload a table with the study's columns and see its figures beside those of test rows."""
    st.header("A second table", anchor=False)
    st.markdown(
        "A later year, another site: a table with the same columns, its outcomes included. The "
        "models stay as they are; the table is not kept."
    )
    found = upload.passing(
        "Table to compare with the test rows", partial(measured, study), key="shift_table"
    )
    if found is not None:
        then_now.panel(found, model, study.config.gaps, key="shift_table")


def measured(study: Study, file: Any) -> Shift:
    """The models on an uploaded file, kept in memory while it is uploaded."""
    key = of_points(study, study.operating)
    return _measured(key, file.file_id, _study=study, _file=file)


@st.cache_resource(max_entries=4, show_spinner="Measuring the models on the table …")
def _measured(key: Key, file: str, *, _study: Study, _file: Any) -> Shift:
    return shift(_study, tables.passing(_file))
