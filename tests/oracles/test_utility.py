"""Every utility against scikit-learn's metric of its name."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    log_loss,
    roc_auc_score,
)

from iffair_core.fairness.utility import UTILITIES, utilities

N, CUT = 400, 0.4


def scikit_learn(y: np.ndarray, p: np.ndarray, weight: np.ndarray) -> dict[str, float]:
    decision = (p >= CUT).astype(int)
    return {
        "accuracy": accuracy_score(y, decision, sample_weight=weight),
        "balanced_accuracy": balanced_accuracy_score(y, decision, sample_weight=weight),
        "f1": f1_score(y, decision, sample_weight=weight),
        "roc_auc": roc_auc_score(y, p, sample_weight=weight),
        "log_loss": log_loss(y, p, sample_weight=weight),
        "brier": brier_score_loss(y, p, sample_weight=weight),
    }


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("decimals", [16, 1, 0])
def test_agrees_with_scikit_learn(weighted: bool, decimals: int) -> None:
    """With few decimals most probabilities are tied, and some are 0 or 1."""
    generator = np.random.default_rng(decimals)
    p = np.round(generator.random(N), decimals)
    y = (generator.random(N) < 0.8 * p + 0.1).astype(float)
    weight = generator.exponential(size=N) if weighted else np.ones(N)
    found, undefined = utilities(y, p, weight=weight, cut=CUT)
    assert undefined == {}
    assert tuple(found) == UTILITIES
    for name, expected in scikit_learn(y, p, weight).items():
        assert found[name] == pytest.approx(expected, rel=1e-12), name


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_of_one_outcome_what_compares_two_is_undefined(outcome: float) -> None:
    y, p = np.full(5, outcome), np.array([0.1, 0.2, 0.9, 0.6, 0.5])
    found, undefined = utilities(y, p, weight=np.ones(5), cut=CUT)
    assert set(undefined) == {"balanced_accuracy", "roc_auc"}
    assert all((found[name] is None) == (name in undefined) for name in UTILITIES)
    assert found["log_loss"] == pytest.approx(log_loss(y, p, labels=[0, 1]))


def test_nothing_favourable_has_no_f1() -> None:
    found, undefined = utilities(np.zeros(3), np.full(3, 0.1), weight=np.ones(3), cut=CUT)
    assert found["f1"] is None
    assert "favourable" in undefined["f1"]
    assert found["accuracy"] == 1.0


def test_rows_without_weight_count_for_nothing() -> None:
    y, p = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.2, 0.3, 0.6])
    weight = np.array([1.0, 2.0, 0.0, 1.0])
    used = weight > 0
    found, _ = utilities(y, p, weight=weight, cut=CUT)
    assert found == utilities(y[used], p[used], weight=weight[used], cut=CUT)[0]
    _, undefined = utilities(y, p, weight=np.array([1.0, 0.0, 1.0, 0.0]), cut=CUT)
    assert set(undefined) == {"balanced_accuracy", "roc_auc"}


def test_without_rows_nothing_is_defined() -> None:
    found, undefined = utilities(np.empty(0), np.empty(0), weight=np.empty(0), cut=CUT)
    assert set(undefined) == set(UTILITIES)
    assert all(value is None for value in found.values())
