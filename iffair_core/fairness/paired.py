"""Two models on the same rows: intervals for the change of a rate and of a largest difference.

The decisions of two models on one row agree more often than not, so the change of a rate is known
better than either rate. For each group, the scores s0 (before) and s1 (after) of the rows of a
rate's cell give means, variances and their covariance. Rates of decisions are taken from counts
with half a row added to each of the four outcomes (s0, s1), as Agresti and Min (2005) advise for
paired proportions; mean losses from the rows as they are, with Student's quantile. With weights
a_i the variances are the linearised ones, sum a_i^2 (s_i - m)^2 / (sum a_i)^2; those of a mean loss
have the correction and the degrees of freedom of ``weighted``, and without these no interval.

The change of a largest difference is max_p d1_p - max_q d0_q over ordered pairs p, q of groups. It
is not smooth where two pairs compete (two groups do so at a gap of zero), so no single contrast
stands for it. Let P and Q be the pairs that may be the largest after and before: those not
significantly smaller than the largest one, a choice on which a tenth of the error is spent. If the
true q* was known, the change would be the largest of the contrasts d1_p - d0_q*, hence at least
each of them; if the true p* was known, the smallest of d1_p* - d0_q. So with Bonferroni's
correction for the pairs compared, of which the pair itself (p = q, known best) has half the error,

    lower bound   min over q in Q of max over p in P of the lower bound of d1_p - d0_q
    upper bound   max over p in P of min over q in Q of its upper bound

The change of a mean of such differences over rates of disjoint rows has the distances of their
bounds squared and added (Zou and Donner 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.special import stdtrit

from iffair_core.arrays import Codes, Mask, Matrix, Vector
from iffair_core.fairness.gaps import largest_difference
from iffair_core.fairness.uncertainty import LEVEL, Interval
from iffair_core.fairness.weighted import weighted

CHOICE = 0.1
"""Share of the error that is spent on which pairs may be the largest."""
OWN = 0.5
"""Share of the rest that the contrast of a pair with itself has, where others are compared too."""
CONTRASTS, LEAST_COMPARED = 250_000, 16
"""About as many contrasts are formed at most, and with as many pairs is each pair compared at
least: all contrasts of hundreds of groups would fit into no memory."""


@dataclass(frozen=True, eq=False)
class Paired:
    """A rate of each group before and after, on the same rows; all (k,), NaN where undefined.

    before, after             the rates
    mean_before, mean_after   the centres of the intervals
    var_before, var_after     their variances; also NaN where a rate has no interval
    covariance                of ``mean_before`` and ``mean_after``
    freedom                   degrees of freedom of the variances; infinite for proportions
    """

    before: Vector
    after: Vector
    mean_before: Vector
    mean_after: Vector
    var_before: Vector
    var_after: Vector
    covariance: Vector
    freedom: Vector


def paired(
    before: Vector,
    after: Vector,
    group: Codes,
    weight: Vector,
    *,
    n_groups: int,
    proportion: bool,
    min_count: int = 1,
) -> Paired:
    """Moments of scores (n,) of the rows of one cell by ``group`` (n,).

    ``proportion`` says that all scores are 0 or 1. Groups of fewer than ``min_count`` rows, or
    without weight, are undefined.
    """

    def summed(values: Vector) -> Vector:
        return np.bincount(group, values, n_groups).astype(np.float64)

    total, squares = summed(weight), summed(weight**2)
    known = (total > 0) & (summed(np.ones(len(group))) >= min_count)
    rows = weighted(weight, group, n_groups)
    spread = weight**2 if proportion else weight**2 / rows.short
    with np.errstate(invalid="ignore", divide="ignore"):
        added = squares / total if proportion else np.zeros(n_groups)
        mass = total + 2.0 * added
        plain = [summed(weight * s) / total for s in (before, after)]
        mean = [(summed(weight * s) + added) / mass for s in (before, after)]

        def moment(s: Vector, m: Vector, u: Vector, v: Vector, agreeing: float) -> Vector:
            """Covariance of two means; ``agreeing`` of the two rows added have both scores."""
            centred = summed(spread * (s - m[group]) * (u - v[group]))
            extra = agreeing * (1.0 - m) * (1.0 - v) + agreeing * m * v
            mixed = (1.0 - agreeing) * (-(1.0 - m) * v - m * (1.0 - v))
            return (centred + added**2 * (extra + mixed)) / mass**2

        var = [moment(s, m, s, m, 1.0) for s, m in zip((before, after), mean, strict=True)]
        covariance = moment(before, mean[0], after, mean[1], 0.5)
    freedom = np.full(n_groups, np.inf) if proportion else rows.freedom
    if not proportion:
        var = [np.where(np.isnan(freedom), np.nan, v) for v in var]
    columns = (*plain, *mean, *var, covariance, freedom)
    return Paired(*(np.where(known, column, np.nan) for column in columns))


def rate_changes(rate: Paired, level: float = LEVEL) -> Interval:
    """Intervals (k,) of the change of each group's rate, after minus before."""
    change = rate.mean_after - rate.mean_before
    variance = rate.var_after + rate.var_before - 2.0 * rate.covariance
    margin = _quantile(level, rate.freedom) * np.sqrt(np.maximum(variance, 0.0))
    limit = np.where(np.isinf(rate.freedom), 1.0, np.inf)
    return Interval(np.maximum(change - margin, -limit), np.minimum(change + margin, limit))


