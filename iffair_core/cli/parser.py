"""Options of every command. A setting that is not given is absent, so that defaults stand once,
in ``config.StudyConfig``.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import NoReturn

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
from iffair_core.config import (
    ACTIVATIONS,
    COMPARE,
    DEVICES,
    GAP_NAMES,
    LEARNER_NAMES,
    MODEL_NAMES,
    RULE_NAMES,
    SPLIT_NAMES,
    TARGET_ROWS,
    Penalty,
)

PROGRAM = "iffair"


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
    run = actions.add_parser(
        "run",
        help="run a study and save it",
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    _add_task_options(run)
    _add_setting_options(run)
    _add_output_options(run)
    run.set_defaults(command=commands.run_study)

    replay = actions.add_parser(
        "replay", help="compute a saved study again and compare", allow_abbrev=False
    )
    _add_folder(replay)
    replay.add_argument("--json", action="store_true", help="print the study as JSON")
    replay.set_defaults(command=commands.replay_study)

    refine = actions.add_parser(
        "refine",
        help="add the point of a saved study that has just a given gap",
        allow_abbrev=False,
    )
    _add_folder(refine)
    refine.add_argument(
        "--gap", type=_number, required=True, metavar="X", help="targeted gap on validation rows"
    )
    _add_output_options(refine)
    refine.set_defaults(command=commands.refine_study)

    repeat = actions.add_parser(
        "repeat", help="run a saved study on other splits and keep the spread", allow_abbrev=False
    )
    _add_folder(repeat)
    repeat.add_argument(
        "--seeds", metavar="N", type=int, default=5, help="number of splits (default 5)"
    )
    _add_json_and_progress(repeat)
    repeat.set_defaults(command=commands.repeat_study)

    datasets = actions.add_parser("datasets", help="list the packaged data sets")
    datasets.set_defaults(command=commands.list_datasets)

    weights = actions.add_parser("weights", help="print the weights of a saved study as CSV")
    _add_folder(weights)
    weights.set_defaults(command=commands.print_weights)

    score = actions.add_parser(
        "score", help="print a table with the study's probabilities and decisions as CSV"
    )
    _add_folder(score)
    score.add_argument("file", metavar="FILE", type=Path, help="the table to be scored")
    score.set_defaults(command=commands.score_file)

    shift = actions.add_parser(
        "shift", help="measure a study on a second table (another year or place)"
    )
    _add_folder(shift)
    shift.add_argument("file", metavar="FILE", type=Path, help="the table, with its outcomes")
    shift.add_argument("--json", action="store_true", help="print one JSON object")
    shift.set_defaults(command=other_data.shift_study)

    slices = actions.add_parser("slices", help="measure a study by the values of a column")
    _add_folder(slices)
    slices.add_argument("column", metavar="COLUMN", help="a column, or a packaged set's sites")
    slices.add_argument(
        "--bins", metavar="25,40", type=_cuts, default=(), help="cut points of a numeric column"
    )
    slices.add_argument("--json", action="store_true", help="print one JSON object")
    slices.set_defaults(command=other_data.slice_study)
    patterns.add_parser(actions, _add_folder)
    _add_screen(actions)
    _add_compare(actions)
    keeping.add_commands(actions)
    handing_on.add_commands(actions, _add_folder)
    return parser


def _add_compare(actions: argparse._SubParsersAction[OneLineParser]) -> None:
    compare = actions.add_parser(
        "compare",
        help="run other methods on the splits of a saved study and say which to take",
        allow_abbrev=False,
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
        "--seeds", metavar="N", type=int, default=5, help="number of splits (default 5)"
    )
    compare.add_argument(
        "--at", metavar="X", type=_number, help="gap that is tolerated; default: the study's"
    )
    _add_json_and_progress(compare)
    compare.set_defaults(command=comparison.compare_study)


def _add_screen(actions: argparse._SubParsersAction[OneLineParser]) -> None:
    screen = actions.add_parser(
        "screen",
        help="hold a saved study against lines and shares that you set; they are kept with it",
        allow_abbrev=False,
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
        help="folder of a saved study, or the id of a kept one",
    )


def _add_task_options(parser: argparse.ArgumentParser) -> None:
    task = parser.add_argument_group(
        "task", "for a packaged set, what is not given is taken from its card"
    )
    task.add_argument("--data", metavar="NAME|FILE", help="a packaged data set or a table")
    task.add_argument("--outcome", metavar="C", help="column of the outcome")
    favourable = task.add_mutually_exclusive_group()
    favourable.add_argument(
        "--favourable", metavar="V", action="append", help="favourable value (repeatable)"
    )
    favourable.add_argument(
        "--favourable-above", metavar="X", type=_number, help="favourable when greater than X"
    )
    favourable.add_argument(
        "--favourable-at-most", metavar="X", type=_number, help="favourable when at most X"
    )
    task.add_argument(
        "--sensitive",
        metavar="C",
        action="append",
        help="sensitive attribute; several make an intersection",
    )
    task.add_argument(
        "--bins",
        metavar="COLUMN=25,40",
        action="append",
        type=_bins,
        help="cut points of a numeric sensitive attribute",
    )
    task.add_argument(
        "--reference",
        metavar="C=V",
        action="append",
        type=_column_value,
        help="reference group of a sensitive attribute",
    )
    task.add_argument("--drop", metavar="C", action="append", help="column that is no feature")
    task.add_argument(
        "--keep-sensitive", action="store_true", help="sensitive columns are features too"
    )
    task.add_argument("--weight-column", metavar="C", help="your own sample weights")
    task.add_argument("--id-column", metavar="C", help="identifies a person or a site")
    task.add_argument("--date-column", metavar="C", help="when a row was recorded")
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="a saved study configuration (TOML)"
    )


def _add_setting_options(parser: argparse.ArgumentParser) -> None:
    study = parser.add_argument_group("study")
    study.add_argument(
        "--gap", dest="gaps", action="append", choices=GAP_NAMES, help="gap to close (repeatable)"
    )
    study.add_argument("--rule", choices=RULE_NAMES, help="how influence becomes weights")
    study.add_argument("--compare", choices=COMPARE, help="which differences of groups to bound")
    study.add_argument("--min-cell", metavar="N", type=int, help="fewest rows of a compared group")
    study.add_argument("--model", choices=MODEL_NAMES, help="the model that influence is of")
    study.add_argument("--l2", metavar="L|auto", type=_penalty, help="penalty lambda of the model")
    study.add_argument(
        "--learner", choices=LEARNER_NAMES, help="another learner to be trained with the weights"
    )
    study.add_argument("--steps", metavar="T", type=int, help="steps after the plain model")
    study.add_argument("--strength", metavar="A", type=_number, help="length of a step")
    study.add_argument("--budget", metavar="K", type=_number, help="utility loss a step may cost")
    study.add_argument("--max-weight", metavar="W", type=_number, help="largest weight (mean 1)")
    study.add_argument("--max-gap", metavar="X", type=_number, help="gap that is tolerated")
    study.add_argument(
        "--landing", metavar="X", type=_number, help="gap that a further point shall have exactly"
    )
    study.add_argument(
        "--bound",
        dest="bounds",
        metavar="GAP=X",
        action="append",
        type=_gap_number,
        help="one gap that is tolerated, of several (repeatable)",
    )
    study.add_argument(
        "--pace",
        dest="paces",
        metavar="GAP=W",
        action="append",
        type=_gap_number,
        help="share of its way that one gap of several goes while the others go theirs",
    )
    study.add_argument(
        "--max-loss", metavar="X", type=_number, help="loss of accuracy that is tolerated"
    )
    threshold = study.add_mutually_exclusive_group()
    threshold.add_argument("--cut", metavar="P", type=_number, help="decision threshold")
    threshold.add_argument("--share", metavar="S", type=_number, help="share to be selected")
    study.add_argument("--seed", metavar="N", type=int, help="seed of the split")
    study.add_argument("--split", choices=SPLIT_NAMES, help="how rows are divided")
    study.add_argument("--target-rows", choices=TARGET_ROWS, help="where the gap is measured")
    network = parser.add_argument_group("network", "with --model network")
    network.add_argument(
        "--layers", metavar="32,16", type=_layers, help="width of each hidden layer"
    )
    network.add_argument("--activation", choices=ACTIVATIONS, help="of the hidden layers")
    network.add_argument("--network-seed", metavar="N", type=int, help="of the initial parameters")
    network.add_argument("--device", choices=DEVICES, help="where torch computes")


def _add_output_options(parser: argparse.ArgumentParser) -> None:
    output = parser.add_argument_group("output")
    output.add_argument("--out", metavar="DIR", type=Path, required=True, help="study folder")
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


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"expected a number; got {text!r}")
    return value


def _penalty(text: str) -> Penalty:
    return "auto" if text == "auto" else _number(text)


def _column_value(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not (column and sign and value):
        raise argparse.ArgumentTypeError(f"expected COLUMN=VALUE; got {text!r}")
    return column, value


def _gap_number(text: str) -> tuple[str, float]:
    gap, sign, number = text.partition("=")
    if gap not in GAP_NAMES or not sign:
        raise argparse.ArgumentTypeError(
            f"expected GAP=NUMBER with one of {', '.join(GAP_NAMES)}; got {text!r}"
        )
    return gap, _number(number)


def _layers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(width) for width in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected widths such as 32,16; got {text!r}") from error


def _bins(text: str) -> tuple[str, tuple[float, ...]]:
    column, sign, cuts = text.rpartition("=")
    if not (column and sign and cuts):
        raise argparse.ArgumentTypeError(f"expected COLUMN=25,40; got {text!r}")
    return column, _cuts(cuts)


def _cuts(text: str) -> tuple[float, ...]:
    return tuple(_number(cut) for cut in text.split(","))
