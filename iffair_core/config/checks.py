"""Checks of single settings; each error names what was given and what is allowed."""

from __future__ import annotations

import math
from collections.abc import Iterable

from iffair_core.errors import ConfigError


def check_choice(name: str, given: object, allowed: Iterable[str]) -> None:
    """Raise ConfigError unless ``given`` is one of ``allowed``."""
    options = tuple(allowed)
    if given not in options:
        raise ConfigError(f"{name} must be one of {', '.join(options)}; got {given!r}.")


def check_whole(name: str, given: object, low: int) -> None:
    """Raise ConfigError unless ``given`` is a whole number of at least ``low``."""
    if isinstance(given, bool) or not isinstance(given, int) or given < low:
        raise ConfigError(f"{name} must be a whole number of at least {low}; got {given!r}.")


def check_number(
    name: str,
    given: object,
    low: float,
    high: float = math.inf,
    *,
    include_low: bool = True,
    include_high: bool = True,
) -> None:
    """Raise ConfigError unless ``given`` is a finite number in the interval."""
    if isinstance(given, (int, float)) and not isinstance(given, bool) and math.isfinite(given):
        above = given >= low if include_low else given > low
        below = given <= high if include_high else given < high
        if above and below:
            return
    left = f"at least {low:g}" if include_low else f"more than {low:g}"
    right = (
        "" if high == math.inf else f" and {'at most' if include_high else 'less than'} {high:g}"
    )
    raise ConfigError(f"{name} must be a number of {left}{right}; got {given!r}.")
