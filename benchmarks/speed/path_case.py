"""What a frontier of the path costs, in single fits: logistic regression, default settings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.speed.contest import Contender, Timed, contest
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.influence.problem import Problem, State, refit
from iffair_core.setting import set_up
from iffair_core.weights.rules import trace

POINTS = 20


def measure(size: str, rounds: int) -> Iterator[tuple[str, list[Timed]]]:
    """The path on a packaged data set, which ``size`` names."""
    builtin = load_builtin(size)
    config = StudyConfig(task=builtin.task, data=size, rule="path", steps=POINTS)
    prepared = prepare(builtin.table, config.task, split=config.split, seed=config.seed)
    problem = set_up(config, prepared).problem
    note = f"plain model and {_length(config, problem)} steps"
    competing = [
        Contender("iffair, a frontier", lambda: _frontier(config, problem), note),
        Contender("iffair, one fit", lambda: _fit(problem), "to a gradient of 1e-10"),
        *(
            _scikit_learn(problem, problem.learner.l2, solver)
            for solver in ("newton-cholesky", "lbfgs")
        ),
    ]
    rows = len(problem.train.y)
    yield f"a frontier of {POINTS} steps, {rows} training rows", contest(competing, rounds)


def _plain(problem: Problem) -> State:
    return refit(problem, np.ones(len(problem.train.y)))


def _fit(problem: Problem) -> None:
    _plain(problem)


def _frontier(config: StudyConfig, problem: Problem) -> None:
    for _ in islice(trace(config, problem, _plain(problem)), POINTS):
        pass


def _length(config: StudyConfig, problem: Problem) -> int:
    return sum(1 for _ in islice(trace(config, problem, _plain(problem)), POINTS))


def _scikit_learn(problem: Problem, l2: float, solver: str) -> Contender:
    def fit() -> None:
        train = problem.train
        model = LogisticRegression(C=1.0 / (l2 * len(train.y)), solver=solver, max_iter=1000)
        model.fit(train.X, train.y)

    return Contender(f"scikit-learn {solver}, one fit", fit, "to its default tolerance")
