"""The parser of the command line: every command adds itself. A setting that is not given is
absent, so that defaults stand once, in ``config.StudyConfig``.
"""

from __future__ import annotations

import argparse
from typing import NoReturn

from iffair_core.cli import (
    commands,
    comparison,
    handing_on,
    keeping,
    other_data,
    patterns,
    screening,
)

PROGRAM = "iffair"
MODULES = (commands, handing_on, other_data, patterns, screening, comparison, keeping)


class OneLineParser(argparse.ArgumentParser):
    """Meets bad arguments with one line and exit status 2, without the usage text."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{PROGRAM}: {' '.join(message.split())} (see {self.prog} --help)\n")


def build_parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="python -m iffair_core",
        description="Find the training rows that make a model unfair, and weigh them anew.",
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in MODULES:
        module.add_commands(actions)
    return parser
