"""Studies that were opened lately, kept in memory for all sessions of the server."""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from iffair_core.data.builtin import builtin_name
from iffair_core.errors import StudyError
from iffair_core.kept import shelf
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.places import DECISIONS, FIGURES, TABLE, YARDSTICKS
from iffair_core.results import Study
from pages._ui import tables

MOST = 4


@dataclass(frozen=True)
class Memory:
    """By folder, each study with the time stamp of its figures; the latest one is last."""

    opened: dict[str, tuple[int, Study]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def load(identifier: str) -> Study:
    """A kept study, from memory unless its files have changed. Raises StudyError."""
    folder = shelf.opened(identifier)
    stamp = _stamp(folder)
    remembered, study = _memory().opened.get(str(folder), (0, None))
    if study is None or stamp != remembered:
        with st.spinner("Opening the study …"):
            study = _with_table_at_hand(load_study(folder), folder)
        remember(study, folder)
    return study


def keep(study: Study, folder: Path) -> None:
    """Save the study, and have it at hand."""
    save_study(study, folder)
    remember(study, folder)


def remember(study: Study, folder: Path) -> None:
    """Have at hand what ``folder`` holds; the study that was opened first is let go."""
    memory = _memory()
    with memory.lock:
        memory.opened.pop(str(folder), None)
        memory.opened[str(folder)] = (_stamp(folder), study)
        while len(memory.opened) > MOST:
            memory.opened.pop(next(iter(memory.opened)))


@st.cache_resource
def _memory() -> Memory:
    return Memory()


def _with_table_at_hand(study: Study, folder: Path) -> Study:
    """A study from elsewhere names a table that is not here; a new run begins from its own copy.

    A bare name does not say where the table lies: a file of that name may be any.
    """
    data = study.config.data
    somewhere = len(Path(data).parts) > 1
    if builtin_name(data) is not None or (somewhere and Path(data).is_file()):
        return study
    at_hand = tables.put(folder / TABLE, folder.name, study.table.name)
    return dataclasses.replace(study, config=dataclasses.replace(study.config, data=str(at_hand)))


def _stamp(folder: Path) -> int:
    """Changes whenever the study, its yardsticks or its decision log are written again."""
    beside = (folder / YARDSTICKS, folder / DECISIONS)
    try:
        own = sum(path.stat().st_mtime_ns for path in beside if path.exists())
        return (folder / FIGURES).stat().st_mtime_ns + own
    except OSError as error:
        raise StudyError(
            f"The study {folder.name} is damaged: study.json cannot be read. Begin with a table."
        ) from error
