"""How a command is added to the parser, and the options that several commands have.

What a command does stands in the list of commands and above its own options.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from iffair_core.errors import StudyError
from iffair_core.kept import shelf
from iffair_core.places import is_id

PROGRAM = "iffair"
Command = Callable[[argparse.Namespace], int]
Actions: TypeAlias = "argparse._SubParsersAction[OneLineParser]"


class OneLineParser(argparse.ArgumentParser):
    """Meets bad arguments with one line and exit status 2, without the usage text."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{PROGRAM}: {' '.join(message.split())} (see {self.prog} --help)\n")


def add(
    actions: Actions,
    name: str,
    command: Command,
    said: str,
    *,
    more: Sequence[str] = (),
    **options: Any,
) -> argparse.ArgumentParser:
    """The parser of a command, which returns an exit status.

    ``said`` is what it does, ``more`` are sentences for its own help.
    """
    description = " ".join([f"{said[0].upper()}{said[1:]}.", *more])
    made = actions.add_parser(
        name, help=said, description=description, allow_abbrev=False, **options
    )
    made.set_defaults(command=command)
    return made


def add_folder(parser: argparse.ArgumentParser) -> None:
    """DIR: the folder of a saved study, or what names one that is kept."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=folder_of,
        help="folder of a saved study, or the id or fingerprint of a kept one",
    )


def add_json(parser: argparse._ActionsContainer, said: str = "print one JSON object") -> None:
    """--json, false unless given."""
    parser.add_argument("--json", action="store_true", default=False, help=said)


def add_progress(parser: argparse._ActionsContainer) -> None:
    """--progress FILE, which the dashboard reads."""
    parser.add_argument(
        "--progress",
        metavar="FILE",
        type=Path,
        default=None,
        help="keep the progress in a JSON file, without a bar; end when the calling process ends",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Where a study is saved, and how it is told."""
    output = parser.add_argument_group("output")
    output.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="folder to save the study in"
    )
    output.add_argument(
        "--replace",
        action="store_true",
        default=False,
        help="write over a study with other settings that the folder holds",
    )
    add_json(output)
    add_progress(output)


def folder_of(text: str) -> Path:
    """The folder of a study from its path, its id or its fingerprint, for argparse."""
    if Path(text).exists():
        return Path(text)
    try:
        identifier = shelf.named_by(text)
        return shelf.opened(identifier) if is_id(identifier) else Path(text)
    except StudyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
