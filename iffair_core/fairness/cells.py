"""Rates of every group with what their intervals need: the cells that all figures rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.fairness.gaps import RATES, decision_score
from iffair_core.fairness.means import Means, means
from iffair_core.fairness.uncertainty import effective_count
from iffair_core.models.objective import row_loss

DECISION_RATES = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "error_rate",
    "base_rate",
    "accuracy",
)


@dataclass(frozen=True, eq=False)
class Scores:
    """One score a row and the rows that count for the rate, both (n,).

    ``proportion`` says that every score is 0 or 1.
    """

    score: Vector
    cell: Mask
    proportion: bool = True


@dataclass(frozen=True, eq=False)
class Cells:
    """One rate in each group: value (NaN if undefined), rows and effective rows, all (k,).

    ``means`` is known of a rate that is not a proportion.
    """

    value: Vector
    count: Codes
    effective: Vector
    means: Means | None = None


def rate_scores(y: Vector, decision: Vector, probability: Vector | None) -> Mapping[str, Scores]:
    """Scores by name of the rate, from outcomes and decisions in {0, 1}, all (n,).

    Without probabilities there is no log_loss.
    """
    everyone = np.ones(len(y), dtype=bool)
    scores = {
        name: Scores(decision_score(rate, y, decision), rate.cell(y))
        for name, rate in RATES.items()
        if rate.score != "loss"
    }
    scores["accuracy"] = Scores(1.0 - np.abs(y - decision), everyone)
    scores["base_rate"] = Scores(y, everyone)
    if probability is not None:
        scores["log_loss"] = Scores(row_loss(finite_logit(probability), y), everyone, False)
    return scores


def finite_logit(probability: Vector) -> Vector:
    """Logit of probabilities moved off 0 and 1 by the float's precision, as scikit-learn does."""
    precision = np.finfo(np.float64).eps
    z: Vector = logit(np.clip(probability, precision, 1.0 - precision))
    return z


def cells(scores: Scores, group: Codes, n_groups: int, weight: Vector, min_cell: int = 1) -> Cells:
    """The rate of every group; undefined where a group has fewer than ``min_cell`` rows."""
    inside, a, score = group[scores.cell], weight[scores.cell], scores.score[scores.cell]
    total = np.bincount(inside, a, n_groups)
    count = np.bincount(inside, minlength=n_groups).astype(np.int64)
    value = np.divide(
        np.bincount(inside, a * score, n_groups),
        total,
        out=np.full(n_groups, np.nan),
        where=(total > 0) & (count >= min_cell),
    )
    if scores.proportion:
        return Cells(value, count, effective_count(score, a, inside, n_groups))
    return Cells(value, count, count.astype(np.float64), means(score, a, inside, n_groups))


def no_cells(n_groups: int) -> Cells:
    """A rate that is not known of any group."""
    return Cells(np.full(n_groups, np.nan), np.zeros(n_groups, dtype=np.int64), np.zeros(n_groups))
