"""Reject option classification (Kamiran, Karim and Zhang 2012, doi:10.1109/ICDM.2012.45).

Where the plain model is least sure, |p - cut| < margin, the group that it favours gets the
unfavourable decision and the other group the favourable one; elsewhere nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Mask, Vector
from iffair_core.baselines.method import Answer, Contest
from iffair_core.baselines.target_rows import plain_gaps
from iffair_core.baselines.thresholds import decide_after
from iffair_core.setting import Judged

DOSES = (0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3)
"""Shares of the target rows that the band holds."""


def answers(contest: Contest) -> Iterator[Answer]:
    """Bands of growing width around the plain model's threshold."""
    cut, favoured = contest.plain.cut, favoured_group(contest)
    z = contest.plain.fit.logit(contest.setting.problem.target.X)
    margins = np.quantile(np.abs(expit(z) - cut), DOSES).tolist()
    for dose, margin in zip(DOSES, margins, strict=True):

        def chance(p: Vector, part: Judged, margin: float = margin) -> Vector:
            return rejected(p, part.group == favoured, cut=cut, margin=margin)

        yield decide_after(contest, dose, chance)


def rejected(p: Vector, favoured: Mask, *, cut: float, margin: float) -> Vector:
    """(n,) decisions of probabilities p (n,); ``favoured`` (n,) marks the rows of that group."""
    unsure = np.abs(p - cut) < margin
    decision = np.where(unsure, ~favoured, p >= cut)
    return decision.astype(np.float64)


def favoured_group(contest: Contest) -> int:
    """The code of the group with the larger rates on the target rows, by the sum of its gaps."""
    first = contest.setting.problem.targets.contrasts[0].reference
    return first if plain_gaps(contest).sum() >= 0.0 else 1 - first
