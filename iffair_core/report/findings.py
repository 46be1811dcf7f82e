"""The evidence that everything handed on is made from, computed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from iffair_core.comparison.result import Comparison
from iffair_core.errors import TaskError
from iffair_core.evidence.alarm import Alarm, alarm
from iffair_core.evidence.carried import Carried, carried
from iffair_core.evidence.controls import Control, matched_controls
from iffair_core.evidence.effects import Effect, effects
from iffair_core.evidence.rows import changes, figures
from iffair_core.evidence.spread import Spread
from iffair_core.results import Study
from iffair_core.row_influence import RowInfluence, study_influence


@dataclass(frozen=True, eq=False)
class Findings:
    """A study, and what can be said of it on test rows.

    changes      from the plain model to the operating point (``fairness_change``)
    plain,       figures of both models (``fairness_report``)
    chosen
    influence    of every training row on the first targeted gap, at the plain model; None where
                 no two groups can be compared
    carried      what the weights do for the study's other learner, if it was measured
    spread       over other splits, if it was computed
    comparisons  with other methods, if they were computed
    remark       what to know of these figures before all else, if anything
    """

    study: Study
    changes: pd.DataFrame
    effects: tuple[Effect, ...]
    plain: pd.DataFrame
    chosen: pd.DataFrame
    alarm: Alarm
    controls: tuple[Control, ...]
    influence: RowInfluence | None
    carried: Carried | None = None
    spread: Spread | None = None
    comparisons: tuple[Comparison, ...] = ()
    remark: str = ""

    @property
    def reweighted(self) -> bool:
        return len(self.study.points) > 1

    @property
    def targeted(self) -> tuple[Effect, ...]:
        """The effects on the gaps that were to be closed, in the order of the config."""
        own = {e.metric: e for e in self.effects if e.targeted and not e.group}
        return tuple(own[gap] for gap in self.study.config.gaps)

    def effect(self, metric: str, group: str = "") -> Effect:
        return next(e for e in self.effects if (e.metric, e.group) == (metric, group))


def findings(
    study: Study,
    spread: Spread | None = None,
    comparisons: Sequence[Comparison] = (),
    controls: Sequence[Control] | None = None,
) -> Findings:
    """``controls`` are those of the study, where they were computed before."""
    changed = changes(study)
    return Findings(
        study=study,
        changes=changed,
        effects=effects(changed, study.config.gaps),
        plain=figures(study, study.plain),
        chosen=figures(study, study.operating),
        alarm=alarm(changed, study.config.min_cell),
        controls=matched_controls(study) if controls is None else tuple(controls),
        influence=_influence(study),
        carried=carried(study),
        spread=spread,
        comparisons=tuple(comparisons),
    )


@dataclass(frozen=True)
class Told:
    """A figure of a report's frame; None where it is undefined or rests on too few rows."""

    value: float | None
    low: float | None
    high: float | None
    rows: int


def by_group(frame: pd.DataFrame, rate: str) -> Mapping[str, Told]:
    """A rate of every group."""
    return dict(_told(frame[(frame["metric"] == rate) & (frame["group"] != "")]))


def whole(frame: pd.DataFrame, gap: str) -> Told:
    """The largest difference of a gap over all groups."""
    lines = frame[(frame["metric"] == gap) & (frame["group"] == "")]
    return dict(_told(lines)).get("", Told(None, None, None, 0))


def _told(lines: pd.DataFrame) -> Iterator[tuple[str, Told]]:
    for line in lines.to_dict("records"):
        known = (line["value"], line["ci_low"], line["ci_high"])
        if line["status"] == "few":
            known = (None, None, None)
        value, low, high = (None if pd.isna(v) else float(v) for v in known)
        yield str(line["group"]), Told(value, low, high, int(line["n"]))


def _influence(study: Study) -> RowInfluence | None:
    try:
        return study_influence(study, study.config.gaps[0])
    except TaskError:
        return None
