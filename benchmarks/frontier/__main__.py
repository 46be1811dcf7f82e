"""``python -m benchmarks.frontier``: measure the splits that are missing, then write the tables."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from itertools import product
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from benchmarks.frontier.measure import DATASETS, METHODS, SEEDS, Figures, Split, measure_all
from benchmarks.frontier.page import markdown
from iffair_core.version import __version__

RESULTS = Path(__file__).parents[1] / "results"
COLUMNS = [field.name for field in fields(Figures)]
ORDER = ["data", "gap_name", "penalty", "method", "seed", "step"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Status 0: what cannot be measured raises."""
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(arguments)
    raw = given.out / "frontier.csv"
    whole = _read(raw)
    todo = [
        (Split(data, seed), part)
        for seed, data, part in product(given.seed, given.data, given.part)
        if given.fresh or not _mine(whole, data, seed, part).any()
    ]
    print(f"{len(todo)} parts of splits to measure; {raw}", file=sys.stderr)
    with threadpool_limits(1):
        for split, part in tqdm(todo, unit="part", file=sys.stderr):
            found = pd.DataFrame([asdict(f) for f in measure_all(split, METHODS[part][0])])
            others = whole[~_mine(whole, split.data, split.seed, part)]
            whole = pd.concat([others, found], ignore_index=True).sort_values(ORDER)
            _write(whole, raw)
    if len(whole):
        page = markdown(whole, shlex.join(["python", "-m", "benchmarks.frontier", *arguments]))
        (given.out / "frontier.md").write_text(page, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=DATASETS, default=DATASETS)
    parser.add_argument("--seed", nargs="+", type=int, choices=SEEDS, default=SEEDS)
    parser.add_argument("--part", nargs="+", choices=tuple(METHODS), default=tuple(METHODS))
    parser.add_argument("--fresh", action="store_true", help="measure again what is there")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    return parser


def _read(raw: Path) -> pd.DataFrame:
    """Lines that this version of the package wrote."""
    if not raw.exists():
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.read_csv(raw)
    return frame[frame["version"] == __version__]


def _mine(frame: pd.DataFrame, data: str, seed: int, part: str) -> pd.Series:
    methods = METHODS[part][1]
    return (frame["data"] == data) & (frame["seed"] == seed) & frame["method"].isin(methods)


def _write(frame: pd.DataFrame, raw: Path) -> None:
    """A reader never meets half a file."""
    raw.parent.mkdir(parents=True, exist_ok=True)
    partial = raw.with_suffix(".partial")
    frame.to_csv(partial, index=False)
    partial.replace(raw)


if __name__ == "__main__":
    sys.exit(main())
