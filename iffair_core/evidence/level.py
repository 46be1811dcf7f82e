"""One figure with its interval."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A figure with its 95 % interval, None where it is undefined; the rows that it rests on."""

    value: float | None
    low: float | None = None
    high: float | None = None
    rows: int | None = None


UNKNOWN = Level(None)
