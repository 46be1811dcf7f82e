"""Options of every command. A setting that is not given is absent, so that defaults stand once,
in ``config.StudyConfig``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from iffair_core.baselines.registry import METHODS
from iffair_core.cli import (
    commands,
    comparison,
    handing_on,
    keeping,
    other_data,
    patterns,
    screening,
)
from iffair_core.cli.command import OneLineParser, add
from iffair_core.cli.run_options import add_setting_options, add_task_options
from iffair_core.cli.values import cuts, number, whole
from iffair_core.config import GAP_NAMES

Actions: TypeAlias = "argparse._SubParsersAction[OneLineParser]"
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
    _add_run(actions)
    _add_again(actions)
    _add_tables(actions)
    _add_slices(actions)
    patterns.add_parser(actions, _add_folder)
    _add_screen(actions)
    _add_compare(actions)
    keeping.add_commands(actions)
    handing_on.add_commands(actions, _add_folder)
    return parser


def _add_run(actions: Actions) -> None:
    run = add(
        actions,
        "run",
        "run a study and save it",
        more=(
            "A packaged set needs --data and --out alone; a table of your own also --outcome, what "
            "of it is --favourable, and --sensitive. What is not given has its default.",
        ),
        argument_default=argparse.SUPPRESS,
    )
    add_task_options(run)
    add_setting_options(run)
    _add_output_options(run)
    run.set_defaults(command=commands.run_study)


def _add_again(actions: Actions) -> None:
    """The commands that compute a saved study anew."""
    replay = add(actions, "replay", "compute a saved study again and compare")
    _add_folder(replay)
    replay.add_argument("--json", action="store_true", help="print the study as JSON")
    replay.set_defaults(command=commands.replay_study)

    refine = add(actions, "refine", "add the point of a saved study that has just a given gap")
    _add_folder(refine)
    refine.add_argument(
        "--gap",
        type=number,
        required=True,
        metavar="X",
        help="targeted gap on validation rows, 0 to 1: 0.05 is five points",
    )
    _add_output_options(refine)
    refine.set_defaults(command=commands.refine_study)

    repeat = add(actions, "repeat", "run a saved study on other splits and keep the spread")
    _add_folder(repeat)
    repeat.add_argument(
        "--seeds", metavar="N", type=whole, default=5, help="number of splits (default 5)"
    )
    _add_json_and_progress(repeat)
    repeat.set_defaults(command=commands.repeat_study)


def _add_tables(actions: Actions) -> None:
    """The commands that list or print tables, or take one more."""
    datasets = add(actions, "datasets", "list the packaged data sets")
    datasets.set_defaults(command=commands.list_datasets)

    weights = add(actions, "weights", "print the weights of a saved study as CSV")
    _add_folder(weights)
    weights.set_defaults(command=commands.print_weights)

    score = add(
        actions, "score", "print a table with the study's probabilities and decisions as CSV"
    )
    _add_folder(score)
    score.add_argument("file", metavar="FILE", type=Path, help="the table to be scored")
    score.set_defaults(command=commands.score_file)

    shift = add(actions, "shift", "measure a study on a second table (another year or place)")
    _add_folder(shift)
    shift.add_argument("file", metavar="FILE", type=Path, help="the table, with its outcomes")
    shift.add_argument("--json", action="store_true", help="print one JSON object")
    shift.set_defaults(command=other_data.shift_study)


def _add_slices(actions: Actions) -> None:
    slices = add(actions, "slices", "measure a study by the values of a column")
    _add_folder(slices)
    slices.add_argument("column", metavar="COLUMN", help="a column, or a packaged set's sites")
    slices.add_argument(
        "--bins", metavar="25,40", type=cuts, default=(), help="cut points of a numeric column"
    )
    slices.add_argument("--json", action="store_true", help="print one JSON object")
    slices.set_defaults(command=other_data.slice_study)


def _add_compare(actions: Actions) -> None:
    compare = add(
        actions,
        "compare",
        "run other methods on the splits of a saved study and say which to take",
    )
    _add_folder(compare)
    compare.add_argument("--gap", choices=GAP_NAMES, help="default: the study's first gap")
    compare.add_argument(
        "--methods",
        metavar="a,b|all",
        default=comparison.ALL,
        help=f"of {', '.join(METHODS)} (default all)",
    )
    compare.add_argument(
        "--seeds", metavar="N", type=whole, default=5, help="number of splits (default 5)"
    )
    compare.add_argument(
        "--at", metavar="X", type=number, help="gap that is tolerated, 0 to 1; default: the study's"
    )
    _add_json_and_progress(compare)
    compare.set_defaults(command=comparison.compare_study)


def _add_screen(actions: Actions) -> None:
    screen = add(
        actions,
        "screen",
        "hold a saved study against lines and shares that you set; they are kept with it",
    )
    _add_folder(screen)
    screen.add_argument(
        "--line",
        metavar="MEASURE=LIMIT",
        action="append",
        type=screening.line_of,
        help="a gap, at most LIMIT (0 to 1), or selection_ratio, at least LIMIT; "
        "=LIMIT,SOURCE says whose line it is; four_fifths alone is that rule (repeatable)",
    )
    screen.add_argument(
        "--share",
        metavar="GROUP=SHARE",
        action="append",
        type=screening.share_of,
        help="share of the rows, 0 to 1, that a group should have (repeatable)",
    )
    screen.add_argument("--clear", action="store_true", help="forget what was set before")
    screen.add_argument("--json", action="store_true", help="print one JSON object")
    screen.set_defaults(command=screening.screen_study)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=keeping.folder_of,
        help="folder of a saved study, or the id or fingerprint of a kept one",
    )


def _add_output_options(parser: argparse.ArgumentParser) -> None:
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
    _add_json_and_progress(output)


def _add_json_and_progress(output: argparse._ActionsContainer) -> None:
    output.add_argument("--json", action="store_true", default=False, help="print one JSON object")
    output.add_argument(
        "--progress",
        metavar="FILE",
        type=Path,
        default=None,
        help="keep the progress in a JSON file, without a bar; end when the calling process ends",
    )
