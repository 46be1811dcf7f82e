"""The commands that list kept studies, take one in, name one, delete one and restore one."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from iffair_core.cli.command import Actions, add, add_json
from iffair_core.evidence.level import Level
from iffair_core.kept import shelf
from iffair_core.kept.card import TARGETED, Card, to_dict
from iffair_core.kept.unpack import import_study
from iffair_core.words import figure, with_interval

HERE_ALREADY = {
    "nothing": "this very study is kept here already: nothing was added",
    "table": "this very study is kept here already: it got its table",
}
NO_TABLE = "its table did not come along: it can be listed and compared, not opened or replayed"


def add_commands(actions: Actions) -> None:
    """Add them to the commands of the parser."""
    listed = add(actions, "studies", list_studies, "list the studies that are kept")
    listed.add_argument("--bin", action="store_true", help="those that were deleted")
    add_json(listed, "print one JSON array")
    taken = add(actions, "import", take_in, "keep a study from the zip of another machine")
    taken.add_argument("file", metavar="FILE", type=Path, help="the zip of a study folder")
    named = add(actions, "rename", rename_study, "give a kept study a name")
    _add_id(named)
    named.add_argument("name", metavar="NAME", help='an empty one ("") takes the name away')
    said = f"put a kept study into the bin, for {shelf.DAYS_IN_BIN} days"
    _add_id(add(actions, "delete", delete_study, said))
    _add_id(add(actions, "restore", restore_study, "take a study out of the bin"))


def list_studies(given: Namespace) -> int:
    """Print one line a study, the newest first."""
    found = shelf.listing(deleted=given.bin)
    if given.json:
        cards = [{"id": card.id, **to_dict(card)} for card in found.cards]
        print(json.dumps(cards, indent=2, allow_nan=False))
        return 0
    for card in found.cards:
        print("\n".join(_lines(card)))
    if not found.cards:
        print("The bin is empty." if given.bin else "No study is kept yet.")
    for identifier in found.damaged:
        print(f"{identifier}  cannot be read")
    return 0


def take_in(given: Namespace) -> int:
    """Keep the study in a zip and print its id."""
    arrival = import_study(given.file)
    print("\n".join(_lines(arrival.card)))
    if arrival.added != "study":
        print(HERE_ALREADY[arrival.added])
    if not arrival.card.has_table:
        print(NO_TABLE)
    return 0


def rename_study(given: Namespace) -> int:
    """Give a study a name and print it."""
    print("\n".join(_lines(shelf.rename(given.study, given.name))))
    return 0


def delete_study(given: Namespace) -> int:
    """Put a study into the bin and say how it comes back."""
    card = shelf.delete(given.study)
    print(f"{card.id} is in the bin for {shelf.DAYS_IN_BIN} days; back with: restore {card.id}")
    return 0


def restore_study(given: Namespace) -> int:
    """Take a study out of the bin."""
    print("\n".join(_lines(shelf.restore(given.study))))
    return 0


def _add_id(parser: ArgumentParser) -> None:
    parser.add_argument(
        "study",
        metavar="ID",
        type=shelf.named_by,
        help="id or fingerprint of a kept study, as `studies` prints it",
    )


def _lines(card: Card) -> Iterator[str]:
    """Id, date and title; below, the figures on test rows before and after."""
    yield f"{card.id}  {card.made[:10]}  {card.title}"
    gap = card.before[TARGETED], card.after[TARGETED]
    accuracy = card.before["accuracy"], card.after["accuracy"]
    name = card.gaps[0]
    said = [
        f"gap {' -> '.join(_said(level, name) for level in gap[: 1 + bool(card.steps)])}",
        f"accuracy {' -> '.join(_said(a, 'accuracy') for a in accuracy[: 1 + bool(card.steps)])}",
        *([] if card.has_table else ["without its table"]),
    ]
    yield f"{'':16}  {', '.join(said)}"


def _said(level: Level, name: str) -> str:
    return with_interval(figure(level.value, name), level.low, level.high, name)
