"""The command ``patterns``: what the rows behind a gap have in common, proved and left out."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iffair_core.cli.command import Actions, add, add_folder, add_json
from iffair_core.cli.values import number, whole
from iffair_core.config import GAP_NAMES
from iffair_core.errors import ConfigError
from iffair_core.influence.change import remove
from iffair_core.kept.load import load_study
from iffair_core.kept.save import check_place, save_study
from iffair_core.patterns.found import find_patterns
from iffair_core.patterns.pattern import Pattern, Patterns, Wanted
from iffair_core.patterns.words import EXPLORATORY, caution, size_words
from iffair_core.results import Study
from iffair_core.row_influence import open_point, prove
from iffair_core.study import run
from iffair_core.words import TITLES, percent

DEFAULT = Wanted()


def add_commands(actions: Actions) -> None:
    """Add it to the commands of the parser."""
    parser = add(
        actions,
        "patterns",
        study_patterns,
        "say what the training rows that carry a gap have in common",
    )
    add_folder(parser)
    _add_search(parser)
    parser.add_argument(
        "--prove", metavar="N", type=whole, help="train again without the rows of pattern N"
    )
    parser.add_argument(
        "--exclude",
        metavar="N",
        type=whole,
        help="run the study anew, without the rows of pattern N among the training rows",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder of the study of --exclude")
    add_json(parser)


def _add_search(parser: ArgumentParser) -> None:
    parser.add_argument("--gap", choices=GAP_NAMES, help="default: the study's first gap")
    parser.add_argument(
        "--at",
        choices=("plain", "operating"),
        default="plain",
        help="of the plain model (default) or of the operating point",
    )
    parser.add_argument(
        "--depth",
        metavar="N",
        type=whole,
        default=DEFAULT.depth,
        help="most conditions (default 3)",
    )
    parser.add_argument(
        "--least",
        metavar="S",
        type=number,
        default=DEFAULT.least,
        help="fewest training rows of a pattern, as a share of all (0 to 1)",
    )
    parser.add_argument(
        "--column",
        metavar="C",
        action="append",
        help="describe rows by it; repeatable. A feature, groups or outcome (default: all)",
    )
    parser.add_argument(
        "--count", metavar="N", type=whole, default=DEFAULT.count, help="most patterns on each side"
    )


def study_patterns(given: Namespace) -> int:
    """Search, prove or exclude what is asked for, and print it."""
    if (given.exclude is None) != (given.out is None):
        raise ConfigError("--exclude N and --out DIR go together: the study is saved there.")
    if given.out is not None:
        check_place(given.out)
    study = load_study(given.folder)
    found = find_patterns(
        study,
        given.gap,
        step=study.operating.step if given.at == "operating" else 0,
        depth=given.depth,
        least=given.least,
        count=given.count,
        columns=None if given.column is None else tuple(given.column),
    )
    result = found.to_dict()
    lines = list(pattern_lines(found))
    if given.prove is not None:
        proof = proved(study, found, _numbered(found, given.prove))
        result["proof"] = {"pattern": given.prove, **proof}
        lines += ["", f"pattern {given.prove}, trained again without its rows: {proof['said']}"]
    if given.exclude is not None:
        anew = excluded(study, _numbered(found, given.exclude))
        save_study(anew, given.out)
        result["study_without"] = anew.id
        lines += ["", f"study without pattern {given.exclude}: {anew.id}, in {given.out}"]
    print(json.dumps(result, indent=2, allow_nan=False) if given.json else "\n".join(lines))
    return 0


def pattern_lines(found: Patterns) -> Iterator[str]:
    """The gap, then numbered patterns of both sides; numbers run on."""
    yield (
        f"{TITLES[found.gap]}: the smooth gap between {found.higher} (higher) and "
        f"{found.lower} is {size_words(found.size, found)}"
    )
    if (small := caution(found)) is not None:
        yield f"caution: {small}"
    yield (
        f"{found.searched:,} descriptions of at least {found.least} of {found.train_rows:,} "
        f"training rows in {found.seconds:.1f} s. {EXPLORATORY} (--prove N)"
    )
    number = 0
    for title, side in (
        ("carry the gap: without them it is predicted to fall by", found.widening),
        ("hold it down: without them it is predicted to rise by", found.narrowing),
    ):
        yield ""
        yield title if side else f"{title}: none found"
        for pattern in side:
            number += 1
            yield (
                f"{number:>3}  {percent(abs(pattern.share)):>8} of the gap, "
                f"{percent(pattern.row_share):>7} of the rows  {pattern.words}"
            )


def proved(study: Study, found: Patterns, pattern: Pattern) -> dict[str, Any]:
    """Predicted and actual share of the gap that goes when the rows are left out."""
    opened = open_point(study, found.step)
    shift = prove(opened, remove(pattern.rows)).pairs[found.gap].shift
    assert shift.before is not None
    assert shift.actual is not None
    actual = 1.0 - shift.actual / shift.before
    return {
        "predicted_share": pattern.share,
        "actual_share": actual,
        "before": shift.before,
        "after": shift.actual,
        "said": f"{percent(actual)} of the gap is gone (predicted {percent(pattern.share)})",
    }


def excluded(study: Study, pattern: Pattern) -> Study:
    """The study run anew without the pattern's rows in training."""
    task = study.config.task
    without = dataclasses.replace(task, exclude=(*task.exclude, pattern.row_set))
    return run(dataclasses.replace(study.config, task=without), table=study.table)


def _numbered(found: Patterns, number: int) -> Pattern:
    every = (*found.widening, *found.narrowing)
    if not 1 <= number <= len(every):
        raise ConfigError(f"There are patterns 1 to {len(every)}; got {number}.")
    return every[number - 1]
