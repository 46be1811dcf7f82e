"""``fairness_report``: every rate by group and every gap as one tidy table, with intervals.

Works on the outcomes and predictions of any model. Definitions are those of docs/method.md,
section 2; the figures equal Fairlearn's and scikit-learn's wherever every cell is filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from iffair_core.arrays import AnyArray, Codes, Mask, Matrix, Vector
from iffair_core.config import check_number
from iffair_core.fairness.cells import DECISION_RATES, Cells, cells, no_cells, rate_scores
from iffair_core.fairness.gap_intervals import (
    MEAN_GAP,
    REPORTED_GAPS,
    gap_bounds,
    pair_intervals,
    pairs_by_size,
)
from iffair_core.fairness.gaps import largest_difference
from iffair_core.fairness.inputs import (
    Groups,
    Predictions,
    read_groups,
    read_outcome,
    read_predictions,
    read_weight,
)
from iffair_core.fairness.uncertainty import Interval, wilson

COLUMNS = ("metric", "group", "reference", "value", "ci_low", "ci_high", "n", "status")


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
    ci_low,    95 % interval: Wilson's for rates, Newcombe's for pairs, Hall's (``means``) for
    ci_high    pairs of loss_parity; those of largest differences and of both equalised odds are put
               together from them (``extremes``) and valid at a true gap of zero. With weights
               they use an effective number of rows (``uncertainty``)
    n          rows that the figure rests on
    status     "ok"; "few"; or "undefined", with the value <NA>: no row (or no weight) in a
               cell, one group only, or loss_parity of decisions. An undefined rate is left
               out of the maxima

    Raises TaskError if an argument does not hold what is said here, ConfigError if
    ``min_count`` is not a number of at least 1.
    """
    check_number("min_count", min_count, 1)
    y = read_outcome(y_true)
    predictions = read_predictions("y_pred", y_pred, len(y))
    groups = read_groups(sensitive_features, len(y))
    weight = read_weight(sample_weight, len(y))
    return report_frame(y, predictions, groups, weight=weight, min_count=min_count)


def report_frame(
    y: Vector,
    predictions: Predictions,
    groups: Groups,
    *,
    weight: Vector,
    min_count: int = 1,
    min_cell: int = 1,
) -> pd.DataFrame:
    """As ``fairness_report``; groups of fewer than ``min_cell`` rows in a cell stay out of gaps."""
    k = len(groups.names)
    scores = rate_scores(y, predictions.decision, predictions.probability)

    def read(name: str, fewest: int) -> Cells:
        known = name in scores
        return cells(scores[name], groups.code, k, weight, fewest) if known else no_cells(k)

    names = np.array(groups.names, dtype=object)
    pairs = pairs_by_size(np.bincount(groups.code, minlength=k))
    parts = [_rate_rows(rate, read(rate, 1), names, min_count) for rate in DECISION_RATES]
    for gap, looked_at in REPORTED_GAPS.items():
        used = [read(rate, min_cell) for rate in looked_at]
        parts.append(_pair_rows(gap, used, names, pairs, min_count))
        parts.append(_largest_row(gap, used, min_count))
    return pd.concat(parts, ignore_index=True)


def _rate_rows(rate: str, cells: Cells, names: AnyArray, min_count: int) -> pd.DataFrame:
    return _rows(
        rate,
        (names, np.full(len(names), "", dtype=object)),
        cells.value,
        wilson(cells.value, cells.effective),
        cells.count,
        cells.count < min_count,
    )


def _pair_rows(
    gap: str, used: Sequence[Cells], names: AnyArray, pairs: tuple[Codes, Codes], min_count: int
) -> pd.DataFrame:
    reference, other = pairs
    value = _combine(gap, np.array([c.value[reference] - c.value[other] for c in used]))
    counts = np.array([[c.count[reference], c.count[other]] for c in used])
    return _rows(
        gap,
        (names[other], names[reference]),
        value,
        pair_intervals(gap, used, reference, other),
        counts.sum(axis=(0, 1)),
        counts.min(axis=(0, 1)) < min_count,
    )


def _largest_row(gap: str, used: Sequence[Cells], min_count: int) -> pd.DataFrame:
    largest = [largest_difference(c.value) for c in used]
    value = _combine(gap, np.array([[np.nan if d is None else d] for d in largest]))
    fewest = min(_fewest_of_extremes(c) for c in used)
    rows = sum(int(c.count[~np.isnan(c.value)].sum()) for c in used)
    empty = np.array([""], dtype=object)
    low, high = gap_bounds(gap, used)
    return _rows(
        gap,
        (empty, empty),
        value,
        Interval(np.array([low]), np.array([high])),
        np.array([rows]),
        np.array([fewest < min_count]),
    )


def _fewest_of_extremes(cells: Cells) -> int:
    """Rows of the smaller of the two cells with the largest and smallest rate; 0 if undefined."""
    if np.isnan(cells.value).all():
        return 0
    extremes = [np.nanargmin(cells.value), np.nanargmax(cells.value)]
    return int(cells.count[extremes].min())


def _combine(gap: str, differences: Matrix) -> Vector:
    """(m,) value of the gap from the differences (rates, m) that it looks at; NaN if undefined."""
    size = np.abs(differences)
    if gap == MEAN_GAP:
        mean: Vector = size.mean(axis=0)
        return mean
    larger = np.where(np.isnan(size), -1.0, size).argmax(axis=0)
    value: Vector = differences[larger, np.arange(differences.shape[1])]
    return value


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
