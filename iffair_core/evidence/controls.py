"""Matched controls: the same drop of the gap by other means, so that a gain is not oversold.

Each control works on the plain model, or on one trained with classic weights, and is matched on
validation rows: of what brings every targeted gap as low as the operating point does, the most
accurate. All are then measured on test rows.

    common threshold   one other decision threshold for everybody
    group thresholds   a threshold by group; needs the group of a person when deciding
    reweighing         classic weights (``baselines.reweighing``), at a dose
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from iffair_core.arrays import Vector
from iffair_core.baselines.reweighing import DOSES
from iffair_core.data.prepared import Part
from iffair_core.evidence.levels import Levels, levels_at
from iffair_core.evidence.rows import PartRows, changes_at, part_rows, predictions
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.fairness.inputs import Predictions
from iffair_core.fairness.measure import targeted_gap
from iffair_core.fairness.thresholds import Judged, common_threshold, group_thresholds
from iffair_core.results import Point, Study
from iffair_core.study import probabilities
from iffair_core.words import percent

ControlName = Literal["common_threshold", "group_thresholds", "reweighing"]
SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Control:
    """One control beside the operating point.

    setting      what was chosen, in words
    needs_group  whether decisions need the group of a person
    change       ``fairness_change`` on test rows, from the plain model to the control; None where
                 there is no control, see ``reason``
    beside       the same from the operating point to the control
    levels       its gap and accuracy on test rows
    reason       why there is none, or why it is not matched; empty otherwise
    """

    name: ControlName
    setting: str = ""
    needs_group: bool = False
    change: pd.DataFrame | None = None
    beside: pd.DataFrame | None = None
    levels: Levels | None = None
    reason: str = ""

    @property
    def matched(self) -> bool:
        """Whether it brings the gap as low on validation rows."""
        return self.levels is not None and not self.reason


def matched_controls(study: Study) -> tuple[Control, ...]:
    """Every control at the gaps that the operating point reaches on validation rows."""
    reached: dict[str, float] = {
        gap: value
        for gap in study.config.gaps
        if (value := study.operating.validation.gaps[gap]) is not None
    }
    test = part_rows(study)
    return (
        _common_threshold(study, test, reached),
        _group_thresholds(study, test, reached),
        _reweighing(study, test, reached),
    )


def _common_threshold(study: Study, test: PartRows, reached: Mapping[str, float]) -> Control:
    name: ControlName = "common_threshold"
    why_not = _no_threshold(reached)
    cut = None if why_not else common_threshold(_judged(study), _bounds(reached))
    if cut is None:
        return Control(name, reason=why_not or NO_THRESHOLD)
    decisions = _decisions(study, test, np.full(len(test.y), cut))
    return _control(study, test, decisions, name, f"selected from p = {cut:.3f}")


def _group_thresholds(study: Study, test: PartRows, reached: Mapping[str, float]) -> Control:
    name: ControlName = "group_thresholds"
    why_not = _no_threshold(reached)
    cuts = None if why_not else group_thresholds(_judged(study), _bounds(reached))
    if cuts is None:
        return Control(name, needs_group=True, reason=why_not or NO_THRESHOLD)
    names = test.groups.names
    by_group = np.array([cuts.get(g, study.plain.cut) for g in range(len(names))])
    said = ", ".join(f"{n} from p = {c:.3f}" for n, c in zip(names, by_group, strict=True))
    return _control(study, test, _decisions(study, test, by_group[test.groups.code]), name, said)


def _reweighing(study: Study, test: PartRows, reached: Mapping[str, float]) -> Control:
    if not study.reweighing:
        return Control("reweighing", reason="The study was run without it; run it again.")
    within = [point for point in study.reweighing if _keeps(point, reached)]
    best = max(within, key=_accuracy) if within else min(study.reweighing, key=_gap(study))
    dose = DOSES[study.reweighing.index(best)]
    setting = "in full" if dose == 1.0 else f"{percent(dose, 0)} of the way to its full weights"
    reason = "" if within else NO_DOSE
    return _control(study, test, predictions(study, best, test), "reweighing", setting, reason)


NO_DOSE = "Neither its full weights nor parts of them bring the gap as low on validation rows."
NO_THRESHOLD = "No threshold brings the plain model's gap as low on validation rows."


def _no_threshold(reached: Mapping[str, float]) -> str:
    """Why thresholds are of no use here; empty if they are."""
    if not reached:
        return "The gap is undefined on validation rows."
    return "No threshold changes the log loss." if "loss_parity" in reached else ""


def _bounds(reached: Mapping[str, float]) -> Mapping[str, float]:
    """The largest difference allowed in each rate of the gaps."""
    bounds: dict[str, float] = {}
    for gap, value in reached.items():
        for rate in GAP_RATES[gap]:
            bounds[rate] = min(value, bounds.get(rate, value))
    return bounds


def _judged(study: Study) -> Judged:
    validation = part_rows(study, Part.VALIDATION)
    p = probabilities(study, study.plain)[validation.rows]
    return Judged(validation.y, p, validation.groups.code, validation.weight)


def _decisions(study: Study, test: PartRows, cut: Vector) -> Predictions:
    p = probabilities(study, study.plain)[test.rows]
    return Predictions((p >= cut).astype(np.float64), None)


def _keeps(point: Point, reached: Mapping[str, float]) -> bool:
    found = point.validation.gaps
    return all(
        (value := found[gap]) is not None and value <= most + SLACK for gap, most in reached.items()
    )


def _accuracy(point: Point) -> float:
    return point.validation.utility["accuracy"] or 0.0


def _gap(study: Study) -> Callable[[Point], float]:
    def largest(point: Point) -> float:
        gap = targeted_gap(point.validation, study.config.gaps)
        return float("inf") if gap is None else gap

    return largest


def _control(
    study: Study,
    test: PartRows,
    said: Predictions,
    name: ControlName,
    setting: str,
    reason: str = "",
) -> Control:
    return Control(
        name,
        setting,
        name == "group_thresholds",
        changes_at(test, predictions(study, study.plain, test), said),
        changes_at(test, predictions(study, study.operating, test), said),
        levels_at(test, said, study.config.gaps),
        reason,
    )
