"""Sex and race crossed: how far the largest difference of selection falls. Test rows, over seeds.

The point is the one of the smallest gap on validation rows within the loss of accuracy allowed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.paper.falls import ROUNDING, chosen_of, mean_over
from benchmarks.paper.studies import LOSS_CROSSED
from iffair_core.comparison.estimate import Estimate

GAP = "demographic_parity"


@dataclass(frozen=True)
class Crossed:
    """One data set; ``left_out`` names groups that are too small to be compared on some split."""

    data: str
    plain: Estimate
    fall: Estimate
    loss: Estimate
    left_out: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of the plain model's mean gap that is gone."""
        return self.fall.mean / self.plain.mean

    @property
    def holds(self) -> bool:
        return self.share >= 0.5 and self.loss.mean <= LOSS_CROSSED


def smallest_gap(points: pd.DataFrame, allowed: float) -> int:
    """Place of the point of the smallest gap on validation, within the loss."""
    gap = points[f"validation_{GAP}"].to_numpy(np.float64)
    accuracy = points["validation_accuracy"].to_numpy(np.float64)
    return int(np.argmin(np.where(accuracy >= accuracy[0] - allowed - ROUNDING, gap, np.inf)))


def crossed(studies: pd.DataFrame) -> list[Crossed]:
    """Every data set of the claim's studies."""
    found = []
    for data, cell in studies[studies["claim"] == "crossed"].groupby("data", sort=False):
        both = chosen_of(cell, smallest_gap, LOSS_CROSSED)
        figures = [
            mean_over(both[name]) for name in (f"plain_{GAP}", f"fall_{GAP}", "fall_accuracy")
        ]
        plain, fall, loss = figures
        if plain is not None and fall is not None and loss is not None:
            left_out = tuple(sorted(set(cell["left_out"].dropna()) - {""}))
            found.append(Crossed(str(data), plain, fall, loss, left_out))
    return found
