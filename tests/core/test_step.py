"""The smallest step against closed forms and a general solver."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from iffair_core.influence.scores import Influence
from iffair_core.models.fit import Solution
from iffair_core.weights.metric import WITHIN, Metric
from iffair_core.weights.step import LARGEST_RMS_CHANGE, Bounds, Terms
from iffair_core.weights.step import smallest_step as pushed

N = 40


def influence(k: int) -> np.ndarray:
    return np.random.default_rng(k).normal(size=(N, k)) / N


def alone(n: int, max_weight: float = 10.0) -> Terms:
    """Every row its own cell, which makes the metric the Euclidean one; the sum is held."""
    return Terms(Metric.of(np.arange(n)), np.ones((n, 1)), max_weight)


def known(s: np.ndarray) -> Influence:
    """An influence (N, K) as it is, without a model behind it."""
    k = s.shape[1]
    return Influence(s, np.eye(k), Solution(np.zeros((1, k)), np.zeros(k), 0.0, 0))


def smallest_step(*program: Any) -> np.ndarray:
    return pushed(*program).change


def test_one_equality_has_a_closed_form() -> None:
    """Without active bounds dw is proportional to the centred influence."""
    s = influence(1)
    found = smallest_step(
        np.ones(N), alone(N), Bounds(known(s), np.array([-np.inf]), np.array([-0.01]))
    )
    centred = s[:, 0] - s.mean()
    np.testing.assert_allclose(found, -0.01 * centred / (centred @ centred), atol=1e-7)


def test_agrees_with_a_general_solver_where_weights_are_clipped() -> None:
    s, w = influence(2), np.random.default_rng(5).uniform(0.0, 2.0, N)
    w /= w.mean()
    lower, upper = np.array([-np.inf, -0.002]), np.array([-0.4, 0.002])
    found = smallest_step(w, alone(N, 2.2), Bounds(known(s), lower, upper))
    oracle = minimize(
        lambda d: 0.5 * d @ d,
        np.zeros(N),
        jac=lambda d: d,
        method="SLSQP",
        bounds=list(zip(-w, 2.2 - w, strict=True)),
        constraints=[
            {"type": "eq", "fun": lambda d: d.sum()},
            {"type": "ineq", "fun": lambda d: upper[0] - s[:, 0] @ d},
            {"type": "ineq", "fun": lambda d: upper[1] - s[:, 1] @ d},
            {"type": "ineq", "fun": lambda d: s[:, 1] @ d - lower[1]},
        ],
        options={"maxiter": 500, "ftol": 1e-14},
    )
    assert oracle.success
    assert ((found <= -w + 1e-9) | (found >= 2.2 - w - 1e-9)).any()
    np.testing.assert_allclose(found, oracle.x, atol=1e-4)


def test_the_budget_bounds_the_predicted_loss() -> None:
    s, u = influence(1), np.random.default_rng(9).normal(size=N) / N
    free = Bounds(known(s), np.array([-np.inf]), np.array([-0.05]))
    budget = 0.5 * float(u @ smallest_step(np.ones(N), alone(N), free))
    if budget < 0:
        u, budget = -u, -budget
    held = Bounds(known(s), free.lower, free.upper, u, budget)
    found = smallest_step(np.ones(N), alone(N), held)
    assert u @ found == pytest.approx(budget, rel=1e-5)
    assert s[:, 0] @ found == pytest.approx(-0.05, rel=1e-5)


def test_targets_that_cannot_be_met_give_a_bounded_step() -> None:
    s = influence(1)
    both = Bounds(known(np.hstack([s, s])), np.array([-np.inf, 0.05]), np.array([-0.05, np.inf]))
    found = smallest_step(np.ones(N), alone(N), both)
    assert np.isfinite(found).all()
    assert np.sqrt(np.mean(found**2)) <= 2 * LARGEST_RMS_CHANGE * np.sqrt(WITHIN)


def test_satisfied_bounds_move_nothing() -> None:
    found = smallest_step(
        np.ones(N), alone(N), Bounds(known(influence(1)), np.array([-1.0]), np.array([1.0]))
    )
    np.testing.assert_allclose(found, 0.0, atol=1e-12)


def test_of_many_pairs_those_that_bind_are_found() -> None:
    """All pairs of six group rates: the same step as with every constraint from the start."""
    generator = np.random.default_rng(2)
    rates, s = generator.uniform(size=6), generator.normal(size=(N, 6)) / N
    pairs = [(a, b) for a in range(6) for b in range(a)]
    mixing = np.zeros((6, len(pairs)))
    for k, (a, b) in enumerate(pairs):
        mixing[[a, b], k] = 1.0, -1.0
    gaps = rates @ mixing
    found = Influence(s, mixing, known(s).solution)
    reach = 0.8 * np.abs(gaps).max()
    step = smallest_step(np.ones(N), alone(N), Bounds(found, -reach - gaps, reach - gaps))
    assert np.abs(gaps + found.change(step)).max() <= reach + 1e-5
    oracle = minimize(
        lambda d: 0.5 * d @ d,
        np.zeros(N),
        jac=lambda d: d,
        method="SLSQP",
        bounds=[(-1.0, 9.0)] * N,
        constraints=[
            {"type": "eq", "fun": lambda d: d.sum()},
            {"type": "ineq", "fun": lambda d: reach - np.abs(gaps + found.change(d))},
        ],
    )
    np.testing.assert_allclose(step, oracle.x, atol=1e-4)


def test_the_step_is_the_one_nearest_to_a_pull() -> None:
    """It meets the same bounds, and the general solver finds none that is nearer."""
    s, w = influence(1), np.ones(N)
    pull = np.random.default_rng(3).normal(scale=0.5, size=N)
    bounds = Bounds(known(s), np.array([-np.inf]), np.array([-0.05]))
    found = smallest_step(w, alone(N, 1.4), bounds, pull)
    oracle = minimize(
        lambda d: 0.5 * (d - pull) @ (d - pull),
        np.zeros(N),
        jac=lambda d: d - pull,
        method="SLSQP",
        bounds=[(-1.0, 0.4)] * N,
        constraints=[
            {"type": "eq", "fun": lambda d: d.sum()},
            {"type": "ineq", "fun": lambda d: -0.05 - s[:, 0] @ d},
        ],
        options={"maxiter": 500, "ftol": 1e-14},
    )
    assert oracle.success
    np.testing.assert_allclose(found, oracle.x, atol=1e-4)
    assert np.abs(found - smallest_step(w, alone(N, 1.4), bounds)).max() > 0.1


def test_a_pull_is_followed_where_no_bound_holds_it() -> None:
    """But for its mean, which would change the sum of the weights."""
    pull = np.random.default_rng(3).normal(scale=0.1, size=N)
    free = Bounds(known(influence(1)), np.array([-np.inf]), np.array([np.inf]))
    found = smallest_step(np.ones(N), alone(N), free, pull)
    np.testing.assert_allclose(found, pull - pull.mean(), atol=1e-7)


def test_what_a_change_misses_is_told_for_both_bounds() -> None:
    bounds = Bounds(known(np.eye(2)), np.array([-1.0, 0.5]), np.array([0.25, 2.0]))
    np.testing.assert_allclose(bounds.missed(np.array([1.0, 0.1])), [0.75, 0.4])


def test_the_metric_of_cells_agrees_with_a_general_solver() -> None:
    """Clipped weights, cells of unequal size and two held sums, against M in full."""
    generator = np.random.default_rng(4)
    cell, y = np.repeat([7, 2, 5], [5, 15, 20]), generator.integers(0, 2, N)
    s, w = influence(1), generator.uniform(0.0, 1.4, N)
    held = np.column_stack([np.ones(N), y - y.mean()])
    terms = Terms(Metric.of(cell), held, 1.5)
    mean = np.equal.outer(cell, cell) / np.bincount(cell)[cell][:, None]
    M = mean + WITHIN * (np.eye(N) - mean)
    found = smallest_step(w, terms, Bounds(known(s), np.array([-np.inf]), np.array([-0.3])))
    oracle = minimize(
        lambda d: 0.5 * d @ M @ d,
        np.zeros(N),
        jac=lambda d: M @ d,
        method="SLSQP",
        bounds=list(zip(-w, 1.5 - w, strict=True)),
        constraints=[
            {"type": "eq", "fun": lambda d: held.T @ d},
            {"type": "ineq", "fun": lambda d: -0.3 - s[:, 0] @ d},
        ],
        options={"maxiter": 1000, "ftol": 1e-12},
    )
    assert oracle.success
    assert ((found <= -w + 1e-9) | (found >= 1.5 - w - 1e-9)).any()
    np.testing.assert_allclose(found, oracle.x, atol=1e-4)


def test_lengths_are_those_of_the_dual_metric() -> None:
    cell, columns = np.array([0, 0, 1, 1, 1]), np.random.default_rng(1).normal(size=(5, 3))
    mean = np.equal.outer(cell, cell) / np.bincount(cell)[cell][:, None]
    M = mean + WITHIN * (np.eye(5) - mean)
    expected = np.sqrt(np.einsum("ik,ik->k", columns, np.linalg.solve(M, columns)))
    np.testing.assert_allclose(Metric.of(cell).lengths(columns), expected)
