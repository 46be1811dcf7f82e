"""Group rates and their gaps, from per-row scores (docs/method.md, section 2).

A rate of a group is the weighted mean, over the rows that the rate looks at, of a score r_i:

    decision   r_i = 1[p_i >= cut]                  smooth  sigmoid((z_i - logit(cut)) / tau)
    error      y_i (1 - r_i) + (1 - y_i) r_i
    loss       log loss of row i

The weights of the mean are the user's sample weights. Every gap is a difference of group rates:
pairwise gaps are signed, reference minus other; over many groups the gap is the largest minus the
smallest rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, logit

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.models.objective import row_loss

TAU = 1.0
MIN_CELL = 10
"""Fewest rows a group needs in the cell of a rate to be compared; smaller ones are listed."""


@dataclass(frozen=True)
class Rate:
    """``rows`` says which rows count, ``score`` which per-row score is averaged over them."""

    rows: Literal["all", "positives", "negatives"]
    score: Literal["decision", "error", "loss"]

    def cell(self, y: Vector) -> Mask:
        """(n,) True on the rows that count."""
        if self.rows == "all":
            return np.ones(len(y), dtype=bool)
        wanted: Mask = y == (1.0 if self.rows == "positives" else 0.0)
        return wanted


RATES: Mapping[str, Rate] = {
    "selection_rate": Rate("all", "decision"),
    "true_positive_rate": Rate("positives", "decision"),
    "false_positive_rate": Rate("negatives", "decision"),
    "error_rate": Rate("all", "error"),
    "log_loss": Rate("all", "loss"),
}

GAP_RATES: Mapping[str, tuple[str, ...]] = {
    "demographic_parity": ("selection_rate",),
    "equal_opportunity": ("true_positive_rate",),
    "predictive_equality": ("false_positive_rate",),
    "equalized_odds": ("true_positive_rate", "false_positive_rate"),
    "error_rate_parity": ("error_rate",),
    "loss_parity": ("log_loss",),
}

CELL_WORDS = {
    "all": "rows",
    "positives": "rows with a favourable outcome",
    "negatives": "rows with an unfavourable outcome",
}


def hard_score(rate: Rate, z: Vector, y: Vector, cut: float) -> Vector:
    """(n,) score of the decisions ``p >= cut``: the figure that is reported.

    The comparison is made on the probability, as scikit-learn and the exported model make it.
    """
    if rate.score == "loss":
        return row_loss(z, y)
    return decision_score(rate, y, (expit(z) >= cut).astype(np.float64))


def decision_score(rate: Rate, y: Vector, decision: Vector) -> Vector:
    """(n,) score of a rate of decisions 0/1, for outcomes y (n,)."""
    if rate.score == "decision":
        return decision
    error: Vector = np.abs(y - decision)
    return error


def smooth_score(
    rate: Rate, z: Vector, y: Vector, cut: float, tau: float = TAU
) -> tuple[Vector, Vector]:
    """Differentiable score (n,) and its derivative with respect to the logit z (n,)."""
    if rate.score == "loss":
        return row_loss(z, y), expit(z) - y
    r = expit((z - logit(cut)) / tau)
    slope = r * (1.0 - r) / tau
    if rate.score == "decision":
        return r, slope
    return y + (1.0 - 2.0 * y) * r, (1.0 - 2.0 * y) * slope


def cell_counts(rate: Rate, y: Vector, group: Codes, n_groups: int) -> Codes:
    """(n_groups,) number of rows that count for the rate."""
    return np.bincount(group[rate.cell(y)], minlength=n_groups).astype(np.int64)


@dataclass(frozen=True, eq=False)
class RateTable:
    """Rates by group: ``value[name]`` (n_groups,) is NaN where ``count[name]`` is too small."""

    value: Mapping[str, Vector]
    count: Mapping[str, Codes]


def group_rates(
    y: Vector,
    z: Vector,
    group: Codes,
    *,
    n_groups: int,
    weight: Vector,
    cut: float,
    min_cell: int = 1,
) -> RateTable:
    """Hard rates of every group from logits z (n,).

    A cell of fewer than ``min_cell`` rows, or without weight, has no rate (NaN).
    """
    scores = {name: hard_score(rate, z, y, cut) for name, rate in RATES.items()}
    return rate_table(y, scores, group, n_groups=n_groups, weight=weight, min_cell=min_cell)


def rate_table(
    y: Vector,
    scores: Mapping[str, Vector],
    group: Codes,
    *,
    n_groups: int,
    weight: Vector,
    min_cell: int = 1,
) -> RateTable:
    """Rates of every group from the scores (n,) of each rate; all NaN for one without scores."""
    value, count = {}, {}
    for name, rate in RATES.items():
        cell = rate.cell(y)
        inside, a = group[cell], weight[cell]
        rows = np.bincount(inside, minlength=n_groups).astype(np.int64)
        value[name], count[name] = np.full(n_groups, np.nan), rows
        if name in scores:
            total = np.bincount(inside, weights=a, minlength=n_groups)
            summed = np.bincount(inside, weights=a * scores[name][cell], minlength=n_groups)
            filled = (total > 0) & (rows >= min_cell)
            np.divide(summed, total, out=value[name], where=filled, dtype=np.float64)
    return RateTable(value, count)


def largest_difference(rates: Vector) -> float | None:
    """Largest minus smallest of the defined rates; None with fewer than two of them."""
    defined = rates[~np.isnan(rates)]
    return float(defined.max() - defined.min()) if len(defined) > 1 else None
