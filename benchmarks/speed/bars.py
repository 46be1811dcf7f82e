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
ACCURATE = "the fastest accurate peer"
CORRELATION = 0.998


@dataclass(frozen=True)
class Bar:
    """A bound on a figure of a contender.

    name     the contender; ACCURATE: the fastest with a rank correlation of at least .998
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
            return f"| {self.says} | {asked} | {self._why_not(frame)} | |"
        return f"| {self.says} | {asked} | {value:.3g} | {'yes' if self.met(value) else 'no'} |"

    def measured(self, frame: pd.DataFrame) -> float | None:
        same = (frame["case"] == self.case) & (frame["size"] == self.size)
        of_task = frame[same & frame["task"].str.startswith(self.task)]
        if self.name == ACCURATE:
            accurate = of_task["correlation"] >= CORRELATION
            found = of_task[accurate & ~of_task["name"].str.startswith("iffair")]
        else:
            found = of_task[of_task["name"] == self.name]
        value = found[self.figure].dropna()
        return float(value.min()) if len(value) else None

    def _why_not(self, frame: pd.DataFrame) -> str:
        made = (frame["case"] == self.case) & (frame["size"] == self.size)
        if self.name == ACCURATE and made.any():
            return f"no peer has a correlation of {CORRELATION}"
        return "not measured"

    def met(self, value: float) -> bool:
        if self.least is not None:
            return value >= self.least
        return self.most is not None and value <= self.most


def _faster(than: str, least: float, task: str = HESSIAN) -> Bar:
    return Bar(f"{task}: {than} / IFFair", "logistic", LARGE, task, than, least=least)


def _network(task: str, than: str, least: float) -> Bar:
    says = f"network, {task}: {than} / IFFair"
    return Bar(says, "network", "32000 x 100", task, than, least=least)


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
    _network(NETWORK, "kronfluence EKFAC", 5.0),
    _network(NETWORK, ACCURATE, 10.0),
    _network("row products of eight targets", "torch.func.jvp", 1 / 3),
    _network("row products of eight targets", "torch.func.vmap(grad)", 10.0),
    _network("influence beside training", "iffair, training", 2.0),
    Bar(
        "path: one fit / a frontier of 20 steps (10 fits at most)",
        "path",
        "adult",
        "a frontier",
        "iffair, one fit",
        least=1 / 10,
    ),
    Bar(
        "path: one fit of scikit-learn newton-cholesky / a frontier (10 fits at most)",
        "path",
        "adult",
        "a frontier",
        "scikit-learn newton-cholesky, one fit",
        least=1 / 10,
    ),
)
