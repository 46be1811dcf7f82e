"""What the engine is to reach, and whether the measured figures do."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

LARGE = "500000 x 100"
ONE = "one target, the fit's factor at hand"
EIGHT = "eight targets, the fit's factor at hand"
HESSIAN = "Hessian and one target, model at hand"
FIT = "fit, Hessian and one target"
NETWORK = "influence of every row"
PRODUCTS = "row products of eight targets"
TRAINING = "influence beside training"


@dataclass(frozen=True)
class Bar:
    """A bound on a figure of a contender.

    figure   "ratio" (its seconds over IFFair's) or "megabytes"
    least    the figure is to be at least this, or
    most     at most this
    """

    says: str
    case: str
    size: str
    task: str
    name: str
    figure: str = "ratio"
    least: float | None = None
    most: float | None = None

    def line(self, frame: pd.DataFrame) -> str:
        """A row of the table: what is asked, what was measured, whether that is enough."""
        value = self.measured(frame)
        asked = f"≥ {self.least:.3g}" if self.least is not None else f"≤ {self.most:.3g}"
        if value is None:
            return f"| {self.says} | {asked} | not measured | |"
        return f"| {self.says} | {asked} | {value:.3g} | {'yes' if self.met(value) else 'no'} |"

    def measured(self, frame: pd.DataFrame) -> float | None:
        same = (frame["case"] == self.case) & (frame["size"] == self.size)
        found = frame[same & (frame["task"] == self.task) & (frame["name"] == self.name)]
        value = found[self.figure].dropna()
        return float(value.iloc[0]) if len(value) else None

    def met(self, value: float) -> bool:
        if self.least is not None:
            return value >= self.least
        return self.most is not None and value <= self.most


def _faster(than: str, least: float, task: str = HESSIAN) -> Bar:
    return Bar(f"{task}: {than} / IFFair", "logistic", LARGE, task, than, least=least)


BARS = (
    Bar(
        "one target: X @ v / IFFair (1.5 times X @ v at most)",
        "logistic",
        LARGE,
        ONE,
        "floor: X @ v",
        least=1 / 1.5,
    ),
    Bar(
        "eight targets: 8 times X @ v / IFFair (1.5 times X @ v each at most)",
        "logistic",
        LARGE,
        EIGHT,
        "eight times X @ v",
        least=1 / 1.5,
    ),
    _faster("straightforward NumPy", 1.7),
    _faster("pyinfluence", 6.0),
    _faster("pyDVL", 25.0),
    _faster("statsmodels", 25.0),
    _faster("captum", 60.0),
    _faster("scikit-learn newton-cholesky, tol 0.0001", 2.0, FIT),
    Bar(
        "fit, Hessian and one target: extra megabytes",
        "logistic",
        LARGE,
        FIT,
        "iffair",
        figure="megabytes",
        most=64.0,
    ),
)
