"""The command that holds a saved study against lines and shares that its user sets."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator

from iffair_core.cli.command import Actions, add, add_folder, add_json
from iffair_core.errors import ConfigError
from iffair_core.evidence.representation import represented
from iffair_core.evidence.representation_words import TOGETHER, all_at_once, compared_shares
from iffair_core.evidence.screening_words import HEURISTIC
from iffair_core.evidence.summary import screening, shares
from iffair_core.kept.beside import save_yardsticks
from iffair_core.kept.load import load_study
from iffair_core.results import Study
from iffair_core.yardsticks import FOUR_FIFTHS, MEASURES, ScreeningLine, Yardsticks


def add_commands(actions: Actions) -> None:
    """Add it to the commands of the parser."""
    parser = add(
        actions,
        "screen",
        screen_study,
        "hold a saved study against lines and shares that you set; they are kept with it",
    )
    add_folder(parser)
    parser.add_argument(
        "--line",
        metavar="MEASURE=LIMIT",
        action="append",
        type=line_of,
        help="a gap, at most LIMIT (0 to 1), or selection_ratio, at least LIMIT; "
        "=LIMIT,SOURCE says whose line it is; four_fifths alone is that rule (repeatable)",
    )
    parser.add_argument(
        "--share",
        metavar="GROUP=SHARE",
        action="append",
        type=share_of,
        help="share of the rows, 0 to 1, that a group should have (repeatable)",
    )
    parser.add_argument("--clear", action="store_true", help="forget what was set before")
    add_json(parser)


def screen_study(given: Namespace) -> int:
    """Keep what was set with the study, and print where it stands beside it."""
    study = load_study(given.folder)
    wanted = _wanted(study, given)
    study = dataclasses.replace(study, yardsticks=wanted)
    found = {"screening": screening(study), "shares": shares(study)}
    save_yardsticks(wanted, given.folder)
    if given.json:
        print(json.dumps(found, indent=2, allow_nan=False))
    else:
        print("\n".join(yardstick_lines(study)) or "No screening line and no share is set.")
    return 0


def yardstick_lines(study: Study) -> Iterator[str]:
    """One line a screening line and model, then one a share; nothing where none are set."""
    found = screening(study)
    if found:
        yield HEURISTIC
    for line in found:
        yield f"{line['model']}, test rows: {line['said']}"
    table = represented(study)
    if table is None:
        return
    for group, said in compared_shares(table):
        yield f"share of {group}: {said}"
    if len(table.shares) > 2:
        yield TOGETHER
    if at_once := all_at_once(table):
        yield at_once


def line_of(text: str) -> ScreeningLine:
    """ "demographic_parity=0.1" or "selection_ratio=0.8,whose line it is", for argparse."""
    measure, sign, rest = text.partition("=")
    limit, _, source = rest.partition(",")
    if measure == "four_fifths" and not sign:
        return FOUR_FIFTHS
    try:
        return ScreeningLine(measure, float(limit), source.strip())
    except (ValueError, ConfigError) as error:
        raise ArgumentTypeError(
            "expected four_fifths, or MEASURE=LIMIT with a limit from 0 to 1 and one of "
            f"{', '.join(MEASURES)}; got {text!r}"
        ) from error


def share_of(text: str) -> tuple[str, float]:
    """ "Female=0.5", for argparse."""
    group, sign, share = text.rpartition("=")
    try:
        value = float(share)
    except ValueError:
        sign = ""
    if not (group and sign):
        raise ArgumentTypeError(f"expected GROUP=SHARE with a share from 0 to 1; got {text!r}")
    return group, value


def _wanted(study: Study, given: Namespace) -> Yardsticks:
    """What is given replaces what is kept of its kind."""
    kept = Yardsticks() if given.clear else study.yardsticks
    return Yardsticks(
        tuple(given.line) if given.line else kept.lines,
        dict(given.share) if given.share else kept.shares,
    )
