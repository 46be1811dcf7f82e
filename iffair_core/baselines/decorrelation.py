"""Features without linear correlation with the group, by Fairlearn's CorrelationRemover.

The sensitive columns are the groups' indicators, one a group but the first. Fairlearn regresses
every feature on them over the training rows and subtracts what they explain, at the share alpha.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from fairlearn.preprocessing import CorrelationRemover

from iffair_core.arrays import Codes, Matrix
from iffair_core.baselines.features import DOSES, decide_on
from iffair_core.baselines.method import Answer, Contest
from iffair_core.cancel import check_cancelled


def answers(contest: Contest) -> Iterator[Answer]:
    """Fairlearn's remover at each alpha."""
    train, n_groups = contest.train, len(contest.groups)
    for dose in DOSES:
        check_cancelled()
        remover = CorrelationRemover(sensitive_feature_ids=range(n_groups - 1), alpha=dose)
        remover.fit(beside(train.rows.X, train.group, n_groups))

        def removed(X: Matrix, group: Codes, remover: CorrelationRemover = remover) -> Matrix:
            return np.asarray(remover.transform(beside(X, group, n_groups)))

        yield decide_on(contest, removed, dose, contest.plain.fit.theta)


def beside(X: Matrix, group: Codes, n_groups: int) -> Matrix:
    """(n, n_groups - 1 + d) indicators of every group but the first, then the features."""
    return np.hstack([np.eye(n_groups)[group][:, 1:], X])
