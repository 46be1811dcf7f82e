"""One model on two samples of different rows: every figure then and now, and its difference.

The samples are independent (another year, another site), so an interval of a difference is put
together from what is known of each:

    rates, shares       Newcombe's interval: Wilson's two by the square-and-add rule
    utilities           the same rule on the utilities' own intervals (Zou and Donner 2008)
    largest differences, both equalised odds
                        the rule of ``paired`` for a largest difference that is not smooth, with
                        covariances of zero: over the pairs of groups that may be the largest in
                        either sample, with Bonferroni's correction; conservative. The variances
                        are those of Agresti and Caffo (2000)
    loss parity         the distance of the two intervals, each at the square root of the level;
                        conservative

A gap compares the groups that have enough rows in both samples, so that it means the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.cells import Cells, Scores, cells, rate_scores
from iffair_core.fairness.gap_intervals import MEAN_GAP, REPORTED_GAPS, gap_bounds
from iffair_core.fairness.gaps import largest_difference
from iffair_core.fairness.inputs import Predictions
from iffair_core.fairness.paired import Paired, largest_change, mean_change, paired
from iffair_core.fairness.uncertainty import (
    LEVEL,
    effective_rows,
    newcombe,
    wilson,
)
from iffair_core.fairness.utility_influences import (
    Scored,
    utility_influences,
    utility_rows,
)
from iffair_core.fairness.utility_intervals import Bounds, utility_bounds

COMPARED_RATES = (
    "base_rate",
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "error_rate",
)
SHARE = "group_share"
FIGURES = ("then", "then_low", "then_high", "now", "now_low", "now_high")
COLUMNS = (
    *("metric", "group"),
    *("then", "then_low", "then_high", "then_n"),
    *("now", "now_low", "now_high", "now_n"),
    *("change", "ci_low", "ci_high", "status"),
)
UNKNOWN = float("nan")


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows with outcome y, predictions, group code and weight, all (n,)."""

    y: Vector
    predictions: Predictions
    group: Codes
    weight: Vector

    @property
    def scores(self) -> Mapping[str, Scores]:
        return rate_scores(self.y, self.predictions.decision, self.predictions.probability)

    @property
    def scored(self) -> Scored:
        said = self.predictions
        return Scored(self.y, said.decision, said.probability, self.weight)

    def cells(self, scores: Scores, groups: int, min_cell: int = 1) -> Cells:
        return cells(scores, self.group, groups, self.weight, min_cell)


@dataclass(frozen=True)
class Figure:
    """A figure of one sample: value and bounds (NaN where undefined), rows it rests on."""

    value: float
    low: float
    high: float
    n: int


def difference_frame(
    then: Sample, now: Sample, names: Sequence[str], *, min_cell: int = 1, level: float = LEVEL
) -> pd.DataFrame:
    """Every figure of the model in both samples, and now minus then.

    ``names`` are the groups that the codes of both samples mean. One row a figure:

    metric       group_share (of all rows), a group rate (COMPARED_RATES), a gap or a utility
    group        of a share or rate; empty for a gap (largest difference) and for a utility
    then, now    the figures, each with its 95 % interval and the rows ``n`` that it rests on
    change       now - then, its interval ci_low to ci_high at ``level``
    status       "ok"; "few", where a rate or utility rests on fewer than ``min_cell`` rows in one
                 of the samples; "undefined", with <NA>, where one of them has no figure. Of a
                 gap only groups of at least ``min_cell`` rows in both samples are compared
    """
    lines = [
        *_rate_lines(then, now, names, min_cell, level),
        *_gap_lines(then, now, len(names), min_cell, level),
        *_utility_lines(then, now, min_cell, level),
    ]
    frame = pd.DataFrame.from_records(lines, columns=list(COLUMNS))
    floats = dict.fromkeys((*FIGURES, "change", "ci_low", "ci_high"), "Float64")
    counts = dict.fromkeys(("then_n", "now_n"), np.int64)
    return frame.astype({**floats, **counts, **dict.fromkeys(("metric", "group", "status"), "str")})


def square_and_add(now: Figure, then: Figure) -> Bounds:
    """Bounds of ``now - then`` from the bounds of each (Zou and Donner 2008), at their level."""
    middle = now.value - then.value
    return (
        float(middle - np.hypot(now.value - now.low, then.high - then.value)),
        float(middle + np.hypot(now.high - now.value, then.value - then.low)),
    )


Line = tuple[object, ...]


def _line(metric: str, group: str, then: Figure, now: Figure, bounds: Bounds, few: bool) -> Line:
    undefined = bool(np.isnan(then.value) or np.isnan(now.value))
    status = "undefined" if undefined else "few" if few else "ok"
    sides = [x for f in (then, now) for x in (f.value, f.low, f.high, f.n)]
    return (metric, group, *sides, now.value - then.value, *bounds, status)


@dataclass(frozen=True, eq=False)
class _Rates:
    """One rate of every group: value, effective rows and rows, all (k,)."""

    value: Vector
    effective: Vector
    count: Codes

    def figures(self) -> list[Figure]:
        own = wilson(self.value, self.effective)
        columns = (self.value.tolist(), own.low.tolist(), own.high.tolist(), self.count.tolist())
        return [Figure(*column) for column in zip(*columns, strict=True)]


