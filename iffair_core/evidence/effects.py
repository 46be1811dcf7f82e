"""What a reweighting did to every gap, group rate and utility: better, worse, or cannot be told.

A change is told from chance where its 95 % interval excludes zero. Each interval stands for
itself: of twenty, one misses the true change by chance, so a list of many is exploratory. A gap
of which two groups changed places beyond chance (``turned``) has turned round, however small it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import pandas as pd

from iffair_core.evidence.turned import GroupRate, Turn, worst_turn
from iffair_core.fairness.change import CHANGED_RATES
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.fairness.utility import LOWER_IS_BETTER
from iffair_core.words import GAPS

Kind = Literal["gap", "rate", "utility"]


class Verdict(StrEnum):
    """What can be said of a change."""

    BETTER = "better"
    WORSE = "worse"
    NARROWED_BUT_TURNED = "narrower, but turned round"
    TURNED = "turned round"
    MOVED = "moved"
    UNCLEAR = "may be chance"
    FEW = "not enough evidence"
    UNDEFINED = "undefined"


GROUP_SIGNS = {"selection_rate": 1, "true_positive_rate": 1, "error_rate": -1}
"""Sign of a change that is better for a group. To be selected without a good outcome is both a
good decision for a person and a wrong one, so a false positive rate only moves."""


@dataclass(frozen=True)
class Effect:
    """The change of one figure on test rows; None where it is undefined.

    rows      rows that the figure rests on
    targeted  whether the reweighting was to close it
    turn      of a gap: the groups that changed places in a rate that it looks at
    """

    metric: str
    group: str
    kind: Kind
    before: float | None
    after: float | None
    change: float | None
    low: float | None
    high: float | None
    rows: int
    targeted: bool
    verdict: Verdict
    turn: Turn | None = None

    @property
    def told(self) -> bool:
        """Whether the figure rests on enough rows to be told."""
        return self.verdict not in (Verdict.FEW, Verdict.UNDEFINED)

    @property
    def narrowed(self) -> bool:
        """Whether a gap is smaller beyond chance, be it turned round or not."""
        narrower = (Verdict.BETTER, Verdict.NARROWED_BUT_TURNED)
        return self.kind == "gap" and self.verdict in narrower


def effects(changes: pd.DataFrame, targets: Collection[str] = ()) -> tuple[Effect, ...]:
    """An effect for each line of a frame of ``fairness_change``."""
    found = [_effect(line, targets) for line in changes.to_dict("records")]
    rates = [effect for effect in found if effect.kind == "rate" and effect.told]
    turns = {rate: worst_turn(rate, _by_group(rates, rate)) for rate in CHANGED_RATES}
    return tuple(_turned(effect, turns) if effect.kind == "gap" else effect for effect in found)


def sign_of(metric: str) -> int:
    """1 where more is better, -1 where less is, 0 where neither can be said."""
    if metric in CHANGED_RATES:
        return GROUP_SIGNS.get(metric, 0)
    return -1 if metric in GAPS or metric in LOWER_IS_BETTER else 1


def _effect(line: Mapping[Hashable, Any], targets: Collection[str]) -> Effect:
    figures = ("before", "after", "change", "ci_low", "ci_high")
    before, after, change, low, high = (_known(line[name]) for name in figures)
    metric: str = line["metric"]
    return Effect(
        metric=metric,
        group=line["group"],
        kind="rate" if metric in CHANGED_RATES else "gap" if metric in GAPS else "utility",
        before=before,
        after=after,
        change=change,
        low=low,
        high=high,
        rows=line["n"],
        targeted=metric in targets,
        verdict=_verdict(metric, line["status"], low, high),
    )


def _by_group(rates: Sequence[Effect], rate: str) -> list[GroupRate]:
    return [
        GroupRate(e.group, e.before, e.after, e.rows)
        for e in rates
        if e.metric == rate and e.before is not None and e.after is not None
    ]


def _turned(gap: Effect, turns: Mapping[str, Turn | None]) -> Effect:
    """The gap with the worst turn of its rates; one that got wider stays worse."""
    own = [turn for rate in REPORTED_GAPS[gap.metric] if (turn := turns.get(rate)) is not None]
    if not own or not gap.told:
        return gap
    turn = max(own, key=lambda turn: (turn.beyond_chance, turn.size))
    if not turn.beyond_chance or gap.verdict is Verdict.WORSE:
        return dataclasses.replace(gap, turn=turn)
    verdict = Verdict.NARROWED_BUT_TURNED if gap.narrowed else Verdict.TURNED
    return dataclasses.replace(gap, turn=turn, verdict=verdict)


def _verdict(metric: str, status: str, low: float | None, high: float | None) -> Verdict:
    if status == "undefined":
        return Verdict.UNDEFINED
    if status == "few":
        return Verdict.FEW
    if low is None or high is None or low <= 0 <= high:
        return Verdict.UNCLEAR
    better = sign_of(metric) * (1 if low > 0 else -1)
    return Verdict.MOVED if better == 0 else Verdict.BETTER if better > 0 else Verdict.WORSE


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
