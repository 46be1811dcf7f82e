"""The rows on which a study targets its gaps: what methods after training are fitted on.

They are the training and validation rows together, or the validation rows alone, as the study
says; the same rows that the product's own rules see.
"""

from __future__ import annotations

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.baselines.method import Contest
from iffair_core.setting import Judged


def target_rows(contest: Contest) -> Judged:
    """The target rows with their groups, in the order of the problem's target rows."""
    group = contest.validation.group
    if contest.config.target_rows == "pooled":
        group = np.concatenate([contest.train.group, group])
    rows = contest.setting.problem.target
    return Judged(rows, group, contest.groups, contest.config.min_cell)


def plain_gaps(contest: Contest) -> Vector:
    """(K,) signed gaps of the plain model's decisions on the target rows."""
    return contest.plain.hard(contest.setting.problem)


def plain_gap(contest: Contest) -> float:
    """The largest of them in size."""
    return float(np.abs(plain_gaps(contest)).max())
