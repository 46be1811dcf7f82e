"""Intervals of the utilities of one model, and of their change between two models.

    accuracy            Wilson's interval of the share of right decisions
    balanced accuracy   mean of two rates of disjoint rows: their Wilson intervals put together by
                        squaring and adding (Zou and Donner 2008)
    F1                  2 J / (1 + J) of the share J of true positives among the rows that have or
                        are predicted to have the favourable outcome: Wilson's interval of J
    ROC AUC             the variance of DeLong, DeLong and Clarke-Pearson (1988) on the scale of
                        log odds, which keeps the interval within 0 and 1; an AUC of 0 or 1 has none
    log loss, Brier     mean over the rows: Hall's interval (``means``)

The change of a utility on the same rows is paired: each row has an influence on the utility before
and one after, and the variance is that of their difference (the delta method; for AUC it is
DeLong's), with the correction and the degrees of freedom of ``weighted``. Where few decisions
differ that variance is too small: the utilities of decisions have two rows added, spread evenly
over the eight cases of outcome and both decisions. For accuracy that is the interval of Agresti and
Min (2005) for paired proportions. Weighted rows count as in ``uncertainty``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
from scipy.special import expit, logit, ndtri, stdtrit

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.fairness.means import hall, means
from iffair_core.fairness.uncertainty import LEVEL, Interval, effective_rows, wilson
from iffair_core.fairness.utility_influences import Influenced, Scored, utility_influences
from iffair_core.fairness.weighted import weighted

Bounds: TypeAlias = tuple[float, float]
UNKNOWN: Bounds = (float("nan"), float("nan"))
OF_DECISIONS = ("accuracy", "balanced_accuracy", "f1")
CASES = np.array(list(product((0.0, 1.0), repeat=3)))
"""(8, 3) outcome, decision before and decision after of the rows that are added."""
ADDED = 0.25
"""How much of a row each case is."""


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
        "roc_auc": _auc_bounds(influences["roc_auc"], rows, level),
        "log_loss": _mean_bounds(influences["log_loss"], rows.weight, level),
        "brier": _mean_bounds(influences["brier"], rows.weight, level),
    }


def utility_change(
    before: Scored, after: Scored, level: float = LEVEL
) -> Mapping[str, UtilityChange]:
    """Change of each utility, after minus before, on the same rows."""
    old, new = utility_influences(before), utility_influences(after)
    bounds = _decision_changes(before, after, level)
    changes = {}
    for name in old:
        change, influence = new[name][0] - old[name][0], new[name][1] - old[name][1]
        if np.isnan(change):
            bounds[name] = UNKNOWN
        elif name not in OF_DECISIONS:
            classes = before.y if name == "roc_auc" else np.zeros(len(before.y))
            margin = _margin(influence, before.weight, classes.astype(np.int64), level)
            bounds[name] = change - margin, change + margin
        changes[name] = UtilityChange(old[name][0], new[name][0], bounds[name])
    return changes


def _decision_changes(before: Scored, after: Scored, level: float) -> dict[str, Bounds]:
    """Bounds of the change of the utilities of decisions, with ``CASES`` added to the rows."""
    a = before.weight
    multiple = np.concatenate([np.ones(len(a)), np.full(len(CASES), ADDED)])
    weight = np.concatenate([a, np.full(len(CASES), ADDED * (a @ a) / a.sum())])
    y = np.concatenate([before.y, CASES[:, 0]])
    old, new = (
        utility_influences(Scored(y, np.concatenate([m.decision, case]), None, weight))
        for m, case in ((before, CASES[:, 1]), (after, CASES[:, 2]))
    )
    bounds = {}
    for name in OF_DECISIONS:
        change, influence = new[name][0] - old[name][0], new[name][1] - old[name][1]
        variance = np.sum((weight / weight.sum() * influence) ** 2 / multiple)
        margin = float(ndtri((1.0 + level) / 2.0) * np.sqrt(variance))
        bounds[name] = max(change - margin, -1.0), min(change + margin, 1.0)
    return bounds


def _margin(influence: Vector, weight: Vector, classes: Codes, level: float) -> float:
    """Half the width of Student's interval; NaN where a class of rows has no variance.

    ``classes`` (n,) are those that the influences have a mean of 0 in.
    """

    rows = weighted(weight, classes, int(classes.max()) + 1)
    if np.isnan(rows.freedom).any():
        return float("nan")
    part = (weight / weight.sum() * influence) ** 2 / rows.short
    variance = np.bincount(classes, part).astype(np.float64)
    if not variance.any():
        return 0.0
    satterthwaite = variance.sum() ** 2 / np.sum(variance**2 / rows.freedom)
    return float(stdtrit(satterthwaite, (1.0 + level) / 2.0) * np.sqrt(variance.sum()))


def _auc_bounds(utility: Influenced, rows: Scored, level: float) -> Bounds:
    value, influence = utility
    if not 0.0 < value < 1.0:
        return UNKNOWN
    margin = _margin(influence, rows.weight, rows.y.astype(np.int64), level)
    margin /= value * (1.0 - value)
    return float(expit(logit(value) - margin)), float(expit(logit(value) + margin))


def _mean_bounds(utility: Influenced, weight: Vector, level: float) -> Bounds:
    value, influence = utility
    one = means(value + influence, weight, np.zeros(len(weight), dtype=np.int64), 1)
    interval = hall(one, level)
    return float(interval.low[0]), float(interval.high[0])


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
