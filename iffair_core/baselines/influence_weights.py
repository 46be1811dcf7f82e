"""Two earlier ways from influence to weights: a softmax of it, and leaving the worst rows out.

Harm is s_i of docs/method.md, section 3, on the sizes of the targeted gaps, so that both follow the
gap of the contest. With loss parity as the gap that is the influence on the groups' losses.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import softmax

from iffair_core.arrays import Vector
from iffair_core.baselines.method import Answer, Contest, decide_by
from iffair_core.cancel import check_cancelled
from iffair_core.influence.problem import State, normalise, refit, target_influence

SCALES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75)
"""Sums of the rounds' scales; 1 is a factor e for one standard deviation of the harm."""
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
"""Of the training rows that are removed."""


def softmax_of_influence(contest: Contest) -> Iterator[Answer]:
    """w = n softmax(-sum over rounds of scale x harm), the harm taken anew after each fit."""
    state, before = contest.plain, 0.0
    for scale in SCALES:
        check_cancelled()
        weights = softmax_step(state.weights, harm(contest, state), scale - before)
        state = refit(contest.setting.problem, weights, state.fit)
        before = scale
        yield decide_by(contest, state.fit, scale)


def softmax_step(weights: Vector, harms: Vector, scale: float) -> Vector:
    """Weights (n,) of mean 1 in proportion to ``weights exp(-scale harms / std(harms))``.

    From equal weights that is n softmax(-scale harms / std). Rows that are all alike stay so.
    """
    spread = float(harms.std())
    if spread == 0.0:
        return weights
    return normalise(weights * softmax(-scale * harms / spread))


def least_harmful(contest: Contest) -> Iterator[Answer]:
    """Training without the most harmful rows, by their influence on the plain model.

    Ends where a larger share would take rows that do no harm.
    """
    harms, state = harm(contest, contest.plain), contest.plain
    for share in SHARES:
        check_cancelled()
        kept = without_worst(harms, share)
        if kept is None:
            return
        state = refit(contest.setting.problem, normalise(kept), state.fit)
        yield decide_by(contest, state.fit, share)


def without_worst(harms: Vector, share: float) -> Vector | None:
    """(n,) 0 for the share of rows with the largest harm, else 1; None if fewer rows do harm."""
    number = max(round(share * len(harms)), 1)
    if number > (harms > 0).sum():
        return None
    kept = np.ones(len(harms))
    kept[np.argsort(-harms, kind="stable")[:number]] = 0.0
    return kept


def harm(contest: Contest, state: State) -> Vector:
    """(n,) what one more unit of each row's weight adds to the sizes of the gap's targets.

    Scores of the two parts of equalised odds, or of several pairs of groups, are summed with the
    signs of their gaps, as the rules "uniform" and "diverse" do.
    """
    problem = contest.setting.problem
    return target_influence(problem, state).along(np.sign(state.hard(problem)))
