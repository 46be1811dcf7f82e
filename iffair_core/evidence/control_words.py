"""Matched controls in words: what reweighting gains over simpler means on test rows, if anything.

Controls are matched on validation rows, so on test rows their gaps differ. Accuracies are compared
alone where the difference of every targeted gap may be chance; elsewhere both are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from iffair_core.evidence.controls import Control, ControlName
from iffair_core.evidence.level import Level
from iffair_core.evidence.words import TITLES, bare, change, figure, interval, points

CONTROLS: Mapping[ControlName, str] = {
    "common_threshold": "One common threshold",
    "group_thresholds": "A threshold by group",
    "reweighing": "Classic reweighing",
}
NONE_MATCHES = (
    "No control that does without the group when deciding brings the gap as low on validation "
    "rows, so there is none whose accuracy could be compared."
)
NEEDS_GROUP = "thresholds by group, which need the group when deciding"


def gain(control: Control) -> Level | None:
    """Accuracy of the operating point minus that of the control, on the same test rows."""
    found = _beside(control, "accuracy")
    if found is None or found.value is None:
        return None
    high, low = (None if bound is None else -bound for bound in (found.low, found.high))
    return Level(-found.value, low, high)


def control_words(controls: Sequence[Control], gaps: Sequence[str]) -> str:
    """What reweighting gains over the controls; ``gaps`` are the targeted ones.

    First those that are nowhere behind it on test rows. Of the others that do without the group,
    and whose gaps are comparable, the most accurate is the measure. Thresholds by group, which
    need it to decide, are told apart, and so is a control that does not bring the gap as low on
    validation rows: that its gap on test rows may differ by chance alone makes it no match.
    """
    measured = [c for c in controls if gain(c) is not None]
    named = [c for c in measured if not c.reason or _nowhere_behind(c, gaps)]
    ahead = sorted((c for c in named if _nowhere_behind(c, gaps)), key=_gained)
    others = [c for c in named if c not in ahead]
    comparable = [c for c in others if not c.needs_group and _comparable(c, gaps)]
    told = [_ahead(c, gaps) for c in ahead]
    if comparable:
        best = min(comparable, key=_gained)
        kind = CONTROLS[best.name].lower()
        most = f"the best control that does without the group when deciding ({kind})"
        told.append(_lead(best, gaps, kind if ahead else most))
    if all(c.needs_group for c in named):
        told.append(NONE_MATCHES)
    told += [_other_gap(c, gaps) for c in others if not _comparable(c, gaps)]
    told += [_lead(c, gaps, NEEDS_GROUP) for c in others if c.needs_group and _comparable(c, gaps)]
    told += [_unmatched(c, gaps) for c in controls if c.reason and c not in named]
    return " ".join(told)


def _beside(control: Control, metric: str) -> Level | None:
    """The control's figure minus that of the operating point; None where it was not measured."""
    if control.beside is None:
        return None
    lines = control.beside[(control.beside["metric"] == metric) & (control.beside["group"] == "")]
    if lines.empty:
        return None
    line = lines.to_dict("records")[0]
    figures = (line[name] for name in ("change", "ci_low", "ci_high"))
    value, low, high = (None if pd.isna(figure) else float(figure) for figure in figures)
    return Level(value, low, high, line["n"])


def _gained(control: Control) -> float:
    found = gain(control)
    return 0.0 if found is None or found.value is None else found.value


def _nowhere_behind(control: Control, gaps: Sequence[str]) -> bool:
    """Whether no targeted gap is wider than that of reweighting, and the accuracy not lower."""
    wider = [_beside(control, gap) for gap in gaps]
    known = [each.value for each in wider if each is not None and each.value is not None]
    return len(known) == len(gaps) and max(known) <= 0 and _gained(control) <= 0


def _comparable(control: Control, gaps: Sequence[str]) -> bool:
    """Whether the difference of every targeted gap may be chance."""
    found = [_beside(control, gap) for gap in gaps]
    return all(each is not None and _chance(each) for each in found)


def _chance(found: Level) -> bool:
    return found.low is not None and found.high is not None and found.low <= 0 <= found.high


def _sure(found: Level) -> str:
    return "may be chance" if _chance(found) else "beyond chance"


def _whom(control: Control) -> str:
    needs = " (which needs the group when deciding)" if control.needs_group else ""
    return f"{CONTROLS[control.name]}{needs}"


def _gap_differences(control: Control, gaps: Sequence[str]) -> str:
    """ "Demographic parity −1.2 points (−3.0 to +0.6): may be chance", for each targeted gap."""
    told = []
    for gap in gaps:
        found = _beside(control, gap)
        if found is None or found.value is None or found.low is None or found.high is None:
            told.append(f"{TITLES[gap]} cannot be compared")
        else:
            told.append(
                f"{TITLES[gap]} {change(found.value, found.low, found.high, gap)}: {_sure(found)}"
            )
    return "; ".join(told)


def _accuracy_difference(control: Control) -> str:
    found = _beside(control, "accuracy")
    assert found is not None
    assert found.value is not None
    bounds = interval(found.low, found.high, "accuracy", signed=True)
    value = bare(found.value, "accuracy", signed=True)
    return f"accuracy {value} points ({bounds}): {_sure(found)}"


def _ahead(control: Control, gaps: Sequence[str]) -> str:
    return (
        f"{_whom(control)} is nowhere behind reweighting on test rows: no targeted gap is wider "
        f"and the accuracy is not lower. Beside reweighting: {_gap_differences(control, gaps)}; "
        f"{_accuracy_difference(control)}."
    )


def _other_gap(control: Control, gaps: Sequence[str]) -> str:
    return (
        f"{_whom(control)} reaches another gap on test rows than reweighting, so accuracy alone "
        f"says nothing of a gain. Beside reweighting: {_gap_differences(control, gaps)}; "
        f"{_accuracy_difference(control)}."
    )


def _unmatched(control: Control, gaps: Sequence[str]) -> str:
    """Why a control is no match, and how it compares all the same where it was measured."""
    told = f"{CONTROLS[control.name]}: {control.reason}"
    if gain(control) is None:
        return told
    beside = f"{_gap_differences(control, gaps)}; {_accuracy_difference(control)}"
    return f"{told} Beside reweighting: {beside}."


def _lead(control: Control, gaps: Sequence[str], whom: str) -> str:
    found, value = gain(control), _gained(control)
    assert found is not None
    assert control.levels is not None
    bounds = interval(found.low, found.high, "accuracy", signed=True)
    size = (
        f"95\N{NO-BREAK SPACE}% interval {bounds}; gap of the control on test rows "
        f"{figure(control.levels.gap.value, gaps[0])}, which may differ from that of reweighting "
        "by chance"
    )
    if found.low is not None and found.low > 0:
        return f"Reweighting gains {points(value)} of accuracy over {whom}, beyond chance ({size})."
    if found.high is not None and found.high < 0:
        return f"Reweighting loses {points(value)} of accuracy to {whom}, beyond chance ({size})."
    return (
        f"Reweighting gains nothing beyond chance over {whom}: its accuracy differs by "
        f"{bare(value, 'accuracy', signed=True)} points ({size})."
    )
