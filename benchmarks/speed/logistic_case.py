"""Logistic regression: influence of every row on the demographic parity gap, against peers.

A penalty of 1e-10, in effect none, so that peers without one solve the same problem; every
contender is given the same converged model. The gap is that of the probabilities (cut .5) on the
training rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from benchmarks.speed.contest import Contender, Timed, contest
from benchmarks.speed.logistic_given import LEARNER, Given, given
from benchmarks.speed.logistic_peers import (
    captum,
    per_row_gradients,
    pydvl,
    pyinfluence,
    statsmodels,
)
from benchmarks.speed.tabular import Table
from iffair_core.arrays import Matrix, Vector
from iffair_core.influence.scores import row_influence

SIZES = ("32000 x 100", "500000 x 100")


def one_target(known: Given, rounds: int) -> list[Timed]:
    table, direction = known.table, known.gradient[:-1, 0].copy()
    contenders = [
        Contender(
            "iffair",
            lambda: row_influence(known.fit, table.rows, known.gradient)[0],
            "logits of the training rows come with the fit",
        ),
        Contender("floor: X @ v", lambda: _nothing(table.X @ direction)),
        Contender("torch.func.vmap(grad)", per_row_gradients(known)),
    ]
    return contest(contenders, rounds)


def eight_targets(known: Given, rounds: int) -> list[Timed]:
    table, directions = known.table, np.ascontiguousarray(known.gradients[:-1])
    contenders = [
        Contender("iffair", lambda: row_influence(known.fit, table.rows, known.gradients)[0]),
        Contender("floor: X @ V", lambda: _nothing(table.X @ directions)),
        Contender("eight times X @ v", lambda: _eight_products(table.X, directions)),
    ]
    return contest(contenders, rounds)


def with_hessian(known: Given, rounds: int) -> list[Timed]:
    single = _with_single_precision(known)
    contenders = [
        Contender("iffair", lambda: _influence_from(known, known.fit.theta)),
        Contender("iffair, float32 features", lambda: _influence_from(single, known.fit.theta)),
        Contender("straightforward NumPy", lambda: _dense(known)),
        pyinfluence(known),
        pydvl(known),
        captum(known),
        statsmodels(known),
    ]
    return contest(contenders, rounds)


def with_fit(known: Given, rounds: int) -> list[Timed]:
    contenders = [
        Contender("iffair", lambda: _influence_from(known, None)),
        *(_scikit_learn(known, tolerance) for tolerance in (1e-4, 1e-8)),
    ]
    return contest(contenders, rounds)


def in_float32(known: Given, rounds: int) -> list[Timed]:
    """Float64 is the reference; the result is compared with it."""
    single = _with_single_precision(known)
    contenders = [
        Contender("iffair", lambda: _influence_from(known, None), "float64"),
        Contender("iffair, float32", lambda: _influence_from(single, None)),
    ]
    return contest(contenders, rounds)


def _with_single_precision(known: Given) -> Given:
    """The same with float32 features."""
    table = known.table
    single = Table(table.X.astype(np.float32), table.y, table.group, table.contrast)
    return Given(single, known.fit, known.design, known.gradient, known.gradients)


def _influence_from(known: Given, start: Vector | None) -> Matrix:
    return known.table.influence(LEARNER, start)


def _dense(known: Given) -> Matrix:
    """The formulas as they stand in docs/method.md, section 3."""
    X, y, n = known.design, known.table.y, len(known.table.y)
    p = expit(X @ known.fit.theta)
    hessian = X.T @ (X * (p * (1.0 - p))[:, None]) / n
    gradient = X.T @ (known.table.contrast * p * (1.0 - p))
    influence = -(p - y) * (X @ np.linalg.solve(hessian, gradient)) / n
    return influence[:, None]


def _scikit_learn(known: Given, tolerance: float) -> Contender:
    def fit() -> None:
        model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=tolerance)
        model.fit(known.table.X, known.table.y)

    return Contender(f"scikit-learn newton-cholesky, tol {tolerance:g}", fit, "the fit alone")


def _nothing(_product: Matrix) -> None:
    """A product that is timed, and is no influence to compare."""


def _eight_products(X: Matrix, directions: Matrix) -> None:
    for column in directions.T.copy():
        X @ column


def measure(size: str, rounds: int) -> Iterator[tuple[str, list[Timed]]]:
    """The timings of each task on a table of ``size``, such as "32000 x 100"."""
    n, d = map(int, size.split(" x "))
    known = given(n, d)
    for name, task in TASKS.items():
        yield name, task(known, rounds)


TASKS: dict[str, Callable[[Given, int], list[Timed]]] = {
    "one target, the fit's factor at hand": one_target,
    "eight targets, the fit's factor at hand": eight_targets,
    "Hessian and one target, model at hand": with_hessian,
    "fit, Hessian and one target": with_fit,
    "fit, Hessian and one target, float32 features": in_float32,
}
