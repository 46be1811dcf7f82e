"""Utilities of one model, and the influence of every row on each (scikit-learn's definitions).

The influence of a row is the derivative of the utility with respect to the share of the row in the
sample (von Mises), so that the utility over other rows is, to first order, its value plus the mean
of the influences. For AUC the influences are the structural components of DeLong, DeLong and
Clarke-Pearson (1988).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.fairness.cells import finite_logit
from iffair_core.models.objective import row_loss

Influenced: TypeAlias = tuple[float, Vector]


@dataclass(frozen=True, eq=False)
class Scored:
    """Rows with outcome y in {0, 1}, decision in {0, 1}, probability and weight, all (n,).

    Without probabilities (None) AUC, log loss and Brier score are undefined.
    """

    y: Vector
    decision: Vector
    probability: Vector | None
    weight: Vector


def utility_rows(rows: Scored) -> Mapping[str, int]:
    """Rows of the smallest cell that each utility rests on.

    Balanced accuracy and AUC need rows of either outcome, F1 those that have or are predicted to
    have the favourable one; the others are means over all rows.
    """
    n, positives = len(rows.y), int(rows.y.sum())
    rarer = min(positives, n - positives)
    return {
        "accuracy": n,
        "balanced_accuracy": rarer,
        "f1": int(np.count_nonzero(rows.y + rows.decision)),
        "roc_auc": rarer,
        "log_loss": n,
        "brier": n,
    }


def utility_influences(rows: Scored) -> Mapping[str, Influenced]:
    """Each utility and the influence (n,) of every row on it, of weighted mean 0.

    A utility that is undefined is NaN, and so are its influences.
    """
    y, decision, p = rows.y, rows.decision, rows.probability
    share = rows.weight / rows.weight.sum()
    right = (decision == y).astype(np.float64)
    halves = [_ratio(cell * right, cell, share) for cell in (y, 1.0 - y)]
    return {
        "accuracy": _mean(right, share),
        "balanced_accuracy": (
            (halves[0][0] + halves[1][0]) / 2.0,
            (halves[0][1] + halves[1][1]) / 2.0,
        ),
        "f1": _ratio(2.0 * y * decision, y + decision, share),
        "roc_auc": _undefined(len(y)) if p is None else _auc(y, p, share),
        "log_loss": _undefined(len(y)) if p is None else _mean(row_loss(finite_logit(p), y), share),
        "brier": _undefined(len(y)) if p is None else _mean((p - y) ** 2, share),
    }


def _undefined(n: int) -> Influenced:
    return float("nan"), np.full(n, np.nan)


def _mean(score: Vector, share: Vector) -> Influenced:
    value = float(share @ score)
    return value, score - value


def _ratio(top: Vector, bottom: Vector, share: Vector) -> Influenced:
    """Ratio of two means and the rows' influence on it."""
    base = float(share @ bottom)
    if base == 0:
        return _undefined(len(share))
    value = float(share @ top) / base
    return value, (top - value * bottom) / base


def _auc(y: Vector, probability: Vector, share: Vector) -> Influenced:
    """AUC and the rows' influence: DeLong's structural components, with weights."""
    positive = y == 1.0
    mass, rest = float(share @ y), float(share @ (1.0 - y))
    if mass == 0 or rest == 0:
        return _undefined(len(y))
    below = _share_below(probability, np.where(positive, 0.0, share) / rest)
    above = 1.0 - _share_below(probability, np.where(positive, share, 0.0) / mass)
    value = float((share * y) @ below / mass)
    influence = np.where(positive, (below - value) / mass, (above - value) / rest)
    return value, influence


def _share_below(score: Vector, mass: Vector) -> Vector:
    """(n,) mass of the rows with a smaller score, and half of the mass of those with the same."""
    _, place = np.unique(score, return_inverse=True)
    at = np.bincount(place, weights=mass)
    below: Vector = (np.cumsum(at) - at / 2.0)[place]
    return below
