"""Tables to work on: packaged sets, and uploads, which are kept as files."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import BUILTIN, builtin_name, load_builtin
from iffair_core.errors import ConfigError, TableError
from iffair_core.places import home, new_id
from pages._ui.later import later
from pages._ui.state import Source
from pages._ui.task.draft import Draft, draft_of

if TYPE_CHECKING:
    from iffair_core.data import tables as reading
    from iffair_core.data.tables import Table
else:
    reading = later("iffair_core.data.tables")

LARGEST_MEGABYTES = 1024
PACKAGED_IN_MEMORY, UPLOADS_IN_MEMORY = 9, 2
FORMATS = ("csv", "tsv", "txt", "parquet", "xlsx", "gz", "zip")


def packaged(name: str) -> tuple[Source, Draft]:
    """A packaged set and its finished draft."""
    card = BUILTIN[name]
    return Source(name, card.title, "packaged"), draft_of(card.task)


def stored(upload: Any) -> tuple[Source, Draft]:
    """Keep an uploaded file (name, size, buffer) and read it; its draft is still open.

    Raises TableError if it is too large or no table; nothing is kept then.
    """
    _check_size(upload)
    folder = home() / "tables" / new_id()
    folder.mkdir(parents=True)
    path = folder / _safe(Path(upload.name).name)
    with path.open("wb") as file:
        shutil.copyfileobj(upload, file, 2**20)
    source = Source(str(path), path.name, "stored")
    try:
        open_source(source)
    except TableError:
        shutil.rmtree(folder)
        raise
    return source, Draft()


def put(parquet: Path, identifier: str, name: str) -> Path:
    """The table of a study as a stored table: the same file under a name that says what it is."""
    place = home() / "tables" / identifier / f"{_safe(Path(name).stem)}.parquet"
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(parquet, place)
        except OSError:
            shutil.copyfile(parquet, place)
    return place


def open_source(source: Source) -> Table:
    """The table of a source. Raises TableError if a stored file is gone."""
    if source.kind == "packaged":
        return _packaged(source.data)
    path = Path(source.data)
    if not path.is_file():
        raise TableError(
            f"The table {source.title!r} is no longer kept here: it was deleted. Upload it again."
        )
    return _read(source.data, path.stat().st_mtime_ns)


def source_of(config: StudyConfig) -> Source:
    """The source that a study was made from."""
    name = builtin_name(config.data)
    if name is not None:
        return Source(name, BUILTIN[name].title, "packaged")
    return Source(config.data, Path(config.data).name, "stored")


def made_from(folder: Path) -> str | None:
    """The table that a study names; None if the folder holds none that can be read."""
    try:
        return StudyConfig.from_file(folder / "config.toml").data
    except ConfigError:
        return None


def delete(source: Source) -> None:
    """Delete the stored file of an upload and its folder."""
    folder = Path(source.data).parent
    if source.kind == "stored" and folder.parent == home() / "tables":
        shutil.rmtree(folder, ignore_errors=True)


@st.cache_resource(max_entries=PACKAGED_IN_MEMORY, show_spinner="Opening the data set …")
def _packaged(name: str) -> Table:
    return load_builtin(name).table


@st.cache_resource(max_entries=UPLOADS_IN_MEMORY, show_spinner="Reading the table …")
def _read(path: str, stamp: int) -> Table:
    return reading.read_table(Path(path))


def passing(upload: Any) -> Table:
    """Read an uploaded file that is not kept. Raises TableError if it is too large or no table."""
    _check_size(upload)
    return reading.read_table(upload, upload.name)


def _safe(name: str) -> str:
    """A name of a file without what a path or a shell would read."""
    return re.sub(r"[^\w.\- ]", "_", name) or "table"


def _check_size(upload: Any) -> None:
    if upload.size > LARGEST_MEGABYTES * 2**20:
        raise TableError(
            f"{upload.name!r} has {upload.size / 2**20:.0f} MB; at most {LARGEST_MEGABYTES} MB "
            "can be opened. Leave columns out, or save it as Parquet."
        )
