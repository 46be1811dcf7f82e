"""A small network: influence of every row on the demographic parity gap, against peers.

Layers 64-32, softplus, 8577 parameters on 100 features. Results are compared with the converged
Gauss-Newton answer: conjugate gradients to a relative residual of 1e-8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from scipy.sparse.linalg import LinearOperator, cg
from scipy.special import expit

from benchmarks.speed.contest import Contender, Timed, contest
from benchmarks.speed.network_peers import contenders, peer
from benchmarks.speed.tabular import Table, synthetic
from iffair_core.arrays import Matrix, Vector
from iffair_core.influence.scores import row_influence
from iffair_core.models.network import MlpLearner
from iffair_core.models.network.fit import NetworkFit
from iffair_core.models.network.mlp import Mlp

LAYERS = (64, 32)
L2 = 0.01
"""At .001 the labels of the synthetic table are fitted for hundreds of passes more."""
TARGETS = 8
CONVERGED = 1e-8
BATCH = 2048


@dataclass(frozen=True, eq=False)
class Given:
    """A trained network on a table; directions (p, 8) to take row products along."""

    table: Table
    fit: NetworkFit
    directions: Matrix


def measure(size: str, rounds: int) -> Iterator[tuple[str, list[Timed]]]:
    """The timings of each task on a table of ``size``, such as "32000 x 100"."""
    n, d = map(int, size.split(" x "))
    table = synthetic(n, d)
    learner = MlpLearner(layers=LAYERS, l2=L2)
    trained: list[NetworkFit] = []

    def train() -> None:
        trained.append(learner.fit(table.X, table.y, np.ones(n)))

    training = contest([Contender("iffair, training", train)], rounds=0)
    fit = trained[0]
    known = Given(table, fit, table.gap_gradients(fit, parts=TARGETS))
    yield "influence of every row", influence(known, rounds)
    yield "row products of eight targets", row_products(known, rounds)
    yield "influence beside training", _beside(known, training[0], rounds)


def influence(known: Given, rounds: int) -> list[Timed]:
    table = known.table
    there = peer(known.fit.theta, LAYERS, table.X, table.y, table.contrast, L2)
    competing = [Contender("iffair", lambda: _influence(known)), *contenders(there)]
    return contest(competing, rounds, answer=converged(known))


def row_products(known: Given, rounds: int) -> list[Timed]:
    """Products of all row gradients of the logit with directions."""
    X, V = known.table.X, known.directions
    competing = [
        Contender("iffair", lambda: known.fit.pushforward(X, V)),
        Contender("torch.func.jvp", lambda: _forward_mode(known), "one target"),
        Contender("torch.func.vmap(grad)", lambda: _per_row(known)),
    ]
    return contest(competing, rounds)


def _beside(known: Given, training: Timed, rounds: int) -> list[Timed]:
    """The training was run once, before; its ratio is that to the median of the influence."""
    [step] = contest([Contender("iffair", lambda: _influence(known))], rounds)
    assert training.seconds is not None
    assert step.seconds is not None
    ratio = training.seconds / step.seconds
    return [step, Timed(training.name, training.seconds, ratio, 1, None, None, None, "")]


def _influence(known: Given) -> Matrix:
    """Gradient of the gap, solve, influence of every row: nothing is kept from an earlier run."""
    fit = replace(known.fit)
    return row_influence(fit, known.table.rows, known.table.gap_gradients(fit))[0]


def converged(known: Given) -> Matrix:
    """s (n, 1) by conjugate gradients on the Gauss-Newton matrix of the fit's penalty alone."""
    fit, table = known.fit, known.table
    p = expit(fit.logit(table.X))
    curvature = (p * (1.0 - p) / len(p))[:, None]

    def times(v: Vector) -> Vector:
        column = np.asarray(v, dtype=np.float64).reshape(-1, 1)
        product = fit.pullback(table.X, curvature * fit.pushforward(table.X, column))[:, 0]
        return product + fit.penalty * column[:, 0]

    size = len(fit.theta)
    inverse = 1.0 / (fit.penalty + L2)
    gradient = table.gap_gradients(fit)[:, 0]
    direction, unfinished = cg(
        LinearOperator((size, size), matvec=times, dtype=np.float64),
        gradient,
        rtol=CONVERGED,
        M=LinearOperator((size, size), matvec=lambda v: inverse * v, dtype=np.float64),
    )
    if unfinished:
        raise RuntimeError(f"The reference has not converged after {unfinished} iterations.")
    along = (p - table.y) * fit.pushforward(table.X, direction[:, None])[:, 0]
    return -(along + (fit.penalty * fit.theta) @ direction)[:, None] / len(p)


def _forward_mode(known: Given) -> None:
    """One forward-mode product over all rows."""
    network = Mlp(known.table.X.shape[1], LAYERS, "softplus")
    X, theta = torch.from_numpy(known.table.X), torch.from_numpy(known.fit.theta)
    direction = torch.from_numpy(known.directions[:, 0].copy())
    torch.func.jvp(lambda parameters: network.logit(X, parameters), (theta,), (direction,))


def _per_row(known: Given) -> Matrix:
    """Gradients of all rows, a batch at a time, times the directions."""
    network = Mlp(known.table.X.shape[1], LAYERS, "softplus")
    X, theta = torch.from_numpy(known.table.X), torch.from_numpy(known.fit.theta)
    directions = torch.from_numpy(known.directions)

    def logit(parameters: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
        return network.logit(row[None], parameters)[0]

    gradients = torch.func.vmap(torch.func.grad(logit), in_dims=(None, 0))
    parts = [gradients(theta, rows) @ directions for rows in X.split(BATCH)]
    return torch.cat(parts).numpy()
