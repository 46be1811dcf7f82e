"""The patterns of a study: which descriptions of training rows carry most of a gap.

What a set S of training rows carries of a gap F > 0 is the share by which F would fall if S were
left out of training (docs/method.md, section 3). To first order it is a sum over rows,

    first(S) = (1/F) sum_{i in S} w_i s_i

by which the search goes. Of the best that it finds, one Newton step predicts the share that is
told: a set that is left out takes its curvature along, so the first order falls short, for large
sets by half. Shares may exceed 1 and do not add up to the whole: that of all rows together is 0, as
less weight on everybody changes nothing. A positive share carries the gap, a negative one holds it
down.
"""

from __future__ import annotations

import time

import numpy as np

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.cancel import Cancel, never
from iffair_core.config import GapName, RowSet, StudyConfig
from iffair_core.data.conditions import Rows, set_words
from iffair_core.data.prepared import Part
from iffair_core.errors import TaskError
from iffair_core.influence.change import remove
from iffair_core.patterns.distinct import best
from iffair_core.patterns.pattern import FEWEST, Pattern, Patterns, Wanted
from iffair_core.patterns.search import NOBODY, Conjunctions, possible_depth, search
from iffair_core.patterns.selectors import Selectors, selectors
from iffair_core.results import Study
from iffair_core.row_influence import (
    Opened,
    RowInfluence,
    open_point,
    row_influence,
    stepped_gap,
    unseen_influence,
)

LEAST_SHARE = 0.01
"""A set that carries less of the gap is not worth a sentence."""
LONG_LIST = 20
"""Best descriptions of either side that one Newton step ranks anew."""


def find_patterns(
    study: Study,
    gap: GapName | None = None,
    *,
    step: int = 0,
    depth: int = 3,
    least: float = 0.01,
    most: float = 0.25,
    count: int = 8,
    columns: tuple[str, ...] | None = None,
    cancel: Cancel | None = None,
) -> Patterns:
    """Short descriptions of the training rows that carry most of a gap of a study.

    ``gap`` is the study's first one by default, ``step`` a point of its frontier (0: the plain
    model); the other settings are those of ``Wanted``. All descriptions within them are looked at;
    they are exploratory until retraining proves them (``row_influence.prove``). Raises ConfigError
    for a setting that cannot be, TaskError if the gap has no two groups or no size, Cancelled.
    """
    wanted = Wanted(depth, least, most, count, columns)
    opened, name = open_point(study, step), gap or study.config.gaps[0]
    return patterns_at(study.config, opened, name, wanted, step=step, cancel=cancel)


def patterns_at(
    config: StudyConfig,
    opened: Opened,
    gap: GapName,
    wanted: Wanted,
    *,
    step: int = 0,
    cancel: Cancel | None = None,
) -> Patterns:
    """``find_patterns`` at an opened point."""
    begun = time.perf_counter()
    influence = row_influence(opened, gap)
    if influence.gap <= 0.0:
        raise TaskError(f"The smooth gap of {gap} is 0 here, so nothing carries a share of it.")
    prepared, value = opened.setting.prepared, opened.state.weights * influence.value
    n = len(value)
    fewest = max(FEWEST, round(wanted.least * n))
    chosen = selectors(prepared, config.task, wanted.columns, fewest)
    depth = possible_depth(len(chosen.conditions), wanted.depth)
    found, searched = search(
        chosen.mask, chosen.subject, value, depth=depth, least=fewest, cancel=cancel or never
    )
    teller = _Teller(config, opened, gap, influence, chosen, value)
    found = found.only(found.count <= wanted.most * n)
    sides = [teller.told(found.only(sign * found.total > 0), sign) for sign in (1.0, -1.0)]
    return Patterns(
        gap=gap,
        step=step,
        rate=influence.rate,
        higher=influence.higher,
        lower=influence.lower,
        size=influence.gap,
        widening=sides[0][: wanted.count],
        narrowing=sides[1][: wanted.count],
        searched=searched,
        conditions=len(chosen.conditions),
        depth=depth,
        least=fewest,
        train_rows=n,
        seconds=time.perf_counter() - begun,
    )


class _Teller:
    """Makes patterns of the best conjunctions of one search; value (n,) is w_i s_i."""

    def __init__(
        self,
        config: StudyConfig,
        opened: Opened,
        gap: GapName,
        influence: RowInfluence,
        chosen: Selectors,
        value: Vector,
    ) -> None:
        prepared = opened.setting.prepared
        beside = prepared.mask(Part.VALIDATION)
        self.task, self.opened, self.gap = config.task, opened, gap
        self.influence, self.chosen, self.value = influence, chosen, value
        self.beside = Rows(prepared.frame[beside], prepared.y[beside], config.task)
        self.unseen = unseen_influence(opened, gap)

    def told(self, found: Conjunctions, sign: float) -> tuple[Pattern, ...]:
        """The patterns of one sign, best first."""
        told = []
        for i in best(found, self.chosen.mask, LONG_LIST).tolist():
            members = found.members[i][found.members[i] != NOBODY]
            told.append(self._pattern(members))
        worth = (pattern for pattern in told if sign * pattern.share >= LEAST_SHARE)
        return tuple(sorted(worth, key=lambda pattern: -pattern.quality))

    def _pattern(self, members: Codes) -> Pattern:
        rows = np.flatnonzero(self.chosen.mask[members].all(axis=0))
        described = RowSet(tuple(self.chosen.conditions[m] for m in members.tolist()))
        like = self.beside.all_of(described)
        first = float(self.value[rows].sum()) / self.influence.gap
        quick = self.influence.solution.iterations == 0
        return Pattern(
            row_set=described,
            words=set_words(described, self.task),
            rows=rows,
            row_share=len(rows) / len(self.value),
            share=self._stepped(rows) if quick else first,
            by="newton" if quick else "influence",
            first_order=first,
            unseen=self._unseen(like, rows),
            unseen_rows=int(like.sum()),
        )

    def _stepped(self, rows: Codes) -> float:
        after = stepped_gap(self.opened, self.gap, remove(rows))
        return 1.0 - after / self.influence.gap

    def _unseen(self, like: Mask, rows: Codes) -> float | None:
        """At the mean weight that such rows have in training."""
        if like.sum() < FEWEST:
            return None
        weight = float(self.opened.state.weights[rows].mean())
        scale = weight * len(self.value) / len(like)
        return scale * float(self.unseen[like].sum()) / self.influence.gap
