"""What the options of a command hold, read from text. Each raises ArgumentTypeError."""

from __future__ import annotations

import argparse
import math

from iffair_core.config import GAP_NAMES, Penalty


def number(text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"expected a number; got {text!r}")
    return value


def whole(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a whole number; got {text!r}") from error


def penalty(text: str) -> Penalty:
    """A number, or "auto"."""
    if text == "auto":
        return "auto"
    try:
        return number(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"expected a number or auto; got {text!r}") from error


def column_value(text: str) -> tuple[str, str]:
    """ "COLUMN=VALUE"."""
    column, sign, value = text.partition("=")
    if not (column and sign and value):
        raise argparse.ArgumentTypeError(f"expected COLUMN=VALUE; got {text!r}")
    return column, value


def gap_number(text: str) -> tuple[str, float]:
    """ "GAP=NUMBER"."""
    gap, sign, given = text.partition("=")
    if gap not in GAP_NAMES or not sign:
        raise argparse.ArgumentTypeError(
            f"expected GAP=NUMBER with one of {', '.join(GAP_NAMES)}; got {text!r}"
        )
    return gap, number(given)


def layers(text: str) -> tuple[int, ...]:
    """Widths such as "32,16"."""
    try:
        return tuple(int(width) for width in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected widths such as 32,16; got {text!r}") from error


def bins(text: str) -> tuple[str, tuple[float, ...]]:
    """ "COLUMN=25,40"."""
    column, sign, given = text.rpartition("=")
    if not (column and sign and given):
        raise argparse.ArgumentTypeError(f"expected COLUMN=25,40; got {text!r}")
    return column, cuts(given)


def cuts(text: str) -> tuple[float, ...]:
    """ "25,40"."""
    return tuple(number(cut) for cut in text.split(","))
