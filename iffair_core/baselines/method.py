"""What a method of the comparison is: its family, what it needs, and how it decides.

Every method gets the same split of the same rows and the same model to train, and answers with
decisions on validation and test rows, once for each value of its knob. It never sees the outcomes
of the test rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.config import GapName, StudyConfig
from iffair_core.influence.problem import State
from iffair_core.models.fit import Fit, Learner
from iffair_core.setting import Judged, Setting

Family = Literal["plain", "pre", "in", "post"]
FAMILIES: dict[Family, str] = {
    "plain": "Nothing changed",
    "pre": "Pre-processing: the training data is changed",
    "in": "In-processing: the training itself is changed",
    "post": "Post-processing: the decisions are changed",
}


@dataclass(frozen=True)
class Needs:
    """What decides whether a method may be deployed.

    group_when_deciding  each person's group must be known when the decision is made, beyond the
                         columns that the model sees
    randomised           two persons with the same record may be decided differently, by chance
    own_training         the training program must be replaced or run many times with other labels
    changed_features     records are altered before the model sees them, when deciding as well
    """

    group_when_deciding: bool = False
    randomised: bool = False
    own_training: bool = False
    changed_features: bool = False


@dataclass(frozen=True)
class Cost:
    """About what a method takes on one split.

    fits     as much time as so many fits of the model to all training rows
    seconds  what it takes whatever the table, on an ordinary core
    """

    fits: float = 10.0
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class Contest:
    """One split of a study, as every method gets it.

    gap      the one gap that is to be closed; ``config.gaps`` is (gap,)
    setting  the problem and the rows that judge its solutions
    plain    the plain model's converged state
    """

    config: StudyConfig
    setting: Setting
    plain: State

    @property
    def gap(self) -> GapName:
        return self.config.gaps[0]

    @property
    def learner(self) -> Learner:
        return self.setting.problem.learner

    @property
    def train(self) -> Judged:
        return self.setting.train

    @property
    def validation(self) -> Judged:
        return self.setting.validation

    @property
    def test(self) -> Judged:
        return self.setting.test

    @property
    def groups(self) -> tuple[str, ...]:
        return self.setting.prepared.groups


@dataclass(frozen=True, eq=False)
class Decided:
    """Decisions on the rows of one part.

    chance       (n,) chance of a favourable decision: 0 or 1 where nothing is left to chance
    probability  (n,) of a favourable outcome; None where the method gives decisions alone
    """

    chance: Vector
    probability: Vector | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """Decisions at one value of the method's knob; 0 for a method without one."""

    dose: float
    validation: Decided
    test: Decided


Answers: TypeAlias = Callable[[Contest], Iterator[Answer]]
Why: TypeAlias = Callable[[Contest], str]


def always(_contest: Contest) -> str:
    """No reason against it."""
    return ""


@dataclass(frozen=True)
class Method:
    """One method of the comparison.

    name      its name in files and options
    title     its name on a page
    says      one sentence: what it does
    source    where it was published
    library   whose implementation runs
    knob      what the dose stands for; empty for a method without doses
    doses     its values, from little to much
    cost      about what it takes, for a forecast
    undefined why it has no answer in a contest; empty if it has
    module    that must be installed; None: always there
    """

    name: str
    title: str
    family: Family
    says: str
    source: str
    library: str
    answers: Answers
    needs: Needs = Needs()
    knob: str = ""
    doses: tuple[float, ...] = (0.0,)
    cost: Cost = Cost()
    undefined: Why = always
    module: str | None = None

    @property
    def installed(self) -> bool:
        return self.module is None or find_spec(self.module) is not None


def lazily(module: str, name: str = "answers") -> Answers:
    """The answers of ``iffair_core.baselines.<module>``, imported when the first is asked for.

    For modules that load a heavy library, which a list of the methods does not need.
    """

    def answers(contest: Contest) -> Iterator[Answer]:
        yield from getattr(import_module(f"iffair_core.baselines.{module}"), name)(contest)

    return answers


def thresholded(z: Vector, cut: float) -> Decided:
    """Decisions from logits z (n,) at a cut on the probability."""
    p = expit(z)
    return Decided((p >= cut).astype(np.float64), p)


def decide_by(contest: Contest, fit: Fit, dose: float) -> Answer:
    """The decisions of a fitted model at the contest's threshold."""
    decision = contest.setting.problem.decision
    cut = decision.cut_of(fit, contest.setting.problem.validation)

    def on(X: Matrix) -> Decided:
        return thresholded(fit.logit(X), cut)

    return Answer(dose, on(contest.validation.rows.X), on(contest.test.rows.X))
