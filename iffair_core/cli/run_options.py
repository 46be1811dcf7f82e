"""The options of ``run``: the task, the settings of the study, and those of a network."""

from __future__ import annotations

import argparse
from pathlib import Path

from iffair_core.cli.values import bins, column_value, gap_number, layers, number, penalty, whole
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
)


def add_task_options(parser: argparse.ArgumentParser) -> None:
    task = parser.add_argument_group(
        "task", "for a packaged set, what is not given is taken from its card"
    )
    task.add_argument("--data", metavar="NAME|FILE", help="a packaged data set or a table")
    task.add_argument("--outcome", metavar="C", help="column of the outcome")
    _add_favourable(task)
    _add_groups(task)
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


def _add_favourable(task: argparse._ArgumentGroup) -> None:
    favourable = task.add_mutually_exclusive_group()
    favourable.add_argument(
        "--favourable", metavar="V", action="append", help="favourable value (repeatable)"
    )
    favourable.add_argument(
        "--favourable-above", metavar="X", type=number, help="favourable when greater than X"
    )
    favourable.add_argument(
        "--favourable-at-most", metavar="X", type=number, help="favourable when at most X"
    )


def _add_groups(task: argparse._ArgumentGroup) -> None:
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
        type=bins,
        help="cut points of a numeric sensitive attribute",
    )
    task.add_argument(
        "--reference",
        metavar="C=V",
        action="append",
        type=column_value,
        help="reference group of a sensitive attribute",
    )


def add_setting_options(parser: argparse.ArgumentParser) -> None:
    study = parser.add_argument_group("study")
    study.add_argument(
        "--gap", dest="gaps", action="append", choices=GAP_NAMES, help="gap to close (repeatable)"
    )
    study.add_argument("--rule", choices=RULE_NAMES, help="how influence becomes weights")
    study.add_argument("--compare", choices=COMPARE, help="which differences of groups to bound")
    study.add_argument(
        "--min-cell", metavar="N", type=whole, help="fewest rows of a compared group"
    )
    study.add_argument("--model", choices=MODEL_NAMES, help="the model that influence is of")
    study.add_argument("--l2", metavar="L|auto", type=penalty, help="penalty lambda of the model")
    study.add_argument(
        "--learner", choices=LEARNER_NAMES, help="another learner to be trained with the weights"
    )
    study.add_argument("--steps", metavar="T", type=whole, help="steps after the plain model")
    study.add_argument("--strength", metavar="A", type=number, help="length of a step")
    study.add_argument("--budget", metavar="K", type=number, help="utility loss a step may cost")
    study.add_argument("--max-weight", metavar="W", type=number, help="largest weight (mean 1)")
    _add_goals(study)
    threshold = study.add_mutually_exclusive_group()
    threshold.add_argument("--cut", metavar="P", type=number, help="decision threshold")
    threshold.add_argument("--share", metavar="S", type=number, help="share to be selected")
    study.add_argument("--seed", metavar="N", type=whole, help="seed of the split")
    study.add_argument("--split", choices=SPLIT_NAMES, help="how rows are divided")
    study.add_argument("--target-rows", choices=TARGET_ROWS, help="where the gap is measured")
    _add_network_options(parser)


def _add_goals(study: argparse._ArgumentGroup) -> None:
    study.add_argument("--max-gap", metavar="X", type=number, help="gap that is tolerated")
    study.add_argument(
        "--landing", metavar="X", type=number, help="gap that a further point shall have exactly"
    )
    study.add_argument(
        "--bound",
        dest="bounds",
        metavar="GAP=X",
        action="append",
        type=gap_number,
        help="one gap that is tolerated, of several (repeatable)",
    )
    study.add_argument(
        "--pace",
        dest="paces",
        metavar="GAP=W",
        action="append",
        type=gap_number,
        help="share of its way that one gap of several goes while the others go theirs",
    )
    study.add_argument(
        "--max-loss", metavar="X", type=number, help="loss of accuracy that is tolerated"
    )


def _add_network_options(parser: argparse.ArgumentParser) -> None:
    network = parser.add_argument_group("network", "with --model network")
    network.add_argument(
        "--layers", metavar="32,16", type=layers, help="width of each hidden layer"
    )
    network.add_argument("--activation", choices=ACTIVATIONS, help="of the hidden layers")
    network.add_argument(
        "--network-seed", metavar="N", type=whole, help="of the initial parameters"
    )
    network.add_argument("--device", choices=DEVICES, help="where torch computes")