def _rate_lines(
    then: Sample, now: Sample, names: Sequence[str], min_cell: int, level: float
) -> Iterator[Line]:
    yield from _lines(SHARE, (_shares(then, len(names)), _shares(now, len(names))), names, 0, level)
    old_scores, new_scores = then.scores, now.scores
    for rate in COMPARED_RATES:
        old = then.cells(old_scores[rate], len(names))
        new = now.cells(new_scores[rate], len(names))
        sides = [_Rates(c.value, c.effective, c.count) for c in (old, new)]
        yield from _lines(rate, (sides[0], sides[1]), names, min_cell, level)


def _lines(
    metric: str, sides: tuple[_Rates, _Rates], names: Sequence[str], min_cell: int, level: float
) -> Iterator[Line]:
    then, now = sides
    apart = newcombe(now.value, now.effective, then.value, then.effective, level)
    for g, (name, old, new) in enumerate(zip(names, then.figures(), now.figures(), strict=True)):
        bounds = float(apart.low[g]), float(apart.high[g])
        yield _line(metric, name, old, new, bounds, min(old.n, new.n) < min_cell)


def _shares(sample: Sample, groups: int) -> _Rates:
    """The share of each group among all rows."""
    members = [(sample.group == g).astype(np.float64) for g in range(groups)]
    return _Rates(
        np.array([np.average(inside, weights=sample.weight) for inside in members]),
        np.concatenate([effective_rows(inside, sample.weight) for inside in members]),
        np.full(groups, len(sample.y), dtype=np.int64),
    )


def _gap_lines(
    then: Sample, now: Sample, groups: int, min_cell: int, level: float
) -> Iterator[Line]:
    old_scores, new_scores = then.scores, now.scores
    for gap, rates in REPORTED_GAPS.items():
        if any(rate not in old_scores or rate not in new_scores for rate in rates):
            unknown = Figure(UNKNOWN, UNKNOWN, UNKNOWN, 0)
            yield _line(gap, "", unknown, unknown, (UNKNOWN, UNKNOWN), False)
            continue
        both = [
            _shared(
                then.cells(old_scores[rate], groups, min_cell),
                now.cells(new_scores[rate], groups, min_cell),
            )
            for rate in rates
        ]
        bounds = _gap_change(gap, both, _moved(then, now, rates, groups, min_cell), level)
        sides = [_gap_figure(gap, side) for side in zip(*both, strict=True)]
        yield _line(gap, "", sides[0], sides[1], bounds, False)


def _moved(
    then: Sample, now: Sample, rates: Sequence[str], groups: int, min_cell: int
) -> Sequence[Paired]:
    sides = [
        [_moments(sample, sample.scores[rate], groups, min_cell) for rate in rates]
        for sample in (then, now)
    ]
    return [independent_pair(old, new) for old, new in zip(*sides, strict=True)]


def _gap_change(
    gap: str, both: Sequence[tuple[Cells, Cells]], moved: Sequence[Paired], level: float
) -> Bounds:
    if any(cells.means is not None for cells, _ in both):
        old, new = (gap_bounds(gap, side, level**0.5) for side in zip(*both, strict=True))
        return new[0] - old[1], new[1] - old[0]
    return (mean_change if gap == MEAN_GAP else largest_change)(moved, level)


def _shared(then: Cells, now: Cells) -> tuple[Cells, Cells]:
    """Both with the groups alone that are defined in both."""
    known = ~np.isnan(then.value) & ~np.isnan(now.value)
    old, new = (replace(c, value=np.where(known, c.value, np.nan)) for c in (then, now))
    return old, new


def _gap_figure(gap: str, used: Sequence[Cells]) -> Figure:
    sizes = [d for c in used if (d := largest_difference(c.value)) is not None]
    if gap == MEAN_GAP:
        value = float(np.mean(sizes)) if len(sizes) == len(used) else UNKNOWN
    else:
        value = max(sizes, default=UNKNOWN)
    rows = sum(int(c.count[~np.isnan(c.value)].sum()) for c in used)
    return Figure(value, *gap_bounds(gap, used), rows)


def _moments(sample: Sample, scores: Scores, groups: int, min_cell: int) -> Paired:
    """Centres and variances of a rate by group; the two halves of the pair are the same."""
    cell = scores.cell
    score = scores.score[cell]
    return paired(
        score,
        score,
        sample.group[cell],
        sample.weight[cell],
        n_groups=groups,
        proportion=scores.proportion,
        min_count=min_cell,
    )


def independent_pair(then: Paired, now: Paired) -> Paired:
    """Two samples as a pair without covariance; a group is defined where both define it."""
    known = ~np.isnan(then.before) & ~np.isnan(now.before)
    columns = (
        then.before,
        now.before,
        then.mean_before,
        now.mean_before,
        then.var_before,
        now.var_before,
        np.zeros(len(known)),
        np.minimum(then.freedom, now.freedom),
    )
    return Paired(*(np.where(known, column, np.nan) for column in columns))


def _utility_lines(then: Sample, now: Sample, min_cell: int, level: float) -> Iterator[Line]:
    shown = [_utilities(sample, LEVEL) for sample in (then, now)]
    wider = shown if level == LEVEL else [_utilities(sample, level) for sample in (then, now)]
    fewest = [utility_rows(sample.scored) for sample in (then, now)]
    for name, old in shown[0].items():
        bounds = square_and_add(wider[1][name], wider[0][name])
        few = min(rows[name] for rows in fewest) < min_cell
        yield _line(name, "", old, shown[1][name], bounds, few)


def _utilities(sample: Sample, level: float) -> Mapping[str, Figure]:
    bounds = utility_bounds(sample.scored, level)
    return {
        name: Figure(value, *bounds[name], len(sample.y))
        for name, (value, _) in utility_influences(sample.scored).items()
    }
