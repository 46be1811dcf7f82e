"""All kept studies: found, listed, named, put into a bin and taken out again.

A study lies in a folder that is called by its id. One that is deleted stays where it is, its card
says since when, until its days in the bin are over; so both ways are one small file that is
written whole, wherever the studies are.
"""

from __future__ import annotations

import dataclasses
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from iffair_core.errors import StudyError
from iffair_core.kept import mirror
from iffair_core.kept.card import Card, checked_name, from_dict, now, read_card, to_dict
from iffair_core.places import CARD, TABLE, is_id
from iffair_core.writing import write_json

DAYS_IN_BIN = 30
FRESH_SECONDS = 20.0
DIGITS_OF_FINGERPRINT = 12


@dataclass(frozen=True)
class Listing:
    """Kept studies, the newest first, and the ids of folders that cannot be read."""

    cards: tuple[Card, ...]
    damaged: tuple[str, ...] = ()


_seen: dict[Path, float] = {}
"""When a copy of a study that is kept elsewhere was last compared with it (seconds)."""


def place_of(identifier: str) -> Path:
    """Where a study lies or will lie. Raises StudyError if the text cannot be an id."""
    if not is_id(identifier):
        raise StudyError(
            f"{identifier!r} cannot be the id of a study (sixteen digits 0-9 and a-f). Check the "
            "link or the id: the page Studies and the command `studies` list them."
        )
    return mirror.folder_of_studies() / identifier


def opened(identifier: str) -> Path:
    """The folder of a kept study, up to date. Raises StudyError if it is not kept or deleted."""
    folder = kept(identifier)
    if (folder / CARD).exists() and (deleted := read_card(folder).deleted):
        raise StudyError(
            f"The study {identifier} was deleted on {deleted[:10]}. It can be restored on the page "
            f"Studies, under Bin, or with: python -m iffair_core restore {identifier}"
        )
    return folder


def kept(identifier: str) -> Path:
    """As ``opened``, also of a study that lies in the bin."""
    folder, there = place_of(identifier), mirror.mirror()
    if there is not None and time.monotonic() - _seen.get(folder, -FRESH_SECONDS) >= FRESH_SECONDS:
        mirror.refresh(there, folder)
        _seen[folder] = time.monotonic()
    if not folder.is_dir():
        raise StudyError(
            f"The study {identifier} is not kept here: it was deleted, or made on another machine. "
            "Check the link or the id, or begin with a table."
        )
    return folder


def listing(*, deleted: bool = False) -> Listing:
    """The kept studies, or those in the bin. Reads their cards and nothing else."""
    there = mirror.mirror()
    found = _in_folder() if there is None else _elsewhere(there)
    cards = [card for card in found.values() if card and bool(card.deleted) == deleted]
    return Listing(
        tuple(sorted(cards, key=lambda card: card.made, reverse=True)),
        tuple(identifier for identifier, card in found.items() if card is None),
    )


def _in_folder() -> dict[str, Card | None]:
    found: dict[str, Card | None] = {}
    for folder in sorted(mirror.folder_of_studies().glob("*")):
        if is_id(folder.name) and folder.is_dir():
            try:
                found[folder.name] = read_card(folder)
            except StudyError:
                found[folder.name] = None
    return found


def _elsewhere(there: mirror.Mirror) -> dict[str, Card | None]:
    found: dict[str, Card | None] = {}
    for identifier, manifest in mirror.manifests(there).items():
        try:
            card = from_dict(manifest["card"])
            here = card.packaged or TABLE in manifest["files"]
            found[identifier] = dataclasses.replace(card, id=identifier, has_table=here)
        except (ValueError, TypeError, KeyError, AttributeError):
            found[identifier] = None
    return found


def named_by(text: str) -> str:
    """The id of the study that ``text`` names: an id, or the fingerprint that a report prints.

    Of several studies with one fingerprint the one that went furthest, then the newest.
    """
    if len(text) != DIGITS_OF_FINGERPRINT:
        return text
    same = [card for card in listing().cards if card.fingerprint == text]
    return max(same, key=lambda card: (card.steps > 0, card.made)).id if same else text


def rename(identifier: str, name: str) -> Card:
    """Give a study a name; an empty one takes it away. Raises ConfigError, StudyError."""
    folder = kept(identifier)
    return _put(folder, dataclasses.replace(read_card(folder), name=checked_name(name)))


def delete(identifier: str) -> Card:
    """Put a study into the bin for ``DAYS_IN_BIN`` days. Raises StudyError."""
    folder = kept(identifier)
    return _put(folder, dataclasses.replace(read_card(folder), deleted=now()))


def restore(identifier: str) -> Card:
    """Take a study out of the bin. Raises StudyError."""
    folder = kept(identifier)
    return _put(folder, dataclasses.replace(read_card(folder), deleted=""))


def erase(identifier: str) -> None:
    """Delete a study for good."""
    if (there := mirror.mirror()) is not None:
        mirror.erase(there, identifier)
    shutil.rmtree(place_of(identifier), ignore_errors=True)


def empty_bin(days: float = DAYS_IN_BIN) -> tuple[str, ...]:
    """Delete for good what has lain in the bin for so many days; the ids."""
    oldest = datetime.now(UTC) - timedelta(days=days)
    over = [
        card.id
        for card in listing(deleted=True).cards
        if datetime.fromisoformat(card.deleted) < oldest
    ]
    for identifier in over:
        erase(identifier)
    return tuple(over)


def write_card(card: Card, folder: Path) -> None:
    """Put the card into a study's folder, whole."""
    write_json(to_dict(card), folder / CARD)


def _put(folder: Path, card: Card) -> Card:
    if (there := mirror.mirror()) is not None:
        mirror.send_card(there, folder.name, to_dict(card))
    write_card(card, folder)
    return card
