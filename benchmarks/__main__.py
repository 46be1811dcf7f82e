"""``python -m benchmarks``: make the runs that are missing, then write the tables."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from benchmarks.quality import DATASETS, GAPS, RULES, SEEDS, Run, measure_all, plan
from benchmarks.raw import frame_of, read_raw, write_raw
from benchmarks.tables import markdown

RESULTS = Path(__file__).parent / "results"


def main(arguments: Sequence[str] | None = None) -> int:
    """Status 1 if any run of the file failed, else 0."""
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(arguments)
    raw = given.out / "quality.csv"
    whole = plan()
    frame = read_raw(raw, whole)
    chosen = [r for r in whole if _is_chosen(r, given)]
    if given.fresh:
        frame = frame[~frame["study"].isin([r.study for r in chosen])]
    missing = [r for r in chosen if r.study not in set(frame["study"])]
    print(f"{len(missing)} of {len(chosen)} runs to make; {raw}", file=sys.stderr)
    with tqdm(total=len(missing), unit="run", file=sys.stderr) as bar:
        for figures in measure_all(missing, given.workers):
            frame = pd.concat([frame, frame_of([figures])], ignore_index=True)
            write_raw(frame, raw)
            bar.set_description_str(f"{figures.data} {figures.rule}", refresh=False)
            bar.update()
    if frame.empty:
        return 0
    command = shlex.join(["python", "-m", "benchmarks", *arguments])
    page = markdown(frame, command=command, workers=given.workers)
    (given.out / "quality.md").write_text(page, encoding="utf-8")
    return int((frame["failed"] != "").any())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=DATASETS, default=DATASETS)
    parser.add_argument("--gap", nargs="+", choices=GAPS, default=GAPS)
    parser.add_argument("--rule", nargs="+", choices=RULES, default=RULES)
    parser.add_argument("--seed", nargs="+", type=int, choices=SEEDS, default=SEEDS)
    parser.add_argument("--workers", type=int, default=2, help="runs at a time (2)")
    parser.add_argument("--fresh", action="store_true", help="make runs again that are there")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    return parser


def _is_chosen(planned: Run, given: argparse.Namespace) -> bool:
    config = planned.config
    return (
        config.data in given.data
        and config.gaps[0] in given.gap
        and config.rule in given.rule
        and config.seed in given.seed
    )


if __name__ == "__main__":
    sys.exit(main())
