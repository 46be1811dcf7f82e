"""``fairness_change``: what a second model changes for every group, gap and utility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from iffair_core.arrays import Codes, Vector
from iffair_core.config import check_number
from iffair_core.fairness.cells import Scores, rate_scores
from iffair_core.fairness.gap_intervals import MEAN_GAP, REPORTED_GAPS
from iffair_core.fairness.gaps import largest_difference
from iffair_core.fairness.inputs import (
    Groups,
    Predictions,
    read_groups,
    read_outcome,
    read_predictions,
    read_weight,
)
from iffair_core.fairness.paired import (
    Paired,
    largest_change,
    mean_change,
    paired,
    rate_changes,
)
from iffair_core.fairness.utility_influences import Scored, utility_rows
from iffair_core.fairness.utility_intervals import utility_change

COLUMNS = ("metric", "group", "before", "after", "change", "ci_low", "ci_high", "n", "status")
CHANGED_RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "error_rate")


def fairness_change(
    y_true: ArrayLike,
    y_before: ArrayLike,
    y_after: ArrayLike,
    sensitive_features: Any,
    sample_weight: ArrayLike | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Change of every group rate, gap and utility from one model to another, on the same rows.

    y_true              (n,) outcomes, 1 or True = favourable
    y_before, y_after   (n,) decisions 0/1, or probabilities (favourable from .5 on)
    sensitive_features  array, Series or frame; several columns make an intersection
    sample_weight       (n,) weights of the rows
    min_count           a figure that rests on a cell of fewer rows has the status "few"; for AUC
                        and balanced accuracy, fewer rows of either outcome

    One row a figure:

    metric         a group rate (selection_rate, true_positive_rate, false_positive_rate,
                   error_rate), a gap as in ``fairness_report`` or a utility (accuracy,
                   balanced_accuracy, f1, roc_auc, log_loss, brier)
    group          of a rate; empty for a gap (the largest difference over all groups) and for a
                   utility (all rows)
    before, after  the figures of the two models; change = after - before
    ci_low,        95 % interval of the change, which knows that both models are measured on the
    ci_high        same rows (``fairness.paired``, ``fairness.utility_intervals``)
    n              rows that the figure rests on
    status         "ok"; "few"; or "undefined", with <NA>: an empty cell, one group only, or a
                   figure that needs probabilities where decisions are given

    Raises TaskError if an argument does not hold what is said here, ConfigError if
    ``min_count`` is not a number of at least 1.
    """
    check_number("min_count", min_count, 1)
    y = read_outcome(y_true)
    before = read_predictions("y_before", y_before, len(y))
    after = read_predictions("y_after", y_after, len(y))
    groups = read_groups(sensitive_features, len(y))
    weight = read_weight(sample_weight, len(y))
    return change_frame(y, before, after, groups, weight=weight, min_count=min_count)


def change_frame(
    y: Vector,
    before: Predictions,
    after: Predictions,
    groups: Groups,
    *,
    weight: Vector,
    min_count: int = 1,
    min_cell: int = 1,
) -> pd.DataFrame:
    """As ``fairness_change``; groups of fewer than ``min_cell`` rows in a cell stay out of gaps."""
    old, new = (rate_scores(y, m.decision, m.probability) for m in (before, after))
    place = _Place(groups, weight, min_count, min_cell)
    lines = [line for rate in CHANGED_RATES for line in _rate_lines(rate, old, new, place)]
    for gap, rates in REPORTED_GAPS.items():
        lines.append(_gap_line(gap, rates, old, new, place))
    lines.extend(_utility_lines(y, before, after, weight, min_count))
    frame = pd.DataFrame.from_records(lines, columns=list(COLUMNS))
    floats = dict.fromkeys(("before", "after", "change", "ci_low", "ci_high"), "Float64")
    texts = dict.fromkeys(("metric", "group", "status"), "str")
    return frame.astype({**floats, **texts, "n": np.int64})


@dataclass(frozen=True, eq=False)
class _Place:
    """Groups and weights of the rows, and the fewest rows of a cell."""

    groups: Groups
    weight: Vector
    min_count: int
    min_cell: int

    @property
    def k(self) -> int:
        return len(self.groups.names)

    def paired(self, old: Scores, new: Scores, min_cell: int) -> Paired:
        cell = old.cell
        return paired(
            old.score[cell],
            new.score[cell],
            self.groups.code[cell],
            self.weight[cell],
            n_groups=self.k,
            proportion=old.proportion,
            min_count=min_cell,
        )

    def count(self, scores: Scores) -> Codes:
        return np.bincount(self.groups.code[scores.cell], minlength=self.k).astype(np.int64)


Line = tuple[str, str, float, float, float, float, float, int, str]


def _line(
    metric: str,
    group: str,
    before: float,
    after: float,
    bounds: tuple[float, float],
    n: int,
    few: bool,
) -> Line:
    undefined = bool(np.isnan(before) or np.isnan(after))
    status = "undefined" if undefined else "few" if few else "ok"
    return metric, group, before, after, after - before, *bounds, n, status


def _rate_lines(
    rate: str, old: Mapping[str, Scores], new: Mapping[str, Scores], place: _Place
) -> list[Line]:
    both = place.paired(old[rate], new[rate], 1)
    interval, count = rate_changes(both), place.count(old[rate])
    return [
        _line(
            rate,
            name,
            both.before[g],
            both.after[g],
            (interval.low[g], interval.high[g]),
            int(count[g]),
            bool(count[g] < place.min_count),
        )
        for g, name in enumerate(place.groups.names)
    ]


def _gap_line(
    gap: str,
    rates: Sequence[str],
    old: Mapping[str, Scores],
    new: Mapping[str, Scores],
    place: _Place,
) -> Line:
    if any(rate not in old or rate not in new for rate in rates):
        unknown = float("nan")
        return _line(gap, "", unknown, unknown, (unknown, unknown), 0, False)
    both = [place.paired(old[rate], new[rate], place.min_cell) for rate in rates]
    bounds = (mean_change if gap == MEAN_GAP else largest_change)(both)
    counts = [
        place.count(old[rate])[~np.isnan(p.before)] for rate, p in zip(rates, both, strict=True)
    ]
    fewest = min((int(count.min()) for count in counts if len(count)), default=0)
    return _line(
        gap,
        "",
        _size(gap, [p.before for p in both]),
        _size(gap, [p.after for p in both]),
        bounds,
        int(sum(count.sum() for count in counts)),
        fewest < place.min_count,
    )


def _size(gap: str, rates: Sequence[Vector]) -> float:
    """The gap over all groups; NaN if undefined."""
    sizes = [d for rate in rates if (d := largest_difference(rate)) is not None]
    if gap == MEAN_GAP:
        return float(np.mean(sizes)) if len(sizes) == len(rates) else float("nan")
    return max(sizes, default=float("nan"))


def _utility_lines(
    y: Vector, before: Predictions, after: Predictions, weight: Vector, min_count: int
) -> list[Line]:
    old, new = (Scored(y, m.decision, m.probability, weight) for m in (before, after))
    fewest = [utility_rows(model) for model in (old, new)]
    return [
        _line(
            name,
            "",
            change.before,
            change.after,
            change.bounds,
            len(y),
            min(rows[name] for rows in fewest) < min_count,
        )
        for name, change in utility_change(old, new).items()
    ]
