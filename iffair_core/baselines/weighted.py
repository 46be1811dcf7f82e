"""Methods that weigh the training rows: those of influence functions, and classic reweighing.

All train the same model once more with their weights, so nothing else changes when it is deployed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.special import softmax

from iffair_core.arrays import Vector
from iffair_core.baselines.method import Answer, Answers, Contest, decide_by
from iffair_core.baselines.reweighing import DOSES, reweighing
from iffair_core.cancel import check_cancelled
from iffair_core.config import RuleName
from iffair_core.influence.problem import State, normalise, refit, target_influence
from iffair_core.weights.rules import trace
from iffair_core.weights.trace import Stop

SCALES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Of the softmax, in standard deviations of the influence: e^-scale a standard deviation."""
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1)
"""Of the training rows that are removed."""
ROUNDS = 5


def plain(contest: Contest) -> Iterator[Answer]:
    """The model as it is."""
    yield decide_by(contest, contest.plain.fit, 0.0)


def rule(name: RuleName) -> Answers:
    """Every step of one of the product's own rules."""

    def answers(contest: Contest) -> Iterator[Answer]:
        config = replace(contest.config, rule=name)
        for item in trace(config, contest.setting.problem, contest.plain):
            check_cancelled()
            if not isinstance(item, Stop):
                yield decide_by(contest, item.state.fit, item.progress)

    return answers


def classic(contest: Contest) -> Iterator[Answer]:
    """Weights that make group and outcome independent, at doses."""
    train, state = contest.train, contest.plain
    for dose in DOSES:
        check_cancelled()
        weights = reweighing(train.group, train.rows.y, train.rows.weight, dose)
        state = refit(contest.setting.problem, weights, state.fit)
        yield decide_by(contest, state.fit, dose)


def softmax_of_influence(contest: Contest) -> Iterator[Answer]:
    """w = n softmax(-scale I), in rounds: the influence is taken anew after each fit."""
    for scale in SCALES:
        state = contest.plain
        for _ in range(ROUNDS):
            check_cancelled()
            harm = _harm(contest, state)
            spread = float(harm.std())
            if spread == 0.0:
                break
            step = len(harm) * softmax(-scale / ROUNDS * harm / spread)
            state = refit(contest.setting.problem, normalise(state.weights * step), state.fit)
        yield decide_by(contest, state.fit, scale)


def least_harmful(contest: Contest) -> Iterator[Answer]:
    """Training without the most harmful rows, by their influence on the plain model."""
    harm, state = _harm(contest, contest.plain), contest.plain
    worst = np.argsort(-harm)
    for share in SHARES:
        check_cancelled()
        weights = np.ones(len(harm))
        weights[worst[: max(round(share * len(harm)), 1)]] = 0.0
        state = refit(contest.setting.problem, normalise(weights), state.fit)
        yield decide_by(contest, state.fit, share)


def _harm(contest: Contest, state: State) -> Vector:
    """(n,) what one more unit of each row's weight adds to the sizes of the gap's targets.

    Scores of the two parts of equalised odds, or of several pairs of groups, are summed with the
    signs of their gaps, as the rules "uniform" and "diverse" do.
    """
    problem = contest.setting.problem
    return target_influence(problem, state).along(np.sign(state.hard(problem)))
