"""The dual of a step against finite differences, its conditions and a general solver."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.optimize import minimize

from iffair_core.weights.dual import TOLERANCE, Dual, solved
from iffair_core.weights.metric import Metric, Nearest

N, J = 60, 6


def example(seed: int, tight: float = 0.3, most: float = 50.0) -> Dual:
    """Five inequalities and one equality; the tighter the limits, the more weights are clipped."""
    generator = np.random.default_rng(seed)
    metric = Metric.of(generator.integers(0, 4, N))
    columns = generator.normal(size=(N, J))
    columns[:, -1] = 1.0
    columns /= metric.lengths(columns)
    weights = generator.uniform(0.0, 2.0, N)
    limits = np.append(-tight * generator.uniform(0.5, 1.5, J - 1), 0.0)
    least, ceiling = np.zeros(J), np.full(J, most)
    least[-1], ceiling[-1] = -np.inf, np.inf
    wanted = 0.1 * generator.normal(size=N)
    return Dual(metric, wanted, -weights, 3.0 - weights, columns, limits, least, ceiling)


def at(dual: Dual, mu: np.ndarray) -> Nearest:
    shift = np.zeros(len(dual.metric.size))
    return dual.metric.nearest(dual.wanted, dual.columns @ mu, dual.low, dual.high, shift)


def general(dual: Dual) -> np.ndarray:
    """The change by L-BFGS on the dual."""

    def negative(mu: np.ndarray) -> tuple[float, np.ndarray]:
        found = at(dual, mu)
        slack = found.change @ dual.columns - dual.limits
        return -(found.cost + float(mu @ slack)), -slack

    box = list(zip(dual.least, dual.most, strict=True))
    options = {"maxiter": 2000, "ftol": 1e-16, "gtol": 1e-11}
    solved = minimize(
        negative, np.zeros(J), jac=True, method="L-BFGS-B", bounds=box, options=options
    )
    return at(dual, solved.x).change


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("tight", [0.05, 1.0, 3.0])
def test_agrees_with_a_general_solver(seed: int, tight: float) -> None:
    dual = example(seed, tight)
    np.testing.assert_allclose(solved(dual).change, general(dual), atol=1e-6)


def test_some_of_the_examples_clip_weights() -> None:
    dual = example(0, 3.0)
    change = solved(dual).change
    clipped = (change <= dual.low) | (change >= dual.high)
    assert 0 < clipped.sum() < N


@pytest.mark.parametrize("seed", range(3))
def test_multipliers_stay_below_their_bound_where_limits_contradict_each_other(seed: int) -> None:
    """Two opposite constraints that no change can meet, among the others."""
    dual = example(seed, most=2.0)
    columns, limits = dual.columns.copy(), dual.limits.copy()
    columns[:, 1], limits[:2] = -columns[:, 0], -1.0
    both = dataclasses.replace(dual, columns=columns, limits=limits)
    np.testing.assert_allclose(solved(both).change, general(both), atol=1e-6)


def test_what_holds_already_moves_nothing_but_to_the_pull() -> None:
    dual = example(1, tight=-5.0)
    free = dataclasses.replace(dual, wanted=np.zeros(N))
    np.testing.assert_allclose(solved(free).change, 0.0, atol=TOLERANCE)


def test_the_gram_matrix_is_the_derivative_of_the_constrained_sums() -> None:
    """Away from the kinks: A^T d falls by G for a unit of mu, with clipped rows and without."""
    dual, part = example(2), 1e-6
    mu = np.random.default_rng(8).uniform(1.0, 3.0, J)
    change = at(dual, mu).change
    inside = (change > dual.low) & (change < dual.high)
    assert 0 < inside.sum() < N
    steps = part * np.eye(J)
    ahead, behind = (
        np.array([at(dual, mu + sign * step).change @ dual.columns for step in steps])
        for sign in (1, -1)
    )
    gram = dual.metric.gram(dual.columns, inside)
    np.testing.assert_allclose(gram, (behind - ahead) / (2 * part), atol=1e-6)
