"""Do all four gaps fall together, and how far? Means over seeds, test rows.

Two points of each study are read, both chosen on validation rows within the loss of accuracy that
is allowed: the study's own operating point, and the one whose least fall among the four gaps is
the largest, which is what the claim that all four fall asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.paper.kept import KEPT_GAPS
from benchmarks.paper.studies import LOSS, LOSS_OF
from iffair_core.comparison.estimate import Estimate, over_splits

ROUNDING = 1e-9
Pick = Callable[[pd.DataFrame, float], int]


@dataclass(frozen=True)
class Fall:
    """One gap: its mean in the plain model, by how much it falls, and whether it was there.

    real  the interval of the plain model's signed gap excludes zero
    """

    plain: Estimate
    fall: Estimate
    real: bool

    @property
    def holds(self) -> bool:
        """It falls, beyond the interval where it was there."""
        beyond = self.fall.low is not None and self.fall.low > 0.0
        return beyond if self.real else self.fall.mean > 0.0


@dataclass(frozen=True)
class Together:
    """Four gaps of one model on one data set; ``loss`` of accuracy and the most it may be.

    left  size of the error gap that base rates leave at such rates where both odds agree
    """

    data: str
    model: str
    choice: str
    loss: Estimate
    allowed: float
    falls: Mapping[str, Fall]
    left: Estimate | None

    @property
    def missed(self) -> tuple[str, ...]:
        """What does not hold: names of gaps, "accuracy"."""
        gaps = [gap for gap, fall in self.falls.items() if not fall.holds]
        return (*gaps, *(["accuracy"] if self.loss.mean > self.allowed else []))


def operating(points: pd.DataFrame, allowed: float) -> int:
    """Place of the study's own point."""
    return int(np.flatnonzero(points["chosen"])[0])


def least_fall(points: pd.DataFrame, allowed: float) -> int:
    """Place of the point whose least fall on validation is the largest, within the loss."""
    gaps = points[[f"validation_{gap}" for gap in KEPT_GAPS]].to_numpy(np.float64)
    accuracy = points["validation_accuracy"].to_numpy(np.float64)
    fall = np.nanmin(gaps[0] - gaps, axis=1)
    return int(np.argmax(np.where(accuracy >= accuracy[0] - allowed - ROUNDING, fall, -np.inf)))


OWN = "the study's own point"
PICKS: Mapping[str, Pick] = {
    OWN: operating,
    "the largest least fall": least_fall,
}


def together(studies: pd.DataFrame) -> list[Together]:
    """Every data set, model and choice of the claim's studies."""
    mine = studies[studies["claim"] == "together"]
    return [
        _together(str(data), str(model), choice, cell)
        for (model, data), cell in mine.groupby(["model", "data"], sort=False)
        for choice in PICKS
    ]


def _together(data: str, model: str, choice: str, cell: pd.DataFrame) -> Together:
    allowed = LOSS_OF.get(data, LOSS)
    both = chosen_of(cell, PICKS[choice], allowed)
    falls = {}
    for gap in KEPT_GAPS:
        plain, fall = mean_over(both[f"plain_{gap}"]), mean_over(both[f"fall_{gap}"])
        signed = mean_over(both[f"signed_{gap}"])
        if plain is not None and fall is not None:
            falls[gap] = Fall(plain, fall, signed is not None and signed.excludes_zero)
    loss = mean_over(both["fall_accuracy"])
    if loss is None:
        raise ValueError(f"No accuracy of {data}; measure its studies again with --fresh.")
    return Together(data, model, choice, loss, allowed, falls, mean_over(both["left"]))


def chosen_of(cell: pd.DataFrame, pick: Pick, allowed: float) -> pd.DataFrame:
    """A line a seed: test figures of the plain model, and what the point takes off them."""
    lines = []
    for seed, study in cell.sort_values("step").groupby("seed"):
        points = study.reset_index(drop=True)
        plain, point = points.iloc[0], points.iloc[pick(points, allowed)]
        line = {"seed": seed, "step": point["step"], "left": point["left_error_gap"]}
        for name in ("accuracy", *KEPT_GAPS):
            line[f"plain_{name}"] = plain[f"test_{name}"]
            line[f"fall_{name}"] = plain[f"test_{name}"] - point[f"test_{name}"]
        line |= {f"signed_{gap}": plain.get(f"signed_{gap}", np.nan) for gap in KEPT_GAPS}
        lines.append(line)
    return pd.DataFrame(lines)


def mean_over(values: pd.Series) -> Estimate | None:
    """The mean of the figures that are there, with its interval over splits."""
    return over_splits(values.dropna().tolist())
