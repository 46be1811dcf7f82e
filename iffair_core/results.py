"""What a study returns: measures of one model, points of the frontier, the study itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iffair_core.arrays import Vector
from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Prepared
from iffair_core.data.tables import Table
from iffair_core.decisions.log import DecisionLog
from iffair_core.errors import StudyError
from iffair_core.fairness.measure import Measures
from iffair_core.influence.fidelity import Fidelity
from iffair_core.weights.describe import summarise_weights
from iffair_core.weights.push import Push
from iffair_core.yardsticks import Yardsticks


@dataclass(frozen=True)
class Transfer:
    """Another learner, trained with the weights of a point: its threshold and its figures.

    probability  (n_test,) of the favourable outcome; None in a study of an older version
    """

    cut: float
    validation: Measures
    test: Measures
    probability: Vector | None = dataclasses.field(default=None, compare=False)

    def to_dict(self) -> dict[str, Any]:
        return {
            "cut": self.cut,
            "validation": self.validation.to_dict(),
            "test": self.test.to_dict(),
        }


@dataclass(frozen=True, eq=False)
class Point:
    """One model of the frontier: step 0 is the plain model.

    theta          (p,) parameters of the model; of the logistic one d coefficients, then the
                   intercept
    weights        (n_train,) our weights, mean 1, in the order of the training rows
    cut            decision threshold on the probability
    predicted      the targeted smooth gap that influence predicted for this step
    reached        the targeted smooth gap after retraining (largest over the targets)
    gradient_norm  of the converged fit
    transfer       the study's other learner with these weights; None if it names none
    push           what moved the weights since the point before; None for rules without constraints
    landed         of a point between two of the rule's: how far its weights lie from the former to
                   the latter (``landing``); None for all others
    """

    step: int
    theta: Vector
    weights: Vector
    cut: float
    validation: Measures
    test: Measures
    predicted: float | None
    reached: float
    gradient_norm: float
    transfer: Transfer | None = None
    push: Push | None = None
    landed: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form P of the command line."""
        figures = {
            "step": self.step,
            "cut": self.cut,
            "predicted": self.predicted,
            "reached": self.reached,
            "gradient_norm": self.gradient_norm,
            "validation": self.validation.to_dict(),
            "test": self.test.to_dict(),
            "weights": dataclasses.asdict(summarise_weights(self.weights)),
        }
        if self.landed is not None:
            figures["landed"] = self.landed
        if self.transfer is not None:
            figures["transfer"] = self.transfer.to_dict()
        return figures


@dataclass(frozen=True, eq=False)
class Study:
    """The result of ``run``: a config, a table, and every figure that follows from them.

    ``points[0]`` is the plain model, ``chosen`` the index of the operating point in ``points``,
    ``chosen_by`` "rule" (best on validation) or "user". ``stopped`` says in words why the
    frontier ends where it ends. ``l2`` is the penalty that was used. ``reweighing`` holds models
    of classic reweighing to compare with, one for each dose of ``baselines.reweighing``.
    ``yardsticks`` are what its user holds it against, ``decisions`` who chose what and why.
    """

    id: str
    config: StudyConfig
    table: Table
    prepared: Prepared
    points: tuple[Point, ...]
    chosen: int
    fidelity: Fidelity | None
    stopped: str
    seconds: Mapping[str, float]
    warnings: tuple[str, ...]
    version: str
    l2: float
    chosen_by: str = "rule"
    reweighing: tuple[Point, ...] = ()
    yardsticks: Yardsticks = dataclasses.field(default_factory=Yardsticks)
    decisions: DecisionLog = dataclasses.field(default_factory=DecisionLog)

    @property
    def settled(self) -> StudyConfig:
        """The config with the penalty that was used."""
        return dataclasses.replace(self.config, l2=self.l2)

    @property
    def plain(self) -> Point:
        return self.points[0]

    @property
    def operating(self) -> Point:
        return self.points[self.chosen]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``python -m iffair_core run --json``."""
        return {
            "study": self.id,
            "l2": self.l2,
            "plain": self.plain.to_dict(),
            "chosen": self.operating.to_dict(),
            "frontier": [p.to_dict() for p in self.points],
            "reweighing": [p.to_dict() for p in self.reweighing],
            "seconds": dict(self.seconds),
            "warnings": list(self.warnings),
            "version": self.version,
        }


def choose(study: Study, step: int) -> Study:
    """The study with the point of this step as operating point. Raises StudyError."""
    return dataclasses.replace(study, chosen=position(study.points, step), chosen_by="user")


def position(points: tuple[Point, ...], step: int) -> int:
    """Where in ``points`` the one of this step is. Raises StudyError if there is none."""
    steps = [p.step for p in points]
    if step not in steps:
        raise StudyError(f"The study has no step {step!r}; its steps are 0 to {max(steps)}.")
    return steps.index(step)
