"""The plain model, the product's own rules and classic reweighing: weights of training rows.

All train the same model once more with their weights, so nothing else changes when it is deployed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from iffair_core.baselines.method import Answer, Answers, Contest, decide_by
from iffair_core.baselines.reweighing import DOSES, reweighing
from iffair_core.cancel import check_cancelled
from iffair_core.config import RuleName
from iffair_core.errors import FitError
from iffair_core.influence.problem import refit
from iffair_core.weights.rules import trace
from iffair_core.weights.trace import Stop


def plain(contest: Contest) -> Iterator[Answer]:
    """The model as it is."""
    yield decide_by(contest, contest.plain.fit, 0.0)


def rule(name: RuleName) -> Answers:
    """Every step of one of the product's own rules. Raises FitError if it takes none, with why."""

    def answers(contest: Contest) -> Iterator[Answer]:
        config, taken = replace(contest.config, rule=name), False
        for item in trace(config, contest.setting.problem, contest.plain):
            check_cancelled()
            if not isinstance(item, Stop):
                taken = True
                yield decide_by(contest, item.state.fit, item.progress)
            elif not taken:
                raise FitError(item.reason)

    return answers


def classic(contest: Contest) -> Iterator[Answer]:
    """Weights that make group and outcome independent, at doses."""
    train, state = contest.train, contest.plain
    for dose in DOSES:
        check_cancelled()
        weights = reweighing(train.group, train.rows.y, train.rows.weight, dose)
        state = refit(contest.setting.problem, weights, state.fit)
        yield decide_by(contest, state.fit, dose)
