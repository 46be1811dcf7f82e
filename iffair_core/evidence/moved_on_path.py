"""The parts of the constraints in every move of the weights along the path.

At a step with multipliers mu (``weights.push``) a constraint with rows a moves the weights by

    -mu M^-1 a = -mu (P a + (I - P) a / WITHIN)

the first part being shared by the rows of a group and outcome. What a step adds to these is due to
weights that end at 0 or at the largest weight allowed, and stands under that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.evidence.reason import Reason
from iffair_core.influence.problem import (
    Problem,
    State,
    refit,
    target_influence,
    utility_influence,
)
from iffair_core.results import Point, Study
from iffair_core.setting import set_up
from iffair_core.weights.metric import WITHIN, Metric
from iffair_core.weights.pull import pull_to_fit
from iffair_core.weights.push import Push
from iffair_core.weights.step import Terms, terms_of
from iffair_core.words import TITLES

HELD = "The number of rows and the share of good outcomes stay as they are"
BUDGET = "The predicted loss may not rise further in a step"
PULL = "Pull towards the best fit, where several gaps are closed"
ENDS = "Weights stay between 0 and the largest that is allowed"
NEGLIGIBLE = 5e-4
"""A reason that moved the weight by less than this is not told."""


@dataclass(frozen=True, eq=False)
class Part:
    """What one constraint did: ``whole`` (n,) by group and outcome, ``own`` (n,) beyond that."""

    whole: Vector
    own: Vector


@dataclass(frozen=True, eq=False)
class Followed:
    """Sums over the ``steps`` of the path, by the title of the constraint.

    active  in how many steps each was at work; ``rest`` (n,) what bounds of the weights did
    """

    parts: dict[str, Part]
    active: dict[str, int]
    rest: Vector
    steps: int

    def of(self, row: int) -> tuple[Reason, ...]:
        """As ``evidence.moved.Mover``; the changes of all add up to the move of the weight."""
        found = [
            Reason(
                title,
                float(part.whole[row] + part.own[row]),
                float(part.whole[row]),
                self.active[title],
                self.steps,
            )
            for title, part in self.parts.items()
        ]
        found.append(Reason(ENDS, float(self.rest[row]), None, 0, self.steps))
        told = [reason for reason in found if abs(reason.change or 0.0) >= NEGLIGIBLE]
        return tuple(sorted(told, key=lambda reason: -abs(reason.change or 0.0)))


def followed(study: Study, step: int) -> Followed:
    """The parts at the point of ``step`` of a study by the path, as it was run."""
    setting = set_up(study.settled, study.prepared)
    problem, groups = setting.problem, study.prepared.groups
    terms = terms_of(problem, study.config.max_weight)
    names = [
        f"{TITLES[c.gap]}{_rate(c.gap, c.rate)}: {' against '.join(c.names(groups))}"
        for c in problem.targets.contrasts
    ]
    steps = _steps(study, step)
    parts: dict[str, Part] = {}
    active: dict[str, int] = {}
    for before, after, share in steps:
        state = refit(problem, before.weights, before.theta)
        assert after.push is not None
        for title, step_part in _parts(problem, state, terms, after.push, names):
            part = Part(share * step_part.whole, share * step_part.own)
            known = parts.get(title)
            whole, own = (
                (part.whole, part.own)
                if known is None
                else (known.whole + part.whole, known.own + part.own)
            )
            parts[title], active[title] = Part(whole, own), active.get(title, 0) + 1
    explained = sum((part.whole + part.own for part in parts.values()), np.zeros(len(terms.held)))
    reached = next(p.weights for p in study.points if p.step == step)
    return Followed(parts, active, reached - study.plain.weights - explained, len(steps))


def _steps(study: Study, step: int) -> list[tuple[Point, Point, float]]:
    """The steps of the path up to a point; of one that lies within a step, its share of that."""
    own = [p for p in study.points if p.landed is None]
    last = next(p for p in study.points if p.step == step)
    found = [(a, b, 1.0) for a, b in pairwise(own) if b.step <= step]
    if last.landed is not None:
        before = max((p for p in own if p.step < step), key=lambda p: p.step)
        after = min((p for p in own if p.step > step), key=lambda p: p.step)
        found.append((before, after, last.landed))
    return found


def _parts(
    problem: Problem, state: State, terms: Terms, push: Push, names: list[str]
) -> Iterator[tuple[str, Part]]:
    """What each constraint that was at work did in one step from ``state``."""
    chosen = np.array(list(push.targets), dtype=np.int64)
    if len(chosen):
        influence = target_influence(problem, state).of(chosen)
        for column, (k, mu) in enumerate(push.targets.items()):
            yield names[k], _part(terms.metric, -mu * influence[:, column])
    if push.held:
        yield HELD, _part(terms.metric, -terms.held @ np.asarray(push.held))
    if push.budget:
        yield BUDGET, _part(terms.metric, -push.budget * utility_influence(problem, state))
    if push.pull:
        pull = push.pull * pull_to_fit(problem, state)
        whole = _by_cell(terms.metric, pull)
        yield PULL, Part(whole, pull - whole)


def _part(metric: Metric, slope: Vector) -> Part:
    """M^-1 slope, taken apart."""
    whole = _by_cell(metric, slope)
    return Part(whole, (slope - whole) / WITHIN)


def _by_cell(metric: Metric, values: Vector) -> Vector:
    """P values: (n,) the mean of each row's cell."""
    mean = np.bincount(metric.cell, values, len(metric.size)) / metric.size
    spread: Vector = mean[metric.cell]
    return spread


def _rate(gap: str, rate: str) -> str:
    """Which rate of equalised odds it is; nothing for gaps of one rate."""
    return f" ({TITLES[rate]})" if gap == "equalized_odds" else ""
