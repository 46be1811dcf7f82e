"""What a user holds a finished study against: screening lines, and shares that groups should have.

They are set after a run, like the operating point, and kept with the study. They change no figure
of it. A line is a heuristic of a jurisdiction or of a house, not a finding.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from iffair_core.config import check_choice, check_number
from iffair_core.fairness.gap_intervals import REPORTED_GAPS

RATIO = "selection_ratio"
MEASURES = (RATIO, *(gap for gap in REPORTED_GAPS if gap != "loss_parity"))


@dataclass(frozen=True)
class ScreeningLine:
    """A limit for one figure.

    measure  "selection_ratio", the smallest selection rate of a group over the largest, which
             should not be below ``limit``; or a gap of decisions, which should not be above it
    limit    from 0 to 1
    source   whose line it is

    Raises ConfigError if the measure is unknown or the limit out of range.
    """

    measure: str
    limit: float
    source: str = ""

    def __post_init__(self) -> None:
        check_choice("measure", self.measure, MEASURES)
        check_number("limit", self.limit, 0, 1)


FOUR_FIFTHS = ScreeningLine(
    RATIO,
    0.8,
    "four-fifths rule, US Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR "
    "1607.4(D)",
)


@dataclass(frozen=True)
class Yardsticks:
    """Screening lines, and by group the share of the rows that it should have, from 0 to 1.

    Raises ConfigError if a share is out of range.
    """

    lines: tuple[ScreeningLine, ...] = ()
    shares: Mapping[str, float] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        for group, share in self.shares.items():
            check_number(f"reference share of {group}", share, 0, 1)

    def __bool__(self) -> bool:
        return bool(self.lines or self.shares)

    def of_groups(self, groups: Collection[str]) -> Yardsticks:
        """Those that a study of these groups can be held against: shares only of the same groups"""
        known = set(self.shares) <= set(groups)
        return self if known else dataclasses.replace(self, shares={})

    def to_dict(self) -> dict[str, Any]:
        lines = [dataclasses.asdict(line) for line in self.lines]
        return {"lines": lines, "shares": dict(self.shares)}


def yardsticks_from(saved: Mapping[str, Any]) -> Yardsticks:
    """What ``Yardsticks.to_dict`` gave. Raises ConfigError, KeyError or TypeError if it is not."""
    return Yardsticks(tuple(ScreeningLine(**line) for line in saved["lines"]), saved["shares"])
