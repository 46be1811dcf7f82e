"""Updates of an inverse Hessian against the dense BFGS formula."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.models.quasi_newton import InverseHessian

P = 5


def spd(generator: np.random.Generator) -> np.ndarray:
    square = generator.normal(size=(P, P))
    return square @ square.T + np.eye(P)


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.default_rng(0)


def test_without_a_step_it_is_the_factors(generator: np.random.Generator) -> None:
    hessian, gradient = spd(generator), generator.normal(size=P)
    found = InverseHessian(np.linalg.cholesky(hessian)).times(gradient)
    np.testing.assert_allclose(found, np.linalg.solve(hessian, gradient))


def test_updates_are_those_of_the_dense_formula(generator: np.random.Generator) -> None:
    hessian, other, gradient = spd(generator), spd(generator), generator.normal(size=P)
    inverse, dense = InverseHessian(np.linalg.cholesky(hessian)), np.linalg.inv(hessian)
    for s in generator.normal(size=(3, P)):
        y = other @ s
        inverse = inverse.after(s, y)
        left = np.eye(P) - np.outer(s, y) / (s @ y)
        dense = left @ dense @ left.T + np.outer(s, s) / (s @ y)
        np.testing.assert_allclose(inverse.times(y), s, atol=1e-10)
    np.testing.assert_allclose(inverse.times(gradient), dense @ gradient)


def test_a_step_without_curvature_is_left_out(generator: np.random.Generator) -> None:
    start = InverseHessian(np.linalg.cholesky(spd(generator)))
    s = generator.normal(size=P)
    assert start.after(s, -s).pairs == ()
    assert len(start.after(s, s).pairs) == 1
