"""Matched controls in words: what reweighting gains over simpler means, if anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from iffair_core.evidence.controls import Control, ControlName
from iffair_core.evidence.levels import Level
from iffair_core.evidence.words import bare, figure, interval, points

CONTROLS: Mapping[ControlName, str] = {
    "common_threshold": "One common threshold",
    "group_thresholds": "A threshold by group",
    "reweighing": "Classic reweighing",
}
NONE_MATCHES = (
    "No control that does without the group when deciding brings the gap as low on validation "
    "rows, so there is none whose accuracy could be compared."
)


def gain(control: Control) -> Level | None:
    """Accuracy of the operating point minus that of the control, on the same test rows."""
    if control.beside is None:
        return None
    line = control.beside[control.beside["metric"] == "accuracy"]
    change, high, low = (-line[["change", "ci_low", "ci_high"]].to_numpy(np.float64)[0]).tolist()
    return Level(change, low, high)


def control_words(controls: Sequence[Control], gap: str) -> str:
    """What reweighting gains over the best control that does not need the group to decide.

    The best one is the most accurate on test rows, which is hard on the reweighting. Thresholds by
    group, which need it, are told apart. ``gap`` is a targeted one: its unit is used.
    """
    rivals = [c for c in controls if c.matched and not c.needs_group and gain(c) is not None]
    told = [NONE_MATCHES]
    if rivals:
        best = min(rivals, key=_gained)
        kind = CONTROLS[best.name].lower()
        told = [
            _told(best, gap, f"the best control that does without the group when deciding ({kind})")
        ]
    grouped = [c for c in controls if c.matched and c.needs_group and gain(c) is not None]
    told += [_told(c, gap, "thresholds by group, which need it") for c in grouped]
    told += [f"{CONTROLS[c.name]}: {c.reason}" for c in controls if c.reason]
    return " ".join(told)


def _gained(control: Control) -> float:
    found = gain(control)
    return 0.0 if found is None or found.value is None else found.value


def _told(control: Control, gap: str, whom: str) -> str:
    found, value = gain(control), _gained(control)
    assert found is not None
    assert control.levels is not None
    bounds = interval(found.low, found.high, "accuracy", signed=True)
    size = (
        f"95\N{NO-BREAK SPACE}% interval {bounds}; gap of the control on test rows "
        f"{figure(control.levels.gap.value, gap)}"
    )
    if found.low is not None and found.low > 0:
        return f"Reweighting gains {points(value)} of accuracy over {whom}, beyond chance ({size})."
    if found.high is not None and found.high < 0:
        return f"Reweighting loses {points(value)} of accuracy to {whom}, beyond chance ({size})."
    return (
        f"Reweighting gains nothing beyond chance over {whom}: its accuracy differs by "
        f"{bare(value, 'accuracy', signed=True)} points ({size})."
    )
