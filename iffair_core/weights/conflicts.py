"""Which of several targeted gaps fight each other, and why, in sentences.

Two gaps fight where the rows that narrow the one widen the other. With s_k the influence of the
rows on gap k and F_k its value, the change of the weights that narrows it fastest is
-sign(F_k) s_k, centred; the cosine of two of these is the share of such a step that the other gap
feels, and a negative one widens it.

The deeper reason is often the base rate pi, the share of favourable outcomes in a group. A
selection rate is pi TPR + (1 - pi) FPR and an error rate pi (1 - TPR) + (1 - pi) FPR. So where TPR
and FPR agree between two groups, with d the difference of their base rates,

    gap of the selection rates = d (TPR - FPR)      gap of the error rates = d (1 - TPR - FPR)

(Kleinberg, Mullainathan & Raghavan, "Inherent Trade-Offs in the Fair Determination of Risk
Scores", 2017, and Chouldechova, 2017, show the like for calibrated scores.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.influence.problem import Problem, State, target_influence
from iffair_core.weights.guard import decided
from iffair_core.words import number, points

NOTABLE = -0.2
"""A cosine above this is no fight worth a sentence."""
CLOSED = 0.02
"""A gap below this, as decided, has nothing left to fight about."""
DIFFERENT = 0.01
"""Base rates that differ by less than this bind no gap worth naming."""
MOST = 3
"""Fights that are told; the sharpest explain the others."""

BOUND_BY_BASE_RATES = frozenset({"selection_rate", "error_rate"})
RATE_WORDS = {
    "selection_rate": "selection rates",
    "true_positive_rate": "true positive rates",
    "false_positive_rate": "false positive rates",
    "error_rate": "error rates",
    "log_loss": "losses",
}


@dataclass(frozen=True)
class Fight:
    """Two targets, as indices, and the cosine (negative) of the steps that narrow them."""

    first: int
    second: int
    cosine: float


def conflicts(problem: Problem, state: State, groups: Sequence[str]) -> tuple[str, ...]:
    """Sentences on the gaps of ``state`` that cannot be narrowed together, the sharpest first.

    None on a single targeted gap.
    """
    if len(problem.targets.members()) < 2:
        return ()
    sentences = []
    for fight in fights(problem, state)[:MOST]:
        one, other = (_named(problem, k, groups) for k in (fight.first, fight.second))
        sentences.append(
            f"The gaps of the {one} and of the {other} fight each other: the weights that narrow "
            f"the one widen the other (cosine of their influence {fight.cosine:.2f})."
        )
    reason = base_rate_conflict(problem, state, groups)
    return (*sentences, *([reason] if reason else []))


def fights(problem: Problem, state: State) -> list[Fight]:
    """Pairs of rates whose largest gaps fight, most negative cosine first."""
    hard = state.hard(problem)
    largest = [k for k in _largest_of_rates(problem, hard) if abs(hard[k]) >= CLOSED]
    if len(largest) < 2:
        return []
    steps = target_influence(problem, state).of(np.asarray(largest)) * -np.sign(hard[largest])
    steps = steps - steps.mean(axis=0)
    length = np.linalg.norm(steps, axis=0)
    cosine = steps.T @ steps / np.outer(length, length)
    found = [
        Fight(largest[i], largest[j], float(cosine[i, j]))
        for i, j in combinations(range(len(largest)), 2)
        if cosine[i, j] <= NOTABLE
    ]
    return sorted(found, key=lambda fight: fight.cosine)


def base_rate_conflict(problem: Problem, state: State, groups: Sequence[str]) -> str | None:
    """What unequal base rates leave of the targeted gaps; None where they bind nothing."""
    rates = {c.rate for c in problem.targets.contrasts}
    outcome = [k for k, c in enumerate(problem.targets.contrasts) if c.rate in BOUND_BY_BASE_RATES]
    if not outcome or not {"true_positive_rate", "false_positive_rate"} <= rates:
        return None
    difference = (problem.target.y @ problem.targets.means) @ problem.targets.mixing
    k = max(outcome, key=lambda k: abs(difference[k]))
    signal = decided(problem, state).signal
    if signal is None or abs(difference[k]) < DIFFERENT:
        return None
    first, second = problem.targets.contrasts[k].names(groups)
    apart = f"Base rates differ by {points(difference[k])} between {first} and {second}"
    if "selection_rate" not in rates:
        return (
            f"{apart}, so equal true and false positive rates give equal error rates only where "
            "as many of the favourable are missed as of the others are selected."
        )
    left = abs(difference[k]) * signal
    coin = (
        " With equal error rates as well only a decision is left that selects one half of both."
        if "error_rate" in rates
        else ""
    )
    return (
        f"{apart}, so with equal true and equal false positive rates the selection rates stay "
        f"{points(left)} apart as long as the decisions say as much of the outcome as here (true "
        f"minus false positive rate {number(100 * signal, 1)} points); all of these gaps close "
        f"together only where a decision says nothing of it.{coin}"
    )


def _largest_of_rates(problem: Problem, hard: Vector) -> list[int]:
    """The target with the largest gap of each rate."""
    rates = [c.rate for c in problem.targets.contrasts]
    return [
        max((k for k, rate in enumerate(rates) if rate == name), key=lambda k: abs(hard[k]))
        for name in dict.fromkeys(rates)
    ]


def _named(problem: Problem, k: int, groups: Sequence[str]) -> str:
    contrast = problem.targets.contrasts[k]
    words = RATE_WORDS[contrast.rate]
    return words if len(groups) == 2 else f"{words} ({' and '.join(contrast.names(groups))})"
