"""``python -m benchmarks.paper``: make what is missing, then write the tables and the page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from benchmarks.paper import kept, studies
from benchmarks.paper.li_liu import path_points
from benchmarks.paper.measure import measure_all
from benchmarks.paper.page import write_page
from benchmarks.paper.plan import DATASETS, GAPS, MODELS, SEEDS, plan
from iffair_core.baselines.registry import METHODS

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "paper"
PAGE = ROOT / "docs" / "paper.md"
PARTS = ("published", "studies", "methods")


def main(arguments: Sequence[str] | None = None) -> int:
    """Status 0: what cannot be measured is a line with its reason."""
    given = _parser().parse_args(arguments)
    for part in given.part:
        MAKE[part](given)
    write_page(given.out, given.page)
    return 0


def _methods(given: argparse.Namespace) -> None:
    whole = kept.read(given.out)
    chosen = plan(given.data, given.model, given.gap, given.seed, given.method)
    known = set() if given.fresh else kept.units_of(whole)
    todo = [unit for unit in chosen if unit not in known]
    with tqdm(total=len(todo), unit="attempt", file=sys.stderr) as bar:
        for unit, made in measure_all(todo, given.workers):
            whole = kept.merged(whole, unit, kept.frame_of(unit, made))
            kept.write(whole, given.out, unit.split.data, unit.split.model)
            bar.set_description_str(f"{unit.split.data} {unit.method}", refresh=False)
            bar.update()


def _studies(given: argparse.Namespace) -> None:
    whole = kept.read_table(given.out, "studies")
    chosen = studies.plan_studies(given.data, given.model, given.seed)
    known = set() if given.fresh else studies.planned_of(whole)
    todo = [planned for planned in chosen if planned not in known]
    with tqdm(total=len(todo), unit="study", file=sys.stderr) as bar:
        for lines in studies.measure_studies(todo, given.workers):
            whole = studies.merged(whole, lines)
            kept.write_table(whole, given.out, "studies")
            bar.update()


def _published(given: argparse.Namespace) -> None:
    if given.fresh or kept.read_table(given.out, "published").empty:
        kept.write_table(path_points(), given.out, "published")


MAKE: dict[str, Callable[[argparse.Namespace], None]] = {
    "published": _published,
    "studies": _studies,
    "methods": _methods,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paper", description=__doc__)
    parser.add_argument("--part", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--data", nargs="+", choices=DATASETS, default=DATASETS)
    parser.add_argument("--model", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--gap", nargs="+", choices=GAPS, default=GAPS)
    parser.add_argument("--seed", nargs="+", type=int, choices=SEEDS, default=SEEDS)
    parser.add_argument("--method", nargs="+", choices=tuple(METHODS), default=tuple(METHODS))
    parser.add_argument("--workers", type=int, default=2, help="processes at a time (2)")
    parser.add_argument("--fresh", action="store_true", help="make again what is there")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    parser.add_argument("--page", type=Path, default=PAGE, help="file of the page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
