"""The command ``compare``: other methods on the splits of a saved study."""

from __future__ import annotations

import dataclasses
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iffair_core.baselines.method import FAMILIES
from iffair_core.baselines.registry import METHODS, chosen_methods
from iffair_core.cli.command import Actions, add, add_folder, add_json, add_progress
from iffair_core.cli.progress import progress_shown
from iffair_core.cli.values import number, whole
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.run import compare
from iffair_core.comparison.store import load_comparison, load_comparisons, save_attempt
from iffair_core.comparison.trade_off import Dominated, dominated
from iffair_core.comparison.view import View
from iffair_core.comparison.which import Which, which
from iffair_core.comparison.words import needs_of, sentence
from iffair_core.config import GAP_NAMES, StudyConfig
from iffair_core.config.checks import check_number, check_whole
from iffair_core.kept.load import load_study
from iffair_core.kept.mirror import publish
from iffair_core.words import TITLES, percent

ALL = "all"


def add_commands(actions: Actions) -> None:
    """Add it to the commands of the parser."""
    parser = add(
        actions,
        "compare",
        compare_study,
        "run other methods on the splits of a saved study and say which to take",
    )
    add_folder(parser)
    parser.add_argument("--gap", choices=GAP_NAMES, help="default: the study's first gap")
    parser.add_argument(
        "--methods",
        metavar="a,b|all",
        default=ALL,
        help=f"of {', '.join(METHODS)} (default all)",
    )
    parser.add_argument(
        "--seeds", metavar="N", type=whole, default=5, help="number of splits (default 5)"
    )
    parser.add_argument(
        "--at", metavar="X", type=number, help="gap that is tolerated, 0 to 1; default: the study's"
    )
    add_json(parser)
    add_progress(parser)


def compare_study(given: Namespace) -> int:
    """Compare methods, keep each attempt in the study's folder as it ends, print the answer."""
    check_whole("seeds", given.seeds, 1)
    if given.at is not None:
        check_number("at", given.at, 0, 1)
    methods = _names(given.methods)
    with progress_shown(given.progress) as progress:
        study = load_study(given.folder)
        gap = given.gap or study.config.gaps[0]
        seeds = tuple(range(study.config.seed, study.config.seed + given.seeds))
        found = compare(
            study.config,
            gap,
            methods,
            seeds,
            table=study.table,
            known=load_comparison(given.folder, gap),
            progress=progress,
            finished=lambda attempt, so_far: save_attempt(given.folder, attempt, so_far),
        ).only(methods, seeds)
        publish(given.folder)
    view = View(gap)
    answer = which(found, view, study.config.allowed(gap) if given.at is None else given.at)
    if given.json:
        print(json.dumps(_json(found, view, answer), indent=2, allow_nan=False))
    else:
        print("\n".join(comparison_lines(found, view, answer)))
    return 0


def compared(folder: Path, config: StudyConfig) -> list[dict[str, Any]]:
    """Every comparison that is kept with a study, in plain values, at the gap that it allows."""
    return [
        _json(found, View(found.gap), which(found, View(found.gap), config.allowed(found.gap)))
        for found in load_comparisons(folder)
    ]


def comparison_lines(found: Comparison, view: View, answer: Which) -> Iterator[str]:
    """A table by family, then which one to take."""
    yield (
        f"{TITLES[view.gap]} against accuracy, {len(found.seeds)} split(s): share of the plain "
        "model's box that is reached on test rows, 95 % interval; seconds a split"
    )
    for family, title in FAMILIES.items():
        methods = [name for name in found.methods if METHODS[name].family == family]
        if methods and family != "plain":
            yield ""
            yield title
            yield from (_line(found, view, name) for name in methods)
    yield ""
    yield sentence(answer)


def _line(found: Comparison, view: View, name: str) -> str:
    card, reached = METHODS[name], dominated(found, name, view)
    seconds = found.seconds(name)
    spent = "" if seconds is None else f"{seconds:.1f} s"
    said = _share(reached)
    if reached.estimate is None:
        return f"  {card.title:<44} {said}"
    return f"  {card.title:<44} {said:<28}{spent:>10}  needs {needs_of(card.needs)}"


def _share(reached: Dominated) -> str:
    told = reached.estimate
    if told is None:
        return reached.reason
    if told.low is None or told.high is None:
        return percent(told.mean)
    return f"{percent(told.mean)} ({percent(told.low)} to {percent(told.high)})"


def _json(found: Comparison, view: View, answer: Which) -> dict[str, Any]:
    reached = [dataclasses.asdict(dominated(found, name, view)) for name in found.methods]
    return {
        **found.to_dict(),
        "hypervolumes": reached,
        "which": dataclasses.asdict(answer),
        "sentence": sentence(answer),
    }


def _names(text: str) -> tuple[str, ...]:
    """Names of methods from "a,b" or "all". Raises ConfigError if there is none of a name."""
    if text == ALL:
        return tuple(METHODS)
    names = [name.strip() for name in text.split(",")]
    return tuple(method.name for method in chosen_methods(names))
