"""Shares of the plain model's box that methods dominate, and the path beside each of them.

The share is the hypervolume of at most eight points a method, chosen on validation rows and
measured on test rows (``iffair_core.comparison``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from benchmarks.paper.kept import attempts_of
from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.entries import Attempt
from iffair_core.comparison.estimate import Estimate
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.trade_off import Dominated, dominated, paired_difference
from iffair_core.comparison.view import View
from iffair_core.config import GapName

PATH = "path"


@dataclass(frozen=True)
class Cell:
    """A data set, a model and the gap that is to be closed."""

    data: str
    model: str
    gap: GapName


@dataclass(frozen=True)
class Share:
    """A method in one cell: its share, the path's lead over it on the same seeds, its cost.

    seconds  mean over the seeds; None without an answer
    reason   why there is no answer on some seed
    """

    cell: Cell
    method: str
    found: Dominated
    lead: Estimate | None
    seconds: float | None
    reason: str

    @property
    def is_above(self) -> bool:
        """The method's mean share is larger than the path's on the same seeds."""
        return self.lead is not None and self.lead.mean < 0.0


def shares(frame: pd.DataFrame) -> list[Share]:
    """Every method but the plain model in every cell of the entries, in the registry's order."""
    return [
        share for cell, compared in comparisons(frame).items() for share in _of_cell(cell, compared)
    ]


def comparisons(frame: pd.DataFrame) -> dict[Cell, Comparison]:
    """The attempts of each cell."""
    attempts: dict[Cell, list[Attempt]] = {}
    for unit, made in attempts_of(frame):
        split = unit.split
        attempts.setdefault(Cell(split.data, split.model, split.gap), []).append(made)
    return {cell: Comparison(cell.gap, attempts=tuple(made)) for cell, made in attempts.items()}


def by_seed(found: list[Share]) -> pd.DataFrame:
    """A line a share and seed, for a file."""
    lines = [
        {
            "model": share.cell.model,
            "gap": share.cell.gap,
            "data": share.cell.data,
            "method": share.method,
            "seed": seed,
            "share": round(value, 5),
        }
        for share in found
        for seed, value in share.found.by_seed.items()
    ]
    return pd.DataFrame(lines)


def _of_cell(cell: Cell, compared: Comparison) -> Iterator[Share]:
    view = View(cell.gap)
    methods: Mapping[str, Dominated] = {
        name: dominated(compared, name, view)
        for name in METHODS
        if name in compared.methods and name != PLAIN.name
    }
    path = methods.get(PATH)
    for name, found in methods.items():
        lead = paired_difference(path, found) if path else None
        yield Share(cell, name, found, lead, compared.seconds(name), compared.reason(name))
