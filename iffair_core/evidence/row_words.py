"""What more weight on one row does, in sentences."""

from __future__ import annotations

import math

from iffair_core.words import LOSSES, TITLES

DIGITS = 2
SMALLEST = 1e-7


def effect(name: str, value: float, *, higher: str = "", lower: str = "") -> str:
    """ "Raising its weight by one makes the gap of demographic parity between … 0.0041 points …".

    name    of a gap, or "log_loss" for the utility on validation rows
    value   influence on its size: positive widens the gap or raises the loss
    higher, lower  the groups between which the gap is
    """
    unit = "" if name in LOSSES else " points"
    size = value if name in LOSSES else 100.0 * value
    title = TITLES[name]
    subject = (
        "the log loss on validation rows"
        if name == "log_loss"
        else f"the gap between {higher} and {lower}"
    )
    if abs(size) < SMALLEST:
        return f"**{title}:** {subject} hardly changes."
    turn = ("larger", "smaller") if name != "log_loss" else ("higher", "lower")
    return f"**{title}:** {subject} becomes {small(size)}{unit} {turn[0] if size > 0 else turn[1]}."


def small(value: float, digits: int = DIGITS) -> str:
    """The size of a number with as many significant digits, and without an exponent: "0.0041"."""
    size = abs(value)
    if size < SMALLEST:
        return "0"
    places = max(digits - 1 - math.floor(math.log10(size)), 0)
    return f"{size:.{places}f}"
