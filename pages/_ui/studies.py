"""Studies on disk: one folder each, under an id that only its link tells."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

import streamlit as st

from iffair_core.config import StudyConfig
from iffair_core.errors import StudyError
from iffair_core.results import Study
from iffair_core.store import choose, home, load_study, save_study
from iffair_core.study import plain_study
from iffair_core.threshold import with_threshold
from pages._ui import state, tables

IDENTIFIER = re.compile(r"[0-9a-f]{16}")
KEPT_IN_MEMORY = 4


def new_id() -> str:
    return secrets.token_hex(8)


def folder_of(identifier: str) -> Path:
    """Where a study lies. Raises StudyError if the text cannot be an id."""
    if not IDENTIFIER.fullmatch(identifier):
        raise StudyError(
            f"The link names the study {identifier!r}, which cannot be one (sixteen digits 0-9 "
            "and a-f). Check the link or begin with a table."
        )
    return home() / "studies" / identifier


def current() -> Study | None:
    """The study of this session as it was run; None if there is none yet.

    Raises StudyError if a link names a study that does not exist or is damaged.
    """
    identifier = state.study_id()
    return None if identifier is None else _load(folder_of(identifier))


def shown() -> Study | None:
    """The study of this session at the user's decision threshold."""
    study, chosen = current(), state.threshold()
    if study is None or chosen is None:
        return study
    folder = folder_of(str(state.study_id()))
    return _at_threshold(str(folder), _stamp(folder), chosen.cut, chosen.share, _study=study)


def begin(config: StudyConfig, source: state.Source) -> Study:
    """Fit the plain model, keep the study, and show it."""
    study = plain_study(config, table=tables.open_source(source))
    identifier = new_id()
    save_study(study, folder_of(identifier))
    state.show_study(identifier)
    state.reset_settings(config)
    return study


def choose_point(step: int) -> None:
    """Make a point the operating point of the study, everywhere and on disk."""
    study, identifier = current(), state.study_id()
    if study is not None and identifier is not None and study.operating.step != step:
        save_study(choose(study, step), folder_of(identifier))


def delete_made_from(data: str) -> int:
    """Delete every kept study that was made from the table at ``data``; how many there were."""
    found = [
        folder
        for folder in (home() / "studies").glob("*")
        if (folder / "config.toml").is_file()
        and StudyConfig.from_file(folder / "config.toml").data == data
    ]
    for folder in found:
        shutil.rmtree(folder)
    return len(found)


def _load(folder: Path) -> Study:
    if not folder.is_dir():
        raise StudyError(
            f"The link names the study {folder.name}, which is not kept here: it was deleted, or "
            "made on another machine. Begin with a table."
        )
    return _load_cached(str(folder), _stamp(folder))


def _stamp(folder: Path) -> int:
    """Changes whenever the study is written again."""
    try:
        return (folder / "study.json").stat().st_mtime_ns
    except OSError as error:
        raise StudyError(
            f"The study {folder.name} is damaged: study.json cannot be read. Begin with a table."
        ) from error


@st.cache_resource(max_entries=KEPT_IN_MEMORY, show_spinner="Opening the study …")
def _load_cached(folder: str, stamp: int) -> Study:
    return load_study(folder)


@st.cache_resource(max_entries=2 * KEPT_IN_MEMORY, show_spinner="Measuring at the threshold …")
def _at_threshold(
    folder: str, stamp: int, cut: float, share: float | None, *, _study: Study
) -> Study:
    return with_threshold(_study, cut=cut, share=share)
