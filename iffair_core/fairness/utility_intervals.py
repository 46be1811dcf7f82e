"""Intervals of the utilities of one model, and of their change between two models.

    accuracy            Wilson's interval of the share of right decisions
    balanced accuracy   mean of two rates of disjoint rows: their Wilson intervals put together by
                        the square-and-add rule (Zou and Donner 2008)
    F1                  2 J / (1 + J) of the share J of true positives among the rows that have or
                        are predicted to have the favourable outcome: Wilson's interval of J
    ROC AUC             the variance of DeLong, DeLong and Clarke-Pearson (1988) on the scale of
                        log odds, which keeps the interval within 0 and 1
    log loss, Brier     mean over the rows: Student's interval

The change of a utility on the same rows is paired: each row has an influence on the utility before
and one after, and the variance is that of their difference (the delta method; for AUC it is
DeLong's). Weighted rows count as in ``uncertainty``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.special import expit, logit
from scipy.stats import norm, t

from iffair_core.arrays import Mask, Vector
from iffair_core.fairness.cells import finite_logit
from iffair_core.fairness.uncertainty import LEVEL, Interval, effective_rows, wilson
from iffair_core.models.objective import row_loss

Bounds: TypeAlias = tuple[float, float]
Influenced: TypeAlias = tuple[float, Vector]
UNKNOWN: Bounds = (float("nan"), float("nan"))


@dataclass(frozen=True, eq=False)
class Scored:
    """Rows with outcome y in {0, 1}, decision in {0, 1}, probability and weight, all (n,).

    Without probabilities (None) AUC, log loss and Brier score are undefined.
    """

    y: Vector
    decision: Vector
    probability: Vector | None
    weight: Vector


@dataclass(frozen=True)
class UtilityChange:
    """A utility before and after, and the bounds of its change; NaN where undefined."""

    before: float
    after: float
    bounds: Bounds


def utility_bounds(rows: Scored, level: float = LEVEL) -> Mapping[str, Bounds]:
    """Bounds of each utility by name; NaN where the utility or its interval is undefined."""
    right = (rows.decision == rows.y).astype(np.float64)
    positive, concerned = rows.y == 1.0, (rows.y + rows.decision) > 0
    everyone = np.ones(len(right), dtype=bool)
    halves = [_share_bounds(right, cell, rows.weight, level) for cell in (positive, ~positive)]
    jaccard = _share_bounds(rows.y * rows.decision, concerned, rows.weight, level)
    influences = utility_influences(rows)
    return {
        "accuracy": _share_bounds(right, everyone, rows.weight, level)[1],
        "balanced_accuracy": _half_sum(*halves),
        "f1": (_f1(jaccard[1][0]), _f1(jaccard[1][1])),
        "roc_auc": _auc_bounds(influences["roc_auc"], rows.weight, level),
        "log_loss": _bounds(influences["log_loss"], rows.weight, level),
        "brier": _bounds(influences["brier"], rows.weight, level),
    }


def utility_change(
    before: Scored, after: Scored, level: float = LEVEL
) -> Mapping[str, UtilityChange]:
    """Change of each utility, after minus before, on the same rows."""
    old, new = utility_influences(before), utility_influences(after)
    changes = {}
    for name in old:
        (first, first_influence), (second, second_influence) = old[name], new[name]
        difference = second - first, second_influence - first_influence
        changes[name] = UtilityChange(first, second, _bounds(difference, before.weight, level))
    return changes


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
    positive, mass = y == 1.0, float(share @ y)
    if not 0.0 < mass < 1.0:
        return _undefined(len(y))
    below = _share_below(probability, np.where(positive, 0.0, share) / (1.0 - mass))
    above = 1.0 - _share_below(probability, np.where(positive, share, 0.0) / mass)
    value = float((share * y) @ below / mass)
    influence = np.where(positive, (below - value) / mass, (above - value) / (1.0 - mass))
    return value, influence


def _share_below(score: Vector, mass: Vector) -> Vector:
    """(n,) mass of the rows with a smaller score, and half of the mass of those with the same."""
    _, place = np.unique(score, return_inverse=True)
    at = np.bincount(place, weights=mass)
    below: Vector = (np.cumsum(at) - at / 2.0)[place]
    return below


def _bounds(utility: Influenced, weight: Vector, level: float) -> Bounds:
    value, influence = utility
    margin = _margin(influence, weight, level)
    return value - margin, value + margin


def _margin(influence: Vector, weight: Vector, level: float) -> float:
    """Half the width of Student's interval; NaN for fewer than two rows."""
    n = len(influence)
    if n < 2:
        return float("nan")
    return float(t.isf((1.0 - level) / 2.0, n - 1)) * _deviation(influence, weight)


def _deviation(influence: Vector, weight: Vector) -> float:
    """Standard deviation of a utility from the influence of its rows."""
    n = len(influence)
    share = weight / weight.sum()
    return float(np.sqrt(np.sum((share * influence) ** 2) * n / (n - 1)))


def _auc_bounds(utility: Influenced, weight: Vector, level: float) -> Bounds:
    value, influence = utility
    if not 0.0 < value < 1.0:
        return UNKNOWN
    scale = value * (1.0 - value)
    margin = norm.isf((1.0 - level) / 2.0) * _deviation(influence, weight) / scale
    return float(expit(logit(value) - margin)), float(expit(logit(value) + margin))


def _share_bounds(score: Vector, cell: Mask, weight: Vector, level: float) -> tuple[float, Bounds]:
    """Share of the score in {0, 1} among the rows of ``cell``, and Wilson's bounds."""
    if not weight[cell].any():
        return float("nan"), UNKNOWN
    value = np.array([np.average(score[cell], weights=weight[cell])])
    interval: Interval = wilson(value, effective_rows(score[cell], weight[cell]), level)
    return float(value[0]), (float(interval.low[0]), float(interval.high[0]))


def _half_sum(first: tuple[float, Bounds], second: tuple[float, Bounds]) -> Bounds:
    (a, (a_low, a_high)), (b, (b_low, b_high)) = first, second
    middle = (a + b) / 2.0
    return (
        float(middle - np.hypot(a - a_low, b - b_low) / 2.0),
        float(middle + np.hypot(a_high - a, b_high - b) / 2.0),
    )


def _f1(jaccard: float) -> float:
    return 2.0 * jaccard / (1.0 + jaccard)
