"""The blocked sums of the logistic model against dense formulas, in both precisions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from iffair_core.influence.scores import row_influence
from iffair_core.models import blocks as blocks_module
from iffair_core.models.blocks import blocks
from iffair_core.models.logistic import MANY, PART, LogisticFit, fit_logistic
from iffair_core.models.logistic_sums import Risk, backward, forward
from iffair_core.models.rows import Rows

N, D = 3000, 5


@pytest.fixture(params=[float, np.float32], ids=["float64", "float32"])
def X(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Correlated columns of different scale, passed over in 12 blocks, the last one shorter."""
    monkeypatch.setattr(blocks_module, "CACHE", 1)
    generator = np.random.default_rng(0)
    mixed = generator.normal(size=(N, D)) @ generator.normal(size=(D, D))
    return (mixed * [1.0, 3.0, 0.1, 1.0, 1.0] + 0.5).astype(request.param)


@pytest.fixture
def y(X: np.ndarray) -> np.ndarray:
    generator = np.random.default_rng(1)
    return (generator.random(N) < expit(0.3 * X.sum(axis=1))).astype(float)


@pytest.fixture
def weight() -> np.ndarray:
    return np.random.default_rng(2).exponential(size=N)


def precision(X: np.ndarray) -> float:
    return 1e-12 if X.dtype == np.float64 else 1e-6


def test_blocks_cover_all_rows_once(X: np.ndarray) -> None:
    covered = np.concatenate([np.arange(N)[rows] for rows in blocks(X)])
    np.testing.assert_array_equal(covered, np.arange(N))
    assert len(list(blocks(X))) == 12


@pytest.mark.parametrize("intercept", [True, False])
def test_sums_are_those_of_the_dense_formulas(
    X: np.ndarray, y: np.ndarray, weight: np.ndarray, intercept: bool
) -> None:
    design = np.hstack([X, np.ones((N, 1))])[:, : D + intercept].astype(float)
    theta = 0.2 * np.random.default_rng(3).normal(size=D + intercept)
    penalty = np.array([0.1] * D + [0.0] * intercept)
    risk = Risk(X, y, weight, penalty)
    found = risk.at(theta)
    p = expit(design @ theta)
    share = weight / weight.sum()
    margin = np.where(y == 1, -1.0, 1.0) * (design @ theta)
    loss = share @ np.log1p(np.exp(margin)) + 0.5 * penalty @ theta**2
    gradient = design.T @ (share * (p - y)) + penalty * theta
    hessian = design.T @ (design * (share * p * (1 - p))[:, None]) + np.diag(penalty)
    assert risk.objective(theta, found.z) == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(found.gradient, gradient, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.z, design @ theta, atol=1e-12)
    np.testing.assert_allclose(
        risk.hessian(found.z), hessian, rtol=0, atol=precision(X) * hessian.max()
    )


def test_forward_and_backward_are_products_with_the_design(X: np.ndarray) -> None:
    design = np.hstack([X, np.ones((N, 1))]).astype(float)
    generator = np.random.default_rng(4)
    parameters, slopes = generator.normal(size=(D + 1, 3)), generator.normal(size=(N, 3))
    np.testing.assert_allclose(forward(X, parameters), design @ parameters, atol=1e-11)
    np.testing.assert_allclose(forward(X, parameters[:D, 0]), X @ parameters[:D, 0], atol=1e-11)
    np.testing.assert_allclose(backward(X, slopes, intercept=True), design.T @ slopes, atol=1e-10)


def test_influence_is_that_of_the_dense_formula(
    X: np.ndarray, y: np.ndarray, weight: np.ndarray
) -> None:
    fit = fit_logistic(X, y, weight, l2=0.01)
    gradients = np.random.default_rng(5).normal(size=(D + 1, 2))
    influence, _ = row_influence(fit, Rows(X, y, weight), gradients)
    design = np.hstack([X, np.ones((N, 1))]).astype(float)
    p = expit(design @ fit.theta)
    total = weight.sum()
    curvature = (weight * p * (1 - p) / total)[:, None]
    hessian = design.T @ (design * curvature) + np.diag(fit.penalty)
    directions = np.linalg.solve(hessian, gradients)
    rows = (p - y)[:, None] * design + fit.penalty * fit.theta
    dense = -(weight / total)[:, None] * (rows @ directions)
    np.testing.assert_allclose(
        influence, dense, rtol=0, atol=10 * precision(X) * np.abs(dense).max()
    )


def test_a_cold_start_on_many_rows_ends_where_one_from_zeros_ends(
    X: np.ndarray, y: np.ndarray, weight: np.ndarray
) -> None:
    def fitted(start: np.ndarray | None) -> LogisticFit:
        return fit_logistic(X, y, weight, l2=0.001, start=start)

    assert N > MANY * (D + 1)
    cold, zeros = fitted(None), fitted(np.zeros(D + 1))
    assert cold.gradient_norm <= 1e-10
    np.testing.assert_allclose(cold.theta, zeros.theta, atol=1e-8)
    assert cold.iterations < zeros.iterations


def test_a_cold_start_survives_a_part_with_one_outcome(X: np.ndarray, y: np.ndarray) -> None:
    y[::PART] = 1.0
    fit = fit_logistic(X, y, np.ones(N), l2=0.001)
    assert fit.gradient_norm <= 1e-10
