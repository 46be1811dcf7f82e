"""Thresholds of the plain model, moved: one for all, or one for each group without chance.

Thresholds of groups are those of ``iffair_core.fairness.thresholds``; they are chosen on the rows
on which the study targets its gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Vector
from iffair_core.baselines.method import Answer, Contest, Decided, thresholded
from iffair_core.baselines.target_rows import plain_gap, target_rows
from iffair_core.cancel import check_cancelled
from iffair_core.fairness import thresholds
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.setting import Judged

SHARES = tuple(round(share, 2) for share in np.linspace(0.05, 0.95, 19).tolist())
"""Of the validation rows that one common threshold selects."""
DOSES = (0.9, 0.75, 0.6, 0.45, 0.3, 0.2, 0.1, 0.02)
"""Shares of the plain model's gap that thresholds of groups may leave."""


def common(contest: Contest) -> Iterator[Answer]:
    """The plain model at thresholds that select given shares of the validation rows."""
    z, test = (_logit(contest, part) for part in (contest.validation, contest.test))
    for share in SHARES:
        cut = float(np.quantile(expit(z), 1.0 - share, method="higher"))
        yield Answer(share, thresholded(z, cut), thresholded(test, cut))


def of_groups(contest: Contest) -> Iterator[Answer]:
    """A threshold for each group, as accurate as found within each bound on the gap."""
    rows, start = target_rows(contest), plain_gap(contest)
    seen = thresholds.Judged(
        rows.rows.y, expit(contest.plain.fit.logit(rows.rows.X)), rows.group, rows.rows.weight
    )
    for dose in DOSES:
        check_cancelled()
        found = thresholds.group_thresholds(
            seen, dict.fromkeys(GAP_RATES[contest.gap], dose * start)
        )
        if found is not None:
            yield _by_group(contest, dose, found)


def _by_group(contest: Contest, dose: float, cuts: dict[int, float]) -> Answer:
    """A group that the target rows do not hold keeps the plain threshold."""
    by_code = np.full(len(contest.groups), contest.plain.cut)
    by_code[list(cuts)] = list(cuts.values())

    def chance(p: Vector, part: Judged) -> Vector:
        return (p >= by_code[part.group]).astype(np.float64)

    return decide_after(contest, dose, chance)


def decide_after(
    contest: Contest, dose: float, chance: Callable[[Vector, Judged], Vector]
) -> Answer:
    """Decisions (n,) from the plain model's probabilities (n,) and the rows' groups.

    What decides is no longer the probability, so there is none to measure.
    """

    def on(part: Judged) -> Decided:
        return Decided(chance(expit(_logit(contest, part)), part))

    return Answer(dose, on(contest.validation), on(contest.test))


def _logit(contest: Contest, part: Judged) -> Vector:
    return contest.plain.fit.logit(part.rows.X)
