"""Every command says what it does and what each of its options means."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from iffair_core.cli import BAD_INPUT, INTERRUPTED, READER_GONE
from iffair_core.cli.parser import build_parser


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_a_command_and_all_of_its_options_are_described(name: str) -> None:
    parser = dict(commands())[name]
    assert parser.description
    assert parser.description.endswith(".")
    assert [action.dest for action in parser._actions if not action.help] == []


def test_the_help_states_every_exit_status() -> None:
    said = " ".join(build_parser().format_help().split())
    for status in (0, READER_GONE, BAD_INPUT, INTERRUPTED):
        assert f" {status} " in said.partition("Exit status:")[2]


def test_no_option_is_abbreviated() -> None:
    assert [name for name, parser in commands() if parser.allow_abbrev] == []
