"""Matched controls in words: what reweighting gains over simpler means on test rows, if anything.

Controls are matched on validation rows, so on test rows their gaps differ: of each both are told,
the difference of the gap and that of the accuracy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from iffair_core.evidence.controls import Control, ControlName
from iffair_core.evidence.level import Level
from iffair_core.words import TITLES, bare, figure, interval, listed

CONTROLS: Mapping[ControlName, str] = {
    "common_threshold": "One common threshold",
    "group_thresholds": "A threshold by group",
    "reweighing": "Classic reweighing",
}
NONE_MATCHES = (
    "No simpler means that decides without knowing the group brings the gap as low on validation "
    "rows."
)
NONE_AS_WELL = (
    "No simpler means does as well: each leaves a wider gap than reweighting, or decides less "
    "accurately."
)
ONLY_BY_GROUP = (
    "Only a threshold by group does as well, and it needs to know the group of each person when "
    "deciding."
)
LOSS, SHARE = "accuracy", "demographic_parity"
"""Differences of accuracy are told in points, as those of shares are."""


def gain(control: Control) -> Level | None:
    """Accuracy of the operating point minus that of the control, on the same test rows."""
    found = _beside(control, "accuracy")
    if found is None or found.value is None:
        return None
    high, low = (None if bound is None else -bound for bound in (found.low, found.high))
    return Level(-found.value, low, high)


def control_lines(controls: Sequence[Control], gaps: Sequence[str]) -> tuple[str, ...]:
    """Whether simpler means do as well, then how each of them compares; ``gaps`` are targeted.

    One does as well that is matched on validation rows and, beyond chance, neither has a wider
    targeted gap on test rows nor is less accurate; or that is behind in nothing there, matched or
    not.
    """
    measured = [control for control in controls if gain(control) is not None]
    named = [c for c in measured if not c.reason or _nowhere_behind(c, gaps)]
    return (_verdict(named, gaps), *(_line(control, gaps) for control in controls))


def _verdict(named: Sequence[Control], gaps: Sequence[str]) -> str:
    """``named`` are the controls that were matched, or are behind in nothing."""
    equal = [c for c in named if _does_as_well(c, gaps)]
    if not equal:
        return NONE_MATCHES if all(c.needs_group for c in named) else NONE_AS_WELL
    if all(c.needs_group for c in equal):
        return ONLY_BY_GROUP
    told = listed([_whom(c).lower() for c in sorted(equal, key=lambda c: c.needs_group)])
    better = " or better" if any(map(_more_accurate, equal)) else ""
    return f"Simpler means do as well{better}, as far as the test rows can tell: {told}."


def _more_accurate(control: Control) -> bool:
    """Beyond chance."""
    lead = gain(control)
    return lead is not None and lead.high is not None and lead.high < 0


def _does_as_well(control: Control, gaps: Sequence[str]) -> bool:
    if _nowhere_behind(control, gaps):
        return True
    lead, wider = gain(control), [_beside(control, gap) for gap in gaps]
    behind = lead is None or lead.low is None or lead.low > 0
    return not behind and all(w is not None and w.low is not None and w.low <= 0 for w in wider)


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


def _chance(found: Level) -> bool:
    return found.low is not None and found.high is not None and found.low <= 0 <= found.high


def _sure(found: Level) -> str:
    return "may be chance" if _chance(found) else "beyond chance"


def _whom(control: Control) -> str:
    needs = " (needs the group when deciding)" if control.needs_group else ""
    return f"{CONTROLS[control.name]}{needs}"


def _line(control: Control, gaps: Sequence[str]) -> str:
    """ "One common threshold: beside reweighting, the gap is 2.0 points narrower (…) and …"."""
    told = f"{_whom(control)}: "
    if gain(control) is None:
        return told + control.reason
    found = [(f"the gap{_of(gap, gaps)}", _beside(control, gap), gap) for gap in gaps]
    differences = [_difference(*each, ("wider", "narrower")) for each in found]
    accuracy = _beside(control, LOSS)
    differences.append(_difference("the accuracy", accuracy, LOSS, ("higher", "lower")))
    reason = f"{control.reason} " if control.reason else ""
    beside = "Beside" if reason else "beside"
    return f"{told}{reason}{beside} reweighting, {listed(differences)}."


def _of(gap: str, gaps: Sequence[str]) -> str:
    return f" of {TITLES[gap]}" if len(gaps) > 1 else ""


def _difference(title: str, found: Level | None, metric: str, ways: tuple[str, str]) -> str:
    """ "the gap is 2.0 points narrower (interval −3.5 to −0.5: beyond chance)"."""
    if found is None or found.value is None:
        return f"{title} cannot be compared"
    amount = figure(abs(found.value), metric if metric != LOSS else SHARE)
    none = bare(found.value, metric, signed=True).strip("+0.") == ""
    told = "the same" if none else f"{amount} {ways[0] if found.value > 0 else ways[1]}"
    if found.low is None or found.high is None:
        return f"{title} is {told}"
    bounds = interval(found.low, found.high, metric, signed=True)
    return f"{title} is {told} (interval {bounds}: {_sure(found)})"
