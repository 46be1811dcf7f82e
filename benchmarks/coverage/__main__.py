"""``python -m benchmarks.coverage``: draw samples from known truths and count what is covered."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from benchmarks.coverage import (
    bootstrap,
    changes,
    losses,
    proportions,
    samples,
    utilities,
    weighted_samples,
)
from benchmarks.coverage.tables import markdown
from benchmarks.coverage.trial import Line, Trial, fewer, measure

RESULTS = Path(__file__).parents[1] / "results"
PARTS = {
    "proportions": proportions,
    "losses": losses,
    "utilities": utilities,
    "changes": changes,
    "bootstrap": bootstrap,
    "samples": samples,
    "weighted_samples": weighted_samples,
}
SEED = 4
REPEAT = 2
"""How many times as many draws the worst setting of an interval is given."""


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument(
        "--part", nargs="+", choices=PARTS, default=list(PARTS), help="parts to run"
    )
    parser.add_argument("--share", type=float, default=1.0, help="share of the draws (1)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    given = parser.parse_args(arguments)
    raw = given.out / "coverage.csv"
    given.out.mkdir(parents=True, exist_ok=True)
    frames = {part: _kept(raw, part) for part in PARTS}
    for part in given.part:
        trials = [fewer(trial, given.share) for trial in PARTS[part].trials()]
        frames[part] = covered(part, tqdm(trials, desc=part, unit="setting", file=sys.stderr))
        frame = pd.concat(frames.values(), ignore_index=True)
        frame.to_csv(raw, index=False, float_format="%.6g")
        page = markdown(frame, " ".join(["python -m benchmarks.coverage", *arguments]))
        (given.out / "coverage.md").write_text(page, encoding="utf-8")
    return 0


def covered(part: str, trials: Iterable[Trial]) -> pd.DataFrame:
    """A line for every interval in every setting, and one more for each interval's worst."""
    seed = (SEED, list(PARTS).index(part))
    listed, lines = [], []
    for index, trial in enumerate(trials):
        found = measure(trial, (*seed, index))
        listed += [trial] * len(found)
        lines += found
    frame = _frame(lines).assign(part=part, repeat=False)
    most = frame["coverage"] + 2.0 * np.sqrt(0.95 * 0.05 / frame["draws"])
    worst = most.groupby(frame["interval"], sort=False).idxmin()
    again = _again(listed, lines, worst, (*seed, len(lines)))
    return pd.concat([frame, _frame(again).assign(part=part, repeat=True)], ignore_index=True)


def _kept(raw: Path, part: str) -> pd.DataFrame:
    """The lines that the file already has of a part."""
    if not raw.exists():
        return pd.DataFrame()
    frame = pd.read_csv(raw)
    return frame[frame["part"] == part]


def _again(
    trials: Sequence[Trial], lines: Sequence[Line], worst: Iterable[int], seed: tuple[int, ...]
) -> list[Line]:
    """The worst line of each interval from new draws; a trial is drawn once for all its lines."""
    drawn: dict[int, list[Line]] = {}
    found = []
    for at in worst:
        trial = trials[at]
        if id(trial) not in drawn:
            drawn[id(trial)] = measure(trial, (*seed, len(drawn)), REPEAT)
        found += [line for line in drawn[id(trial)] if line.interval == lines[at].interval]
    return found


def _frame(lines: Sequence[Line]) -> pd.DataFrame:
    return pd.DataFrame([dataclasses.asdict(line) for line in lines])


if __name__ == "__main__":
    sys.exit(main())
