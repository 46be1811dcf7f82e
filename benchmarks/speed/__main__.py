"""``python -m benchmarks.speed``: time the cases side by side with their peers, write the tables.

One BLAS thread and one torch thread. A case that is finished is written at once.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import shlex
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import torch
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from benchmarks.speed.record import frame_of, holds, read, replaced, write
from benchmarks.speed.tables import markdown

RESULTS = Path(__file__).parent.parent / "results"
SIZES = {
    "logistic": ("32000 x 100", "500000 x 100"),
    "network": ("32000 x 100",),
    "path": ("adult",),
    "growth": ("rows", "columns"),
    "stages": ("adult",),
}
"""The sizes of each case; a case is the module of its name, with ``measure(size, rounds)``."""


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(arguments)
    raw = given.out / "speed.csv"
    frame = read(raw)
    plan = [(case, size) for case in given.case for size in given.size or SIZES[case]]
    if given.missing:
        plan = [(case, size) for case, size in plan if not holds(frame, case, size)]
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        for case, size in tqdm(plan, unit="case", file=sys.stderr):
            frame = replaced(frame, _measured(case, size, given.rounds))
            write(frame, raw)
    if not frame.empty:
        command = shlex.join(["python", "-m", "benchmarks.speed", *arguments])
        (given.out / "speed.md").write_text(markdown(frame, command=command), encoding="utf-8")
    return 0


def _measured(case: str, size: str, rounds: int) -> pd.DataFrame:
    """All tasks of a case. Peers warn of much that is of no concern here, and log."""
    module = importlib.import_module(f"benchmarks.speed.{case}_case")
    loud = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            timed = list(module.measure(size, rounds))
    finally:
        logging.disable(loud)
    return pd.concat([frame_of(case, size, task, of) for task, of in timed], ignore_index=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--case", nargs="+", choices=SIZES, default=tuple(SIZES))
    parser.add_argument("--size", nargs="+", help="in place of the sizes of the cases")
    parser.add_argument("--rounds", type=int, default=5, help="timed runs of each contender (5)")
    parser.add_argument("--missing", action="store_true", help="make only what is not there yet")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    return parser


if __name__ == "__main__":
    sys.exit(main())
