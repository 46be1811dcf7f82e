"""A study written into its folder (the form: ``kept``).

A folder is written beside its place and moved there whole, so a reader never meets a half one.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name
from iffair_core.data.tables import write_parquet
from iffair_core.errors import StudyError
from iffair_core.kept import card as cards
from iffair_core.kept.card_of import card_of
from iffair_core.kept.decisions import write_log
from iffair_core.kept.mirror import publish
from iffair_core.kept.points import pushes, saved_figures, write_points
from iffair_core.places import (
    CARD,
    COMPARISON,
    CONFIG,
    DECISIONS,
    FIGURES,
    SPREAD,
    TABLE,
    YARDSTICKS,
)
from iffair_core.results import Study
from iffair_core.writing import write_json


def save_study(study: Study, folder: str | Path) -> Path:
    """Write the study; an older study in ``folder`` is replaced, anything else is not touched.

    Where the older one has the same id, its name, spread over splits, comparison and decision log
    are kept.
    Raises StudyError if the folder holds other files or cannot be written.
    """
    place = Path(folder)
    check_place(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".study-") as scratch:
            whole = Path(scratch) / "study"
            whole.mkdir()
            former = cards.read_card(place) if _has_of(study, place, CARD) else None
            _write(study, whole, card_of(study, former))
            if _has_of(study, place, SPREAD):
                shutil.copy2(place / SPREAD, whole / SPREAD)
            if _has_of(study, place, COMPARISON):
                (place / COMPARISON).rename(whole / COMPARISON)
            if _has_of(study, place, DECISIONS):
                shutil.copy2(place / DECISIONS, whole / DECISIONS)
            if place.exists():
                shutil.rmtree(place)
            whole.rename(place)
    except OSError as error:
        raise StudyError(
            f"The study cannot be written to {str(place)!r}: {error.strerror}. Name another folder."
        ) from error
    publish(place)
    return place


def check_place(folder: str | Path) -> None:
    """Raise StudyError if a study cannot be saved in ``folder``; a run asks before it begins.

    A folder is made and taken away where the study will be: no permission tells it as surely.
    """
    place = Path(folder)
    try:
        if place.exists():
            next(place.iterdir(), None)
        above = next(p for p in place.absolute().parents if p.exists())
        with tempfile.TemporaryDirectory(dir=above, prefix=".study-"):
            pass
    except OSError as error:
        raise StudyError(
            f"A study cannot be written to {str(place)!r}: {error.strerror}. Name a folder that "
            "may be written to."
        ) from error
    if place.exists() and any(place.iterdir()) and not (place / FIGURES).exists():
        raise StudyError(
            f"{str(place)!r} holds other files than a study; nothing was written. Name a new or "
            "an empty folder."
        )


def check_no_other(folder: str | Path, config: StudyConfig) -> None:
    """Raise StudyError if ``folder`` holds a study with other settings than ``config``."""
    place = Path(folder)
    if (place / FIGURES).exists() and StudyConfig.from_file(place / CONFIG) != config:
        raise StudyError(
            f"{str(place)!r} holds another study ({cards.read_card(place).title}). Name a new "
            "folder, or add --replace to write over it."
        )


def _has_of(study: Study, place: Path, name: str) -> bool:
    """Whether ``place`` holds what is kept under this name, and of this very study."""
    return (place / name).exists() and saved_figures(place)["study"] == study.id


def _write(study: Study, folder: Path, card: cards.Card) -> None:
    (folder / CONFIG).write_text(study.config.to_toml(), encoding="utf-8")
    write_json(cards.to_dict(card), folder / CARD)
    if study.yardsticks:
        write_json(study.yardsticks.to_dict(), folder / YARDSTICKS)
    write_log(study.decisions, folder)
    figures = {
        **study.to_dict(),
        "chosen_by": study.chosen_by,
        "stopped": study.stopped,
        "fidelity": dataclasses.asdict(study.fidelity) if study.fidelity else None,
        "pushes": pushes(study),
        "table": {
            "name": study.table.name,
            "digest": study.table.digest,
            "origin": study.table.origin,
        },
        "exclusions": [dataclasses.asdict(e) for e in study.prepared.exclusions],
    }
    write_json(figures, folder / FIGURES)
    write_points(study, folder)
    if builtin_name(study.config.data) is None:
        write_parquet(study.table, folder / TABLE)
