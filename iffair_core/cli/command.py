"""How a command is added: what it does stands in the list of commands and above its own options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

PROGRAM = "iffair"
AddFolder = Callable[[argparse.ArgumentParser], None]


class OneLineParser(argparse.ArgumentParser):
    """Meets bad arguments with one line and exit status 2, without the usage text."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{PROGRAM}: {' '.join(message.split())} (see {self.prog} --help)\n")


def add(
    actions: Any, name: str, said: str, *, more: Sequence[str] = (), **options: Any
) -> argparse.ArgumentParser:
    """The parser of a command; ``said`` is what it does, ``more`` sentences for its own help."""
    description = " ".join([f"{said[0].upper()}{said[1:]}.", *more])
    made: argparse.ArgumentParser = actions.add_parser(
        name, help=said, description=description, allow_abbrev=False, **options
    )
    return made
