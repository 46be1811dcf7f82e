"""What does not stay for ever: uploads that no study uses, deleted studies, drafts."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.kept.mirror import folder_of_studies
from iffair_core.kept.shelf import empty_bin
from iffair_core.places import is_id
from pages._ui import tables, work

DAYS_KEPT = 7
SECONDS_A_DAY = 86_400


@st.cache_resource(show_spinner=False)
def once(folder: str) -> tuple[str, ...]:
    """``remove_unused`` for a state folder, once in the life of the server.

    Drafts and deleted studies whose time is over go as well; studies that cannot be reached wait.
    """
    work.remove_old()
    with suppress(IFFairError):
        empty_bin()
    return remove_unused(Path(folder))


def remove_unused(folder: Path) -> tuple[str, ...]:
    """Delete the uploads under ``folder`` that are older than ``DAYS_KEPT`` and in no use.

    A table is in use while the configuration of a study or of a job, or a draft, names it. An
    upload has a folder of its own under a random name, which is what they are recognised by: it
    stays the same when the state folder is moved. Returns the names of the deleted folders.
    """
    used = {
        Path(data).parent.name
        for made in (*folder_of_studies().glob("*"), *(folder / "jobs").glob("*"))
        if (data := tables.made_from(made)) is not None
    } | work.tables_in_use()
    oldest = time.time() - DAYS_KEPT * SECONDS_A_DAY
    unused = [
        upload
        for upload in (folder / "tables").glob("*")
        if is_id(upload.name) and upload.name not in used and _written(upload) < oldest
    ]
    for upload in unused:
        shutil.rmtree(upload, ignore_errors=True)
    return tuple(sorted(upload.name for upload in unused))


def _written(upload: Path) -> float:
    """When the file of an upload was written, in seconds since 1970; without one, its folder."""
    return max((file.stat().st_mtime for file in upload.glob("*")), default=upload.stat().st_mtime)
