"""How weights are spread over rows, groups and values of a feature, and how two sets agree.

With weights w (n,) of mean 1 the effective sample size of some of the rows is (sum w)^2 / sum w^2
over these: as many equally weighted rows carry the same information.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from iffair_core.arrays import Codes, Mask, Vector

POINTS = 201
BINS = 10
SAME = 5e-4
"""Weights that differ by less than this are the same."""


@dataclass(frozen=True)
class WeightSummary:
    """Effective sample size (sum w)^2 / sum w^2, the largest weight, the share of zero weights."""

    effective_sample_size: float
    largest: float
    zero_share: float


def effective_size(weights: Vector) -> float:
    """(sum w)^2 / sum w^2; 0 where all weights are 0 or there are none."""
    square = float(weights @ weights)
    return float(weights.sum()) ** 2 / square if square > 0 else 0.0


def summarise_weights(weights: Vector) -> WeightSummary:
    """Summary of training weights (n_train,) of mean 1."""
    return WeightSummary(
        effective_sample_size=effective_size(weights),
        largest=float(weights.max()),
        zero_share=float(np.mean(weights <= 1e-9)),
    )


@dataclass(frozen=True, eq=False)
class Agreement:
    """How two sets of weights of the same n rows agree.

    rows             n
    correlation      Spearman's rank correlation; None where either set is the same for all rows
    both_up, both_down  share of the rows that both raise above 1, or both lower
    apart            share of the rows that one raises and the other lowers
    """

    rows: int
    correlation: float | None
    both_up: float
    both_down: float
    apart: float


def by_label(weights: Vector, labels: Codes, names: tuple[str, ...]) -> pd.DataFrame:
    """One line a label that has rows: name, rows, mean, effective, largest, zero_share,
    row_share, weight_share. ``labels`` (n,) index ``names``."""
    lines = []
    for code in np.unique(labels).tolist():
        own = weights[labels == code]
        lines.append(
            {
                "name": names[code],
                "rows": len(own),
                "mean": float(own.mean()),
                "effective": effective_size(own),
                "largest": float(own.max()),
                "zero_share": float(np.mean(own <= 1e-9)),
                "row_share": len(own) / len(weights),
                "weight_share": float(own.sum() / weights.sum()),
            }
        )
    return pd.DataFrame(lines)


def cumulative(weights: Vector) -> pd.DataFrame:
    """Columns row_share and weight_share: the part of all weight on the heaviest share of rows."""
    falling = np.sort(weights)[::-1]
    held = np.concatenate([[0.0], np.cumsum(falling)]) / weights.sum()
    share = np.linspace(0.0, 1.0, POINTS)
    at = np.interp(share * len(weights), np.arange(len(weights) + 1), held)
    return pd.DataFrame({"row_share": share, "weight_share": at})


def held_by_top(weights: Vector, share: float) -> float:
    """Part of all weight on the heaviest ``share`` of the rows, in (0, 1]."""
    count = max(1, round(share * len(weights)))
    return float(np.sort(weights)[::-1][:count].sum() / weights.sum())


def rows_holding(weights: Vector, part: float) -> float:
    """The smallest share of the rows that holds ``part`` of all weight."""
    held = np.cumsum(np.sort(weights)[::-1]) / weights.sum()
    return float((np.searchsorted(held, part - 1e-12) + 1) / len(weights))


def movers(before: Vector, after: Vector, count: int) -> tuple[Codes, Codes]:
    """Positions of the rows that rose most, and of those that fell most, each by size."""
    change = after - before
    order = np.argsort(-change, kind="stable")
    up, down = order[:count], order[::-1][:count]
    return up[change[up] > SAME], down[change[down] < -SAME]


def by_value(values: pd.Series[Any], weights: Vector) -> pd.DataFrame:
    """Weights by a feature, one line a category or tenth of the numbers.

    Columns value, rows, mean, low, middle, high (quartiles), effective. Rows without a value are a
    line of their own, "missing". Categories fall by their rows, numbers rise.
    """
    labels = _labels(values)
    frame = pd.DataFrame({"value": labels, "weight": weights})
    lines = []
    for value, own in frame.groupby("value", sort=False, observed=True)["weight"]:
        low, middle, high = own.quantile([0.25, 0.5, 0.75])
        lines.append(
            {
                "value": str(value),
                "rows": len(own),
                "mean": float(own.mean()),
                "low": float(low),
                "middle": float(middle),
                "high": float(high),
                "effective": effective_size(own.to_numpy()),
            }
        )
    told = pd.DataFrame(lines)
    if isinstance(labels.dtype, pd.CategoricalDtype):
        order = {str(name): k for k, name in enumerate(labels.cat.categories)}
        return told.sort_values("value", key=lambda v: v.map(order), ignore_index=True)
    return told.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def rank_correlation(first: Vector, second: Vector) -> float | None:
    """Spearman's, of two sets of weights of the same rows; None where one is the same for all."""
    varied = np.ptp(first) > SAME and np.ptp(second) > SAME
    return float(spearmanr(first, second).statistic) if varied else None


def agreement(first: Vector, second: Vector) -> Agreement:
    """Of two sets of weights of mean 1, of the same rows."""
    up_first, up_second = first > 1.0 + SAME, second > 1.0 + SAME
    down_first, down_second = first < 1.0 - SAME, second < 1.0 - SAME

    def share(rows: Mask) -> float:
        return float(np.mean(rows))

    return Agreement(
        rows=len(first),
        correlation=rank_correlation(first, second),
        both_up=share(up_first & up_second),
        both_down=share(down_first & down_second),
        apart=share((up_first & down_second) | (down_first & up_second)),
    )


def _labels(values: pd.Series[Any]) -> pd.Series[Any]:
    """Numbers in tenths of the rows, named by their ends; all else as text."""
    if not pd.api.types.is_numeric_dtype(values) or values.nunique() <= BINS:
        text = values.map(lambda v: f"{v:g}" if isinstance(v, float) else str(v))
        named = text.where(values.notna(), "missing").reset_index(drop=True)
        if not pd.api.types.is_numeric_dtype(values):
            return named
        known = [f"{float(v):g}" for v in np.sort(values.dropna().unique())]
        return named.astype(pd.CategoricalDtype([*known, "missing"]))
    edges = np.unique(np.nanquantile(values, np.linspace(0, 1, BINS + 1)))
    bins = pd.cut(values, edges.tolist(), include_lowest=True, labels=_ranges(edges))
    cells: pd.Series[Any] = bins.reset_index(drop=True)
    return cells.cat.add_categories("missing").fillna("missing")


def _ranges(edges: Vector) -> list[str]:
    ends = [f"{edge:,.6g}" for edge in edges]
    return [f"{'over ' if k else ''}{a} to {b}" for k, (a, b) in enumerate(pairwise(ends))]
