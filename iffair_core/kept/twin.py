"""Whether a study that comes in is kept already, whatever it is called here and wherever it lay."""

from __future__ import annotations

import hashlib
from pathlib import Path

from iffair_core.kept import shelf
from iffair_core.places import CARD, CONFIG, TABLE

NO_PART = (CARD, CONFIG, TABLE)
"""Files that are no part of the record: settings and table are in the fingerprint, the card's name
and date belong to keeping."""


def twin(folder: Path, fingerprint: str) -> Path | None:
    """The kept study with the record of the one in ``folder``; None if there is none.

    One in the bin is none. ``fingerprint`` is that of the study in ``folder``. Raises StudyError if
    a kept study of that fingerprint cannot be reached.
    """
    wanted = record(folder)
    same = (card.id for card in shelf.listing().cards if card.fingerprint == fingerprint)
    return next((place for place in map(shelf.opened, same) if record(place) == wanted), None)


def record(folder: Path) -> dict[str, str]:
    """sha256 of every file that holds what was found, chosen or noted, by its name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in NO_PART and not path.name.startswith(".")
    }
