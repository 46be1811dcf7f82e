"""Rows of two groups that differ in what decides, and the gap of decisions about them."""

from typing import Any

import numpy as np

from iffair_core.fairness.report import fairness_report

ROWS, NEW = 600, 2000
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def draw(n: int, seed: int) -> Rows:
    """Features, outcomes and groups; the first feature carries group and outcome alike."""
    random = np.random.default_rng(seed)
    group = random.random(n) < 0.4
    X = random.normal(size=(n, 4))
    X[:, 0] += 1.2 * ~group
    y = random.random(n) < 1 / (1 + np.exp(0.8 - X[:, 0] - X[:, 1]))
    return X, y.astype(int), np.where(group, "b", "a")


def parity_gap(y: Any, decision: Any, group: Any, metric: str = "demographic_parity") -> float:
    report = fairness_report(y, decision, group)
    largest = report[(report["metric"] == metric) & (report["group"] == "")]
    return float(largest["value"].iloc[0])
