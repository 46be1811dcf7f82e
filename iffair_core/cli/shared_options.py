"""Options that several commands have, and what adds a command to the parser."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from iffair_core.errors import StudyError
from iffair_core.kept import shelf
from iffair_core.places import is_id

Actions: TypeAlias = "argparse._SubParsersAction[Any]"
Command = Callable[[argparse.Namespace], int]


def add_command(
    actions: Actions, name: str, command: Command, help: str, **given: Any
) -> argparse.ArgumentParser:
    """A command whose options may not be abbreviated; ``command`` returns its exit status."""
    parser: argparse.ArgumentParser = actions.add_parser(
        name, help=help, allow_abbrev=False, **given
    )
    parser.set_defaults(command=command)
    return parser


def add_folder(parser: argparse.ArgumentParser) -> None:
    """DIR: the folder of a saved study, or the id of one that is kept."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=folder_of,
        help="folder of a saved study, or the id of a kept one",
    )


def add_json(parser: argparse._ActionsContainer, help: str = "print one JSON object") -> None:
    """--json, false unless given."""
    parser.add_argument("--json", action="store_true", default=False, help=help)


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
    output.add_argument("--out", metavar="DIR", type=Path, required=True, help="study folder")
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
