"""File controls: a table comes in, to be worked on and kept, or to be read once and let go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from iffair_core.errors import IFFairError, TableError
from pages._ui import shell, state, tables, upkeep, verbatim, widgets

Read = TypeVar("Read")


def control(*, key: str) -> None:
    """Upload a table; on success its data page opens, otherwise a sentence says why not."""
    file = st.file_uploader(
        "CSV, TSV, Parquet or Excel, also as gz or zip; up to 1 GB",
        type=list(tables.FORMATS),
        key=key,
        max_upload_size=tables.LARGEST_MEGABYTES,
        help="The table stays on this machine, in a folder that the data page names, until you "
        f"delete it there, or for {upkeep.DAYS_KEPT} days if no study uses it.",
    )
    if file is None or not widgets.first_sight(key, file.file_id):
        return
    try:
        source, draft = tables.stored(file)
    except TableError as error:
        st.error(verbatim.shown(str(error)))
        return
    state.open_source(source, draft)
    st.switch_page(shell.DATA)


def passing(label: str, read: Callable[[Any], Read], *, key: str) -> Read | None:
    """What ``read`` makes of an uploaded table that is not kept; None where there is none.

    A refusal of ``read`` (IFFairError) is said on the page.
    """
    file = st.file_uploader(
        label, type=list(tables.FORMATS), key=key, max_upload_size=tables.LARGEST_MEGABYTES
    )
    if file is None:
        return None
    try:
        return read(file)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return None