def largest_change(rates: Sequence[Paired], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the change of the largest absolute difference over the pairs of all ``rates``.

    The rates are of disjoint rows. Both bounds are NaN where no rate has two defined groups, or
    where one of those groups has no interval.
    """
    cells = _joined(rates)
    pairs = _ordered_pairs(rates)
    if len(pairs) == 0 or np.isnan(cells.var_before[pairs] + cells.var_after[pairs]).any():
        return float("nan"), float("nan")
    error = CHOICE * (1.0 - level) / 2.0
    after = pairs[_possible(cells.mean_after, cells.var_after, cells.freedom, pairs, error)]
    before = pairs[_possible(cells.mean_before, cells.var_before, cells.freedom, pairs, error)]
    tail = (1.0 - CHOICE) * (1.0 - level)
    p, q = _compared(after, cells.mean_after, cells.var_after, before)
    contrast, margin = _contrasts(cells, p, q, tail, len(after))
    low = (contrast - margin).max(axis=1).min()
    q, p = _compared(before, cells.mean_before, cells.var_before, after)
    contrast, margin = _contrasts(cells, p, q, tail, len(before))
    high = (contrast + margin).min(axis=1).max()
    limit = 1.0 if np.isinf(cells.freedom[pairs]).all() else np.inf
    return max(float(low), -limit), min(float(high), limit)


def _compared(inner: Codes, mean: Vector, var: Vector, outer: Codes) -> tuple[Codes, Codes]:
    """For each of the ``outer`` pairs (o, 2) the pairs of ``inner`` that it is compared with.

    Both are returned as (o, m, 2). Where all would be too many, those that are largest for certain
    are taken, and the pair itself: the bound is valid with any of them, only wider.
    """
    most = max(LEAST_COMPARED, CONTRASTS // len(outer))
    if len(inner) > most + 1:
        certain = _difference(mean, inner) - 2.0 * np.sqrt(var[inner].sum(axis=1))
        inner = inner[np.argsort(-certain, kind="stable")[:most]]
        taken = np.broadcast_to(inner, (len(outer), *inner.shape))
        taken = np.concatenate([taken, outer[:, None]], axis=1)
    else:
        taken = np.broadcast_to(inner, (len(outer), *inner.shape))
    return taken, np.broadcast_to(outer[:, None], taken.shape)


def _contrasts(
    cells: Paired, p: Codes, q: Codes, tail: float, candidates: int
) -> tuple[Matrix, Matrix]:
    """d1_p - d0_q and half the width of its interval, (o, m) for pairs (o, m, 2).

    The intervals of a row hold together but for an error of ``tail``, whichever of the
    ``candidates`` the m are.
    """
    errors = _shared_out(tail, (p == q).all(axis=2), candidates)
    error, part = np.unique(errors, return_inverse=True)
    shape, p, q = p.shape[:2], p.reshape(-1, 2), q.reshape(-1, 2)
    contrast = _difference(cells.mean_after, p) - _difference(cells.mean_before, q)
    spread = np.sqrt(_variance(cells.var_after, cells.var_before, cells.covariance, p, q))
    freedom = np.minimum(cells.freedom[p].min(axis=1), cells.freedom[q].min(axis=1))
    known, place = np.unique(freedom, return_inverse=True)
    critical = _quantile(1.0 - error[:, None], known)[part.ravel(), place]
    return contrast.reshape(shape), (critical * spread).reshape(shape)


def _shared_out(tail: float, itself: Mask, candidates: int) -> Matrix:
    """Error of each contrast (o, m): OWN of ``tail`` for ``itself``, the rest for the others.

    Fewer than all ``candidates`` are those that were chosen among all, so all of them share it.
    """
    own = itself.sum(axis=1, keepdims=True)
    others = itself.shape[1] - own if itself.shape[1] == candidates else candidates + 0 * own
    share = np.where(own == 0, 0.0, np.where(others == 0, 1.0, OWN))
    each: Matrix = np.where(
        itself, share / np.maximum(own, 1), (1.0 - share) / np.maximum(others, 1)
    )
    return tail * each


def mean_change(rates: Sequence[Paired], level: float = LEVEL) -> tuple[float, float]:
    """Bounds of the change of the mean, over ``rates``, of the largest absolute difference.

    The rates are of disjoint rows: the distances of their bounds are squared and added.
    """
    low, high = np.array([largest_change([rate], level) for rate in rates]).T
    middle = np.array([_largest(r.mean_after) - _largest(r.mean_before) for r in rates])
    below, above = (np.linalg.norm(d) / len(rates) for d in (middle - low, high - middle))
    return float(middle.mean() - below), float(middle.mean() + above)


def _largest(mean: Vector) -> float:
    """The largest difference of the defined means; NaN with fewer than two."""
    found = largest_difference(mean)
    return float("nan") if found is None else found


def _joined(rates: Sequence[Paired]) -> Paired:
    """All rates' groups as one long list of cells."""
    return Paired(*(np.concatenate([getattr(r, f.name) for r in rates]) for f in fields(Paired)))


def _ordered_pairs(rates: Sequence[Paired]) -> Codes:
    """(m, 2) indices into the joined cells of every ordered pair of groups of one rate."""
    found, offset = [np.empty((0, 2), dtype=np.int64)], 0
    for rate in rates:
        defined = offset + np.flatnonzero(~np.isnan(rate.before))
        first, second = (v.ravel() for v in np.meshgrid(defined, defined, indexing="ij"))
        found.append(np.column_stack([first, second])[first != second])
        offset += len(rate.before)
    return np.concatenate(found)


def _difference(mean: Vector, pairs: Codes) -> Vector:
    difference: Vector = mean[pairs[:, 0]] - mean[pairs[:, 1]]
    return difference


def _variance(var_p: Vector, var_q: Vector, covariance: Vector, p: Codes, q: Codes) -> Vector:
    """Variance (m,) of (x_p0 - x_p1) - (y_q0 - y_q1), where x and y covary within a cell."""
    shared = sum(
        sign * np.where(p[:, i] == q[:, j], covariance[p[:, i]], 0.0)
        for i, j, sign in ((0, 0, 1.0), (1, 1, 1.0), (0, 1, -1.0), (1, 0, -1.0))
    )
    variance: Vector = var_p[p].sum(axis=1) + var_q[q].sum(axis=1) - 2.0 * shared
    return np.maximum(variance, 0.0)


def _possible(mean: Vector, var: Vector, freedom: Vector, pairs: Codes, error: float) -> Mask:
    """(m,) which pairs may have the largest difference: the true one is missed with ``error``."""
    difference = _difference(mean, pairs)
    top = np.broadcast_to(pairs[difference.argmax()], pairs.shape)
    spread = np.sqrt(_variance(var, var, var, top, pairs))
    critical = _quantile(1.0 - 2.0 * error / len(pairs), freedom[pairs].min(axis=1))
    possible: Mask = difference.max() - difference <= critical * spread
    return possible


def _quantile(level: float | Vector, freedom: Vector) -> Vector:
    """Two-sided critical values of Student's distribution, which is normal at infinity."""
    return stdtrit(freedom, (1.0 + level) / 2.0).astype(np.float64)
