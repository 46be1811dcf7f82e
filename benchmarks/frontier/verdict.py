"""Does a baseline stand above the path's frontier?

The frontier is the mean over the seeds of the points after the same number of steps; a path that
has ended stays at its end. Two neighbours can be mixed by chance, so it is a broken line. At the
mean gap G of a baseline the path offers the largest accuracy on the line with a gap of at most G.
The difference of the accuracies is taken on every seed, at that one place of the line, and judged
by its standard error over the seeds.

A baseline whose gap is below any on the line is compared with the end of the smallest gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.frontier.measure import PATH
from iffair_core.arrays import Matrix, Vector


@dataclass(frozen=True)
class Verdict:
    """One baseline against one frontier, on test rows.

    accuracy, gap   of the baseline, means over ``seeds`` splits
    path            mean accuracy of the path's frontier at that gap
    above, error    mean of the baseline's accuracy minus the path's, and its standard error
    reached         whether the frontier comes down to that gap
    """

    data: str
    gap_name: str
    penalty: str
    method: str
    seeds: int
    accuracy: float
    gap: float
    path: float
    above: float
    error: float
    reached: bool

    @property
    def stands_above(self) -> bool:
        """By more than one standard error."""
        return self.above > self.error


@dataclass(frozen=True)
class Place:
    """A share of the way from step ``step`` to the next one."""

    step: int
    share: float

    def of(self, line: Matrix) -> Vector:
        """(seeds,) values of a figure (seeds, steps) at this place."""
        after = line[:, min(self.step + 1, line.shape[1] - 1)]
        value: Vector = (1.0 - self.share) * line[:, self.step] + self.share * after
        return value


def verdicts(frame: pd.DataFrame) -> list[Verdict]:
    """All baselines of the figures, in their order. Seeds that one side lacks are left out."""
    keys = ["data", "gap_name", "penalty"]
    found = []
    for (data, gap, penalty), cell in frame.groupby(keys, sort=False):
        path = cell[cell["method"] == PATH]
        for method, baseline in cell[cell["method"] != PATH].groupby("method", sort=True):
            both = sorted(set(path["seed"]) & set(baseline["seed"]))
            if len(both) > 1:
                named = (str(data), str(gap), str(penalty), str(method))
                found.append(_verdict(named, path, baseline, both))
    return found


def _verdict(
    named: tuple[str, str, str, str], path: pd.DataFrame, baseline: pd.DataFrame, seeds: list[int]
) -> Verdict:
    accuracy, gap = _line(path, "accuracy", seeds), _line(path, "gap", seeds)
    theirs = baseline.set_index("seed").loc[seeds]
    allowed = float(theirs["gap"].mean())
    where = place(accuracy.mean(axis=0), gap.mean(axis=0), allowed)
    difference = theirs["accuracy"].to_numpy() - where.of(accuracy)
    return Verdict(
        *named,
        seeds=len(seeds),
        accuracy=float(theirs["accuracy"].mean()),
        gap=allowed,
        path=float(where.of(accuracy).mean()),
        above=float(difference.mean()),
        error=float(difference.std(ddof=1) / np.sqrt(len(seeds))),
        reached=bool(gap.mean(axis=0).min() <= allowed),
    )


def _line(path: pd.DataFrame, figure: str, seeds: list[int]) -> Matrix:
    """(seeds, steps) of a figure; beyond its end a path keeps its last value."""
    wide = path.pivot_table(index="seed", columns="step", values=figure)
    line: Matrix = wide.loc[seeds].sort_index(axis=1).ffill(axis=1).to_numpy()
    return line


def place(accuracy: Vector, gap: Vector, allowed: float) -> Place:
    """The most accurate place of a broken line (steps,) with a gap of at most ``allowed``.

    The place of the smallest gap if there is none.
    """
    places = [Place(int(j), 0.0) for j in np.flatnonzero(gap <= allowed)]
    for j in range(len(gap) - 1):
        if (gap[j] - allowed) * (gap[j + 1] - allowed) < 0:
            places.append(Place(j, float((gap[j] - allowed) / (gap[j] - gap[j + 1]))))
    if not places:
        return Place(int(gap.argmin()), 0.0)
    return max(places, key=lambda here: here.of(accuracy[None, :])[0])
