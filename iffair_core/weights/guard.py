"""Where a rule has to stop before the model decides alike for everybody.

Fair to all is also a model that says nothing. The guard compares decisions on validation rows
with those of the plain model, by

    signal   true positive rate minus false positive rate, over all rows: 0 says nothing of the
             outcome
    rarer    share of the rarer of the two decisions

A single gap may cost nearly all of either (closing demographic parity on law_school leaves 3 %
of the signal), and the user sees the price along the frontier. Several gaps that contradict one
another would buy nothing with it, so for them half of both has to stay, and an accuracy of at
least that of one decision for everybody where the plain model has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.influence.problem import Problem, State
from iffair_core.words import number, percent

LEAST_OF_ONE = 0.02
LEAST_OF_SEVERAL = 0.5
"""Share of the plain model's signal, and of its rarer decision, that has to stay."""


@dataclass(frozen=True)
class Decided:
    """Decisions on validation rows; ``signal`` is None where they hold one outcome only.

    ``majority`` is the accuracy of the better one of two constant decisions.
    """

    signal: float | None
    rarer: float
    accuracy: float
    majority: float


@dataclass(frozen=True, eq=False)
class Guard:
    """Of one problem, relative to its plain model."""

    problem: Problem
    plain: Decided
    several: bool

    def stops(self, state: State) -> str | None:
        """What the state would do that no rule may, as the end of "it would ..."; None: nothing."""
        now = decided(self.problem, state)
        least = LEAST_OF_SEVERAL if self.several else LEAST_OF_ONE
        if now.rarer <= least * self.plain.rarer:
            return (
                f"take one decision for {percent(1 - now.rarer)} of the validation rows "
                f"({percent(1 - self.plain.rarer)} by the plain model)"
            )
        before, after = self.plain.signal, now.signal
        if before is not None and after is not None and before > 0 and after <= least * before:
            return (
                f"decide almost without regard to the outcome (true minus false positive rate "
                f"{number(100 * after, 1)} points, {number(100 * before, 1)} by the plain model)"
            )
        worse = now.accuracy < now.majority <= self.plain.accuracy
        if self.several and worse:
            return (
                f"decide less accurately ({percent(now.accuracy)}) than one decision for everybody "
                f"({percent(now.majority)})"
            )
        return None


def guard_of(problem: Problem, plain: State) -> Guard:
    """The guard of a problem; several gaps are held more tightly than one."""
    return Guard(problem, decided(problem, plain), len(problem.targets.members()) > 1)


def decided(problem: Problem, state: State) -> Decided:
    """The state's decisions on validation rows, with the user's sample weights."""
    rows = problem.validation
    selected = state.fit.logit(rows.X) >= np.log(state.cut / (1.0 - state.cut))
    total, good = float(rows.weight.sum()), float(rows.weight @ rows.y)
    share = float(rows.weight @ selected) / total
    hits = float(rows.weight @ (selected * rows.y))
    false = share * total - hits
    signal = hits / good - false / (total - good) if 0 < good < total else None
    base = good / total
    return Decided(
        signal=signal,
        rarer=min(share, 1.0 - share),
        accuracy=(hits + total - good - false) / total,
        majority=max(base, 1.0 - base),
    )
