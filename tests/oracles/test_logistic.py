"""The Newton fit against scikit-learn's newton-cholesky, and its failures."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.errors import FitError
from iffair_core.models.logistic import LogisticFit, fit_logistic
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
    fit = fit_logistic(X, y, weight, l2=0.001)
    assert fit.gradient_norm <= 1e-10
    np.testing.assert_allclose(fit.theta, reference(X, y, weight, 0.001), rtol=0, atol=1e-8)


def test_weights_are_repetitions() -> None:
    rows = prepared("german")
    X, y = rows.X, rows.y
    times = np.random.default_rng(1).integers(1, 4, len(y))
    weighted = fit_logistic(X, y, times.astype(float), l2=0.01)
    repeated = fit_logistic(
        np.repeat(X, times, axis=0), np.repeat(y, times), np.ones(times.sum()), l2=0.01
    )
    np.testing.assert_allclose(weighted.theta, repeated.theta, atol=1e-9)


def test_warm_start_and_factor() -> None:
    rows = prepared("german")
    X = rows.X
    fit = fit_logistic(X, rows.y, np.ones(len(X)), l2=0.001)
    again = fit_logistic(X, rows.y, np.ones(len(X)), l2=0.001, start=fit.theta)
    assert again.iterations == 0
    p = 1.0 / (1.0 + np.exp(-fit.logit(X)))
    full = np.hstack([X, np.ones((len(X), 1))])
    hessian = (full * (p * (1 - p))[:, None]).T @ full / len(full) + np.diag(fit.penalty)
    right = np.eye(len(hessian))
    solution = fit.solve(right)
    np.testing.assert_allclose(hessian @ solution.value, right, atol=1e-8)
    assert solution.residual.max() <= 1e-10
    assert solution.iterations == 0


def separable() -> tuple[np.ndarray, np.ndarray]:
    x = np.linspace(-1, 1, 40)
    return x[:, None], (x > 0).astype(float)


def fitted(X: np.ndarray, y: np.ndarray, l2: float) -> LogisticFit:
    return fit_logistic(X, y, np.ones(len(y)), l2=l2)


def test_separable_data_converge_with_a_penalty_and_say_why_not_without() -> None:
    assert fitted(*separable(), l2=0.001).gradient_norm <= 1e-10
    with pytest.raises(FitError, match="separate the outcomes perfectly"):
        fitted(*separable(), l2=0.0)


def test_collinear_data_converge_with_a_penalty_and_say_why_not_without() -> None:
    x = np.random.default_rng(0).normal(size=(200, 1))
    y = (x[:, 0] + np.random.default_rng(1).normal(size=200) > 0).astype(float)
    X = np.hstack([x, x])
    fit = fitted(X, y, l2=0.001)
    assert fit.theta[0] == pytest.approx(fit.theta[1])
    with pytest.raises(FitError, match="collinear"):
        fitted(X, y, l2=0.0)


def test_one_outcome_is_refused() -> None:
    X, _ = separable()
    with pytest.raises(FitError, match="same outcome"):
        fitted(X, np.ones(len(X)), l2=0.001)
