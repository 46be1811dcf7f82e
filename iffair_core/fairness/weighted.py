"""Rows of unequal weight: how much each counts, and how well the variance of their mean is known.

With shares h_i = a_i / sum a of the rows of a group, the weighted mean of scores r is
m = sum h_i r_i and its linearised variance sum h_i^2 (r_i - m)^2. A row of large weight draws m
towards itself, which makes its residual small: for rows of equal variance, (r_i - m)^2 is on
average that variance times

    f_i = 1 - 2 h_i + sum_j h_j^2

so v = sum h_i^2 (r_i - m)^2 / f_i is unbiased for them (for equal weights the usual variance over
n). That v is itself uncertain, the more so the fewer rows carry most of the weight. Its degrees of
freedom are Satterthwaite's (Bell and McCaffrey 2002): with c_i = h_i^2 / f_i and residuals whose
covariances are those of rows of equal variance,

    (sum h_i^2)^2 / sum_ij c_i c_j (delta_ij - h_i - h_j + sum_l h_l^2)^2

which is n - 1 for equal weights and far below Kish's (sum a)^2 / sum a^2 for heavy-tailed ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Vector

ALONE = 1e-3
"""A group whose effective number of rows exceeds one by less has no variance: all but one of its
rows weigh next to nothing, and rounding would decide."""


@dataclass(frozen=True, eq=False)
class Weighted:
    """The rows of each group by their weights.

    share    (n,) h; 0 in a group without weight
    short    (n,) f; 1 where ``freedom`` is NaN
    kish     (k,) Kish's effective number of rows; 0 without weight
    rows     (k,) rows that have weight
    freedom  (k,) degrees of freedom of the variance; NaN where one row has (almost) all the weight
    """

    share: Vector
    short: Vector
    kish: Vector
    rows: Vector
    freedom: Vector


def weighted(weight: Vector, group: Codes, n_groups: int) -> Weighted:
    """What weights (n,) make of the rows of each ``group`` (n,), codes below ``n_groups``."""

    def summed(values: Vector) -> Vector:
        return np.bincount(group, values, n_groups).astype(np.float64)

    total = summed(weight)
    share = np.divide(weight, total[group], out=np.zeros(len(weight)), where=total[group] > 0)
    squares = summed(share**2)
    kish = np.divide(1.0, squares, out=np.zeros(n_groups), where=squares > 0)
    known = kish > 1.0 + ALONE
    short = np.where(known[group], 1.0 - 2.0 * share + squares[group], 1.0)
    part = share**2 / short
    c, ch, chh = summed(part), summed(part * share), summed(part * share**2)
    together = squares**2 * c**2 - 4.0 * squares * c * ch + 2.0 * c * chh + 2.0 * ch**2
    itself = summed(part**2 * (short**2 - (squares[group] - 2.0 * share) ** 2))
    freedom = np.divide(squares**2, together + itself, out=np.full(n_groups, np.nan), where=known)
    return Weighted(share, short, kish, summed((weight > 0).astype(np.float64)), freedom)
