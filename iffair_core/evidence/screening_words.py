"""Figures beside screening lines in sentences."""

from __future__ import annotations

from iffair_core.evidence.screening import Screened
from iffair_core.words import TITLES, counted, interval, percent, points, some
from iffair_core.yardsticks import RATIO

HEURISTIC = (
    "A screening line is a heuristic of a jurisdiction or of a house, set by whoever reads the "
    "study. It says where to look closer. To be on either side of it settles nothing in law, and "
    "nothing about what people experience."
)


def screened_words(found: Screened, min_cell: int) -> str:
    """Figure, interval, rows, and on which side of the line the model is, if it can be told."""
    text = _ratio(found) if found.line.measure == RATIO else _gap(found)
    if found.left_out:
        few = f"fewer than {min_cell} {'row' if min_cell == 1 else 'rows'}"
        text += f" Not counted, for {few}: {some(found.left_out)}."
    return f"{text} (Line: {found.line.source})" if found.line.source else text


def _ratio(found: Screened) -> str:
    if found.value is None or found.low is None or found.high is None:
        return (
            "not enough evidence: the ratio needs two groups with enough rows, and somebody "
            "who is selected."
        )
    bounds = f"{100 * found.low:.1f} to {percent(found.high)}"
    return (
        f"the smallest selection rate of a group is {percent(found.value)} of the largest "
        f"(95 % interval {bounds}, {_rows(found)}). "
        f"{_side(found, 'below', 'above', percent(found.line.limit))}"
    )


def _gap(found: Screened) -> str:
    gap = found.line.measure
    if found.value is None or found.low is None or found.high is None:
        return f"{TITLES[gap]}: not enough evidence on these rows."
    return (
        f"{TITLES[gap]} is {points(found.value)} (95 % interval "
        f"{interval(found.low, found.high, gap)} points, {_rows(found)}). "
        f"{_side(found, 'above', 'below', points(found.line.limit))}"
    )


def _rows(found: Screened) -> str:
    return counted(found.rows, "rows")


def _side(found: Screened, far: str, near: str, limit: str) -> str:
    if found.side == "chance":
        return f"The interval holds the line of {limit}: which side the model is on may be chance."
    where = f"{far}, on the far side" if found.side == "far" else f"{near}, on the near side"
    return f"That is {where} of the line of {limit}, beyond chance at 95 %."
