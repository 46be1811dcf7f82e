"""The parser of the command line: every command adds itself.

A setting that is not given is absent, so that defaults stand once, in ``config.StudyConfig``.
"""

from __future__ import annotations

import argparse

from iffair_core.cli import (
    commands,
    comparison,
    handing_on,
    keeping,
    other_data,
    patterns,
    screening,
)
from iffair_core.cli.command import OneLineParser

MODULES = (commands, handing_on, other_data, patterns, screening, comparison, keeping)
EXIT_STATUS = (
    "Exit status: 0 done; 1 a replay whose figures differ, or the reader of the output left; "
    "2 something given cannot be used, and one line on standard error says what; 130 stopped by "
    "Ctrl-C. COMMAND --help says what a command needs."
)


def build_parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="python -m iffair_core",
        description="Find the training rows that make a model unfair, and weigh them anew.",
        epilog=EXIT_STATUS,
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in MODULES:
        module.add_commands(actions)
    return parser
