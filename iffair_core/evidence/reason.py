"""One reason why the weight of a row moved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """``title`` names it, ``change`` is its part in the move of the weight; None: not known alone.

    whole   what of the change all rows of its group and outcome share; None where nothing is
    active  in how many of ``steps`` steps the constraint bound
    """

    title: str
    change: float | None
    whole: float | None
    active: int
    steps: int
