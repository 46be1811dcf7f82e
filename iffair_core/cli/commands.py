"""The commands that compute a study: run, replay, refine, repeat; and ``datasets`` to begin with.

A command reads what was given, calls the core, prints, and returns an exit status.
"""

from __future__ import annotations

import argparse
import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from iffair_core.cli.command import Actions, add, add_folder, add_json, add_output, add_progress
from iffair_core.cli.comparison import compared
from iffair_core.cli.progress import progress_bar, progress_shown
from iffair_core.cli.run_options import add_setting_options, add_task_options
from iffair_core.cli.settings import study_config
from iffair_core.cli.summary import dataset_lines, spread_lines, study_lines
from iffair_core.cli.values import number, whole
from iffair_core.config.checks import check_number
from iffair_core.evidence.spread import other_seeds, repeat, spread_table
from iffair_core.evidence.summary import evidence, records
from iffair_core.kept.beside import save_spread
from iffair_core.kept.load import load_study
from iffair_core.kept.save import check_no_other, check_place, save_study
from iffair_core.replay import replay
from iffair_core.results import Study
from iffair_core.study import refined, run

DIFFERENT = 1


def add_commands(actions: Actions) -> None:
    """Add them to the commands of the parser."""
    add(actions, "datasets", list_datasets, "list the packaged data sets")
    _add_run(actions)
    _add_replay(actions)
    _add_refine(actions)
    _add_repeat(actions)


def _add_run(actions: Actions) -> None:
    parser = add(
        actions,
        "run",
        run_study,
        "run a study and save it",
        more=(
            "A packaged set needs --data and --out alone; a table of your own also --outcome, what "
            "of it is --favourable, and --sensitive. What is not given has its default.",
        ),
        argument_default=argparse.SUPPRESS,
    )
    add_task_options(parser)
    add_setting_options(parser)
    add_output(parser)


def _add_replay(actions: Actions) -> None:
    parser = add(actions, "replay", replay_study, "compute a saved study again and compare")
    add_folder(parser)
    add_json(parser, "print the study as JSON")


def _add_refine(actions: Actions) -> None:
    parser = add(
        actions, "refine", refine_study, "add the point of a saved study that has just a given gap"
    )
    add_folder(parser)
    parser.add_argument(
        "--gap",
        type=number,
        required=True,
        metavar="X",
        help="targeted gap on validation rows, 0 to 1: 0.05 is five points",
    )
    add_output(parser)


def _add_repeat(actions: Actions) -> None:
    parser = add(
        actions, "repeat", repeat_study, "run a saved study on other splits and keep the spread"
    )
    add_folder(parser)
    parser.add_argument(
        "--seeds", metavar="N", type=whole, default=5, help="number of splits (default 5)"
    )
    add_json(parser)
    add_progress(parser)


def run_study(given: Namespace) -> int:
    """Run a study, save it under ``--out`` and print its figures."""
    with progress_shown(given.progress) as progress:
        config = study_config(given)
        check_place(given.out)
        if not given.replace:
            check_no_other(given.out, config)
        study = run(config, progress=progress)
        save_study(study, given.out)
    _print_study(study, as_json=given.json)
    return 0


def refine_study(given: Namespace) -> int:
    """Fit the point of a saved study that has just a given gap; save it as a study of its own."""
    with progress_shown(given.progress) as progress:
        check_number("gap", given.gap, 0, 1)
        check_place(given.out)
        study = refined(load_study(given.folder), given.gap, progress=progress)
        if not given.replace:
            check_no_other(given.out, study.config)
        save_study(study, given.out)
    _print_study(study, as_json=given.json)
    return 0


def repeat_study(given: Namespace) -> int:
    """Run a saved study on other splits, keep the spread in its folder and print it."""
    with progress_shown(given.progress) as progress:
        study = load_study(given.folder)
        seeds = other_seeds(study.config, given.seeds)
        spread = repeat(study.config, seeds, progress, table=study.table)
        save_spread(spread, given.folder)
    if given.json:
        found = {**spread.to_dict(), "summary": records(spread_table(spread))}
        print(json.dumps(found, indent=2, allow_nan=False))
    else:
        print("\n".join(spread_lines(spread)))
    return 0


def replay_study(given: Namespace) -> int:
    """Compute a saved study again from its config and table; 1 if any figure differs."""
    with progress_bar() as progress:
        study, differences = replay(given.folder, progress=progress)
    _print_study(study, as_json=given.json, compared=compared(given.folder, study.config))
    for line in differences:
        print(f"differs: {line}", file=sys.stderr)
    told = (
        f"{len(differences)} of the figures differ from those"
        if differences
        else "every figure is the same as"
    )
    print(f"replay: {told} stored", file=sys.stderr)
    return DIFFERENT if differences else 0


def list_datasets(_given: Namespace) -> int:
    """Print the packaged data sets with their outcome and sensitive attributes."""
    print("\n".join(dataset_lines()))
    return 0


def _print_study(study: Study, *, as_json: bool, compared: Sequence[Any] = ()) -> None:
    if as_json:
        found = {**study.to_dict(), "evidence": evidence(study)}
        if compared:
            found["comparisons"] = compared
        print(json.dumps(found, indent=2, allow_nan=False))
        return
    print("\n".join(study_lines(study)))
    for warning in study.warnings:
        print(f"warning: {warning}", file=sys.stderr)
