"""What a search for patterns asks, and what it returns."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from iffair_core.arrays import Codes
from iffair_core.config import GapName, RowSet
from iffair_core.config.checks import check_number, check_whole
from iffair_core.errors import ConfigError
from iffair_core.patterns.search import DEPTHS

Prediction: TypeAlias = Literal["newton", "influence"]
FEWEST = 20
"""Rows that a description needs in any case."""


@dataclass(frozen=True)
class Wanted:
    """What is searched for.

    depth    most conditions of a description, 1 to 3
    least    fewest training rows of one, as a share; never fewer than ``FEWEST`` rows
    most     most training rows of one, as a share: of larger sets the first order says little
    count    most patterns on either side
    columns  what rows are described by (``selectors.describable``); None: all of it

    Raises ConfigError for a setting out of range.
    """

    depth: int = 3
    least: float = 0.01
    most: float = 0.25
    count: int = 8
    columns: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.depth not in DEPTHS:
            raise ConfigError(f"A description has 1, 2 or 3 conditions; got depth {self.depth!r}.")
        check_number("least", self.least, 0, 1)
        check_number("most", self.most, self.least, 1, include_low=False)
        check_whole("count", self.count, 1)


@dataclass(frozen=True, eq=False)
class Pattern:
    """A set of training rows with a description, and what it carries of the gap.

    row_set      its conditions; ``words`` reads them
    rows         positions among the training rows
    row_share    of the training rows
    share        of the gap, as predicted if the rows are left out: by one Newton step, or to first
                 order (``by`` "newton" or "influence") where a Newton step would take long
    first_order  the sum over the rows
    unseen       the same sum over rows like these among the validation rows, scaled to as many rows
                 as there are training rows; None with fewer than ``FEWEST`` of them
    unseen_rows  how many validation rows these are
    """

    row_set: RowSet
    words: str
    rows: Codes
    row_share: float
    share: float
    by: Prediction
    first_order: float
    unseen: float | None
    unseen_rows: int

    @property
    def times(self) -> float:
        """How many times its share of the rows a pattern carries of the gap."""
        return abs(self.share) / self.row_share

    @property
    def quality(self) -> float:
        """By which patterns are ranked: the share times how many times its share of the rows."""
        return abs(self.share) * self.times

    def to_dict(self) -> dict[str, Any]:
        """Plain values, without the rows themselves."""
        conditions = [
            {name: v for name, v in dataclasses.asdict(c).items() if v is not None}
            for c in self.row_set.conditions
        ]
        return {
            "words": self.words,
            "conditions": conditions,
            "rows": len(self.rows),
            "row_share": self.row_share,
            "share": self.share,
            "times": self.times,
            "predicted_by": self.by,
            "first_order": self.first_order,
            "first_order_on_validation_rows": self.unseen,
            "validation_rows": self.unseen_rows,
        }


@dataclass(frozen=True, eq=False)
class Patterns:
    """What a search found for the smooth gap ``size`` > 0 of two groups, best first.

    widening   patterns that carry the gap, narrowing those that hold it down
    searched   descriptions that were looked at, of ``conditions`` and of ``least`` rows or more
    depth      their most conditions: fewer than wanted where the columns are too many for it
    seconds    that the search took
    """

    gap: GapName
    step: int
    rate: str
    higher: str
    lower: str
    size: float
    widening: tuple[Pattern, ...]
    narrowing: tuple[Pattern, ...]
    searched: int
    conditions: int
    depth: int
    least: int
    train_rows: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``python -m iffair_core patterns --json``."""
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        for side in ("widening", "narrowing"):
            plain[side] = [pattern.to_dict() for pattern in plain[side]]
        return plain
