"""``fairness_report``: every rate by group and every gap as one tidy table, with intervals.

Works on the outcomes and predictions of any model. Definitions are those of docs/method.md,
section 2; the figures equal Fairlearn's and scikit-learn's wherever every cell is filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import logit
from statsmodels.stats.weightstats import DescrStatsW

from iffair_core.arrays import AnyArray, Codes, Mask, Matrix, Vector
from iffair_core.config import check_number
from iffair_core.fairness.gaps import GAP_RATES, RATES, group_rates, largest_difference
from iffair_core.fairness.inputs import read_groups, read_outcome, read_probability, read_weight
from iffair_core.fairness.uncertainty import (
    Interval,
    describe,
    effective_count,
    newcombe,
    welch,
    wilson,
)
from iffair_core.models.objective import row_loss

COLUMNS = ("metric", "group", "reference", "value", "ci_low", "ci_high", "n", "status")
GROUP_RATES = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "error_rate",
    "base_rate",
    "accuracy",
)
REPORTED_GAPS: Mapping[str, tuple[str, ...]] = {
    **GAP_RATES,
    "equalized_odds_mean": GAP_RATES["equalized_odds"],
}
CUT = 0.5


def fairness_report(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    sensitive_features: Any,
    sample_weight: ArrayLike | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Rates by group, and gaps between groups, of the given predictions.

    y_true              (n,) outcomes, 1 or True = favourable
    y_pred              (n,) decisions 0/1, or probabilities (favourable from .5 on)
    sensitive_features  array, Series or frame; several columns make an intersection
    sample_weight       (n,) weights of the rows
    min_count           a figure that rests on a cell of fewer rows has the status "few"

    One row a figure:

    metric     a group rate (selection_rate, true_positive_rate, false_positive_rate,
               error_rate, base_rate, accuracy) or a gap (demographic_parity,
               equal_opportunity, predictive_equality, equalized_odds, equalized_odds_mean,
               error_rate_parity, loss_parity)
    group,     a rate has its group and an empty reference. A gap between two groups has both
    reference  and is signed, rate of the reference minus rate of the group; in each pair the
               group of more rows is the reference. The largest difference has two empty
               strings: largest minus smallest group rate
    value      equalized_odds is, of the true and the false positive rate, the difference that
               is larger in absolute value; equalized_odds_mean the mean of both absolute ones
    ci_low,    95 % interval: Wilson's for rates, Newcombe's for pairs, Welch's for pairs of
    ci_high    loss_parity. With weights they use Kish's effective number of rows. <NA> where
               no valid interval is known: largest differences and equalised odds are maxima
    n          rows that the figure rests on
    status     "ok"; "few"; or "undefined", with the value <NA>: no row (or no weight) in a
               cell, one group only, or loss_parity of decisions. An undefined rate is left
               out of the maxima

    Raises TaskError if an argument does not hold what is said here, ConfigError if
    ``min_count`` is not a number of at least 1.
    """
    check_number("min_count", min_count, 1)
    y = read_outcome(y_true)
    prediction = read_probability(y_pred, len(y))
    groups = read_groups(sensitive_features, len(y))
    weight = read_weight(sample_weight, len(y))
    cells = _read_cells(y, prediction, groups.code, len(groups.names), weight)
    names = np.array(groups.names, dtype=object)
    pairs = _pairs(np.bincount(groups.code))
    parts = [_rate_rows(rate, cells[rate], names, min_count) for rate in GROUP_RATES]
    for gap, rates in REPORTED_GAPS.items():
        used = [cells[rate] for rate in rates]
        parts.append(_pair_rows(gap, used, names, pairs, min_count))
        parts.append(_largest_row(gap, used, min_count))
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True, eq=False)
class _Cells:
    """One rate in each group: value (NaN if undefined), rows and effective rows, all (k,).

    ``spread`` describes the per-row scores of a rate that is not a proportion.
    """

    value: Vector
    count: Codes
    effective: Vector
    spread: tuple[DescrStatsW | None, ...] = ()


def _read_cells(
    y: Vector, prediction: Vector, group: Codes, n_groups: int, weight: Vector
) -> dict[str, _Cells]:
    def rates_of(z: Vector) -> dict[str, _Cells]:
        table = group_rates(y, z, group, n_groups=n_groups, weight=weight, cut=CUT)
        return {
            name: _Cells(
                table.value[name],
                table.count[name],
                effective_count(weight, group, n_groups, rate.cell(y)),
            )
            for name, rate in RATES.items()
        }

    cells = rates_of(_signs(prediction >= CUT))
    error = cells["error_rate"]
    cells["accuracy"] = _Cells(1.0 - error.value, error.count, error.effective)
    cells["base_rate"] = rates_of(_signs(y == 1))["selection_rate"]
    if np.isin(prediction, (0.0, 1.0)).all():
        nothing = np.zeros(n_groups)
        cells["log_loss"] = _Cells(nothing * np.nan, nothing.astype(np.int64), nothing)
        return cells
    z = _finite_logit(prediction)
    loss, score = rates_of(z)["log_loss"], row_loss(z, y)
    members = [group == g for g in range(n_groups)]
    spread = tuple(describe(score[rows], weight[rows]) for rows in members)
    cells["log_loss"] = _Cells(loss.value, loss.count, loss.effective, spread)
    return cells


