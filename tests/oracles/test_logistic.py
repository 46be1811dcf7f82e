"""The Newton fit against scikit-learn's newton-cholesky, and its failures."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.errors import FitError
from iffair_core.models.logistic import LogisticFit, fit_logistic, with_intercept
from tests.oracles.studies import prepared


def reference(X: np.ndarray, y: np.ndarray, weight: np.ndarray, l2: float) -> np.ndarray:
    model = LogisticRegression(
        C=1.0 / (l2 * weight.sum()), solver="newton-cholesky", tol=1e-12, max_iter=200
    ).fit(X, y, sample_weight=weight)
    return np.append(model.coef_[0], model.intercept_)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", sorted(BUILTIN))
def test_agrees_with_scikit_learn(name: str, weighted: bool) -> None:
    rows = prepared(name)
    train = rows.mask(Part.TRAIN)
    X, y = rows.X[train], rows.y[train]
    generator = np.random.default_rng(0)
    weight = generator.exponential(size=len(y)) if weighted else np.ones(len(y))
    fit = fit_logistic(with_intercept(X), y, weight, l2=0.001)
    assert fit.gradient_norm <= 1e-10
    np.testing.assert_allclose(fit.theta, reference(X, y, weight, 0.001), rtol=0, atol=1e-8)


def test_weights_are_repetitions() -> None:
    rows = prepared("german")
    design, y = with_intercept(rows.X), rows.y
    times = np.random.default_rng(1).integers(1, 4, len(y))
    weighted = fit_logistic(design, y, times.astype(float), l2=0.01)
    repeated = fit_logistic(
        np.repeat(design, times, axis=0), np.repeat(y, times), np.ones(times.sum()), l2=0.01
    )
    np.testing.assert_allclose(weighted.theta, repeated.theta, atol=1e-9)


def test_warm_start_and_factor() -> None:
    rows = prepared("german")
    design = with_intercept(rows.X)
    fit = fit_logistic(design, rows.y, np.ones(len(design)), l2=0.001)
    again = fit_logistic(design, rows.y, np.ones(len(design)), l2=0.001, start=fit.theta)
    assert again.iterations == 0
    p = 1.0 / (1.0 + np.exp(-fit.logit(design)))
    hessian = (design * (p * (1 - p))[:, None]).T @ design / len(design) + np.diag(fit.penalty)
    right = np.eye(len(hessian))
    np.testing.assert_allclose(hessian @ fit.solve(right), right, atol=1e-8)


def separable() -> tuple[np.ndarray, np.ndarray]:
    x = np.linspace(-1, 1, 40)
    return with_intercept(x[:, None]), (x > 0).astype(float)


def fitted(design: np.ndarray, y: np.ndarray, l2: float) -> LogisticFit:
    return fit_logistic(design, y, np.ones(len(y)), l2=l2)


def test_separable_data_converge_with_a_penalty_and_say_why_not_without() -> None:
    assert fitted(*separable(), l2=0.001).gradient_norm <= 1e-10
    with pytest.raises(FitError, match="separate the outcomes perfectly"):
        fitted(*separable(), l2=0.0)


def test_collinear_data_converge_with_a_penalty_and_say_why_not_without() -> None:
    x = np.random.default_rng(0).normal(size=(200, 1))
    y = (x[:, 0] + np.random.default_rng(1).normal(size=200) > 0).astype(float)
    design = with_intercept(np.hstack([x, x]))
    fit = fitted(design, y, l2=0.001)
    assert fit.theta[0] == pytest.approx(fit.theta[1])
    with pytest.raises(FitError, match="collinear"):
        fitted(design, y, l2=0.0)


def test_one_outcome_is_refused() -> None:
    design, _ = separable()
    with pytest.raises(FitError, match="same outcome"):
        fitted(design, np.ones(len(design)), l2=0.001)
