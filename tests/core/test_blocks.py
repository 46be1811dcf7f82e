"""Which features begin with which, in memory."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.models.blocks import begins_with
from iffair_core.models.logistic import fit_logistic
from iffair_core.models.logistic_sums import forward

X = np.random.default_rng(0).normal(size=(60, 3))
Y = (np.random.default_rng(1).random(60) < 0.4).astype(float)


@pytest.mark.parametrize(
    ("rows", "first", "expected"),
    [
        (X, X[:20], True),
        (X[:20], X[:20], True),
        (X[:10], X[:20], False),
        (X[1:], X[:20], False),
        (X, X[:20].copy(), False),
        (X, X[:40:2], False),
        (X, X[:20, :2], False),
    ],
)
def test_rows_that_begin_with_others(rows: np.ndarray, first: np.ndarray, expected: bool) -> None:
    assert begins_with(rows, first) is expected


def test_logits_that_are_known_are_not_made_again() -> None:
    """Of rows that begin with the training rows; of others, and of copies, all are."""
    fit = fit_logistic(X[:40], Y[:40], np.ones(40), l2=0.01)
    assert fit.logit(X[:40]) is fit.z
    for rows in (X, X[20:], X.copy(), X[:10]):
        np.testing.assert_allclose(fit.logit(rows), forward(rows, fit.theta), rtol=1e-13)