def _signs(decision: Mask) -> Vector:
    """Logits that lead to the given decisions."""
    return np.where(decision, 1.0, -1.0)


def _finite_logit(probability: Vector) -> Vector:
    """Logit of probabilities moved off 0 and 1 by the float's precision, as scikit-learn does."""
    precision = np.finfo(np.float64).eps
    z: Vector = logit(np.clip(probability, precision, 1.0 - precision))
    return z


def _pairs(rows: Codes) -> tuple[Codes, Codes]:
    """Indices (reference, other) of every pair of groups; the one of more rows comes first."""
    order = np.argsort(-rows, kind="stable")
    pairs = np.array(list(combinations(order, 2)), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _rate_rows(rate: str, cells: _Cells, names: AnyArray, min_count: int) -> pd.DataFrame:
    return _rows(
        rate,
        (names, np.full(len(names), "", dtype=object)),
        cells.value,
        wilson(cells.value, cells.effective),
        cells.count,
        cells.count < min_count,
    )


def _pair_rows(
    gap: str, used: Sequence[_Cells], names: AnyArray, pairs: tuple[Codes, Codes], min_count: int
) -> pd.DataFrame:
    reference, other = pairs
    value = _combine(gap, np.array([c.value[reference] - c.value[other] for c in used]))
    counts = np.array([[c.count[reference], c.count[other]] for c in used])
    return _rows(
        gap,
        (names[other], names[reference]),
        value,
        _pair_interval(used, reference, other),
        counts.sum(axis=(0, 1)),
        counts.min(axis=(0, 1)) < min_count,
    )


def _pair_interval(used: Sequence[_Cells], reference: Codes, other: Codes) -> Interval:
    cells = used[0]
    if len(used) > 1:
        return _no_interval(len(reference))
    if cells.spread:
        bounds = [
            welch(cells.spread[a], cells.spread[b]) for a, b in zip(reference, other, strict=True)
        ]
        low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
        return Interval(low, high)
    return newcombe(
        cells.value[reference],
        cells.effective[reference],
        cells.value[other],
        cells.effective[other],
    )


def _largest_row(gap: str, used: Sequence[_Cells], min_count: int) -> pd.DataFrame:
    largest = [largest_difference(c.value) for c in used]
    value = _combine(gap, np.array([[np.nan if d is None else d] for d in largest]))
    fewest = min(_fewest_of_extremes(c) for c in used)
    rows = sum(int(c.count[~np.isnan(c.value)].sum()) for c in used)
    empty = np.array([""], dtype=object)
    return _rows(
        gap,
        (empty, empty),
        value,
        _no_interval(1),
        np.array([rows]),
        np.array([fewest < min_count]),
    )


def _fewest_of_extremes(cells: _Cells) -> int:
    """Rows of the smaller of the two cells with the largest and smallest rate; 0 if undefined."""
    if np.isnan(cells.value).all():
        return 0
    extremes = [np.nanargmin(cells.value), np.nanargmax(cells.value)]
    return int(cells.count[extremes].min())


def _combine(gap: str, differences: Matrix) -> Vector:
    """(m,) value of the gap from the differences (rates, m) that it looks at; NaN if undefined."""
    size = np.abs(differences)
    if gap == "equalized_odds_mean":
        mean: Vector = size.mean(axis=0)
        return mean
    larger = np.where(np.isnan(size), -1.0, size).argmax(axis=0)
    value: Vector = differences[larger, np.arange(differences.shape[1])]
    return value


def _no_interval(m: int) -> Interval:
    return Interval(np.full(m, np.nan), np.full(m, np.nan))


def _rows(
    metric: str,
    names: tuple[AnyArray, AnyArray],
    value: Vector,
    interval: Interval,
    n: Codes,
    few: Mask,
) -> pd.DataFrame:
    """Rows of the report; ``names`` are group and reference, undefined figures become <NA>."""
    group, reference = names
    status = np.select([np.isnan(value), few], ["undefined", "few"], "ok")
    return pd.DataFrame(
        {
            "metric": pd.Series([metric] * len(value), dtype="str"),
            "group": pd.Series(group, dtype="str"),
            "reference": pd.Series(reference, dtype="str"),
            "value": _nullable(value),
            "ci_low": _nullable(interval.low),
            "ci_high": _nullable(interval.high),
            "n": n.astype(np.int64),
            "status": pd.Series(status, dtype="str"),
        },
        columns=COLUMNS,
    )


def _nullable(values: Vector) -> pd.Series:
    return pd.Series(pd.array(values, dtype="Float64"))
