"""Trials of utilities, and of their change between two models on the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    log_loss,
    roc_auc_score,
)

from benchmarks.coverage.populations import Population, population
from benchmarks.coverage.trial import LARGE, Drawn, Trial
from iffair_core.fairness.utility_influences import Scored
from iffair_core.fairness.utility_intervals import utility_bounds, utility_change

ROW_DRAWS = 400
LARGE_DRAWS = 100
SHARES = ((200, 0.5), (200, 0.2), (1000, 0.02), (2000, 0.5), (2000, 0.02), (20_000, 0.2))
"""Rows, and share of favourable outcomes of the median row."""


def trials() -> Iterator[Trial]:
    """Balanced and rare outcomes, calibrated and overconfident, models far apart and close."""
    for (n, share), confidence in product(SHARES, (1.0, 2.0)):
        rows = population(share, confidence=confidence)
        setting = f"favourable {rows.y.mean():.0%}, confidence {confidence:g}"
        yield Trial(setting, n, partial(_bounds, rows, n, ""), _draws(n))
    for (n, share), noise, shift in product(SHARES, (0.03, 1.0), (0.0, 0.3)):
        rows = population(share, noise=noise, shift=shift)
        agree = np.mean(rows.scored(False).decision == rows.scored(True).decision)
        setting = f"favourable {rows.y.mean():.0%}, shift {shift:g}, agreement {agree:.1%}"
        yield Trial(setting, n, partial(_changes, rows, n, ""), _draws(n))
    for (n, share), related in product(((500, 0.5), (5000, 0.2)), (1.0, 4.0)):
        rows = population(share, noise=0.5, shift=0.3, related=related)
        setting = f"favourable {rows.y.mean():.0%}, weights x{related:g}"
        yield Trial(setting, n, partial(_bounds, rows, n, ", weighted"), _draws(n))
        yield Trial(setting, n, partial(_changes, rows, n, ", weighted"), _draws(n))


def figures(rows: Scored) -> dict[str, float]:
    """Every utility as scikit-learn computes it."""
    weight = {"sample_weight": rows.weight}
    return {
        "accuracy": float(accuracy_score(rows.y, rows.decision, **weight)),
        "balanced_accuracy": float(balanced_accuracy_score(rows.y, rows.decision, **weight)),
        "f1": float(f1_score(rows.y, rows.decision, **weight)),
        "roc_auc": float(roc_auc_score(rows.y, rows.probability, **weight)),
        "log_loss": float(log_loss(rows.y, rows.probability, **weight)),
        "brier": float(brier_score_loss(rows.y, rows.probability, **weight)),
    }


def _draws(n: int) -> int:
    return LARGE_DRAWS if n >= LARGE else ROW_DRAWS


def _bounds(
    whole: Population, n: int, suffix: str, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    found = [
        utility_bounds(whole.scored(False, random.integers(len(whole.y), size=n)))
        for _ in range(draws)
    ]
    truth = figures(whole.scored(False))
    return {
        f"{name}{suffix}": Drawn(truth[name], *np.array([f[name] for f in found]).T)
        for name in truth
    }


def _changes(
    whole: Population, n: int, suffix: str, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    found = []
    for _ in range(draws):
        rows = random.integers(len(whole.y), size=n)
        found.append(utility_change(whole.scored(False, rows), whole.scored(True, rows)))
    old, new = figures(whole.scored(False)), figures(whole.scored(True))
    return {
        f"change of {name}{suffix}": Drawn(
            new[name] - old[name], *np.array([f[name].bounds for f in found]).T
        )
        for name in old
    }
