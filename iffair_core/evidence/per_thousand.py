"""Who gains and who loses by a reweighting, in people per thousand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from iffair_core.evidence.worse_off import PER
from iffair_core.words import number

Side = Literal["gains", "loses", "may be chance", "not enough evidence"]


@dataclass(frozen=True)
class Moved:
    """How many more of a thousand people of a group are selected; negative: fewer.

    low, high  95 % interval
    rows       test rows of the group
    """

    group: str
    before: float
    after: float
    more: float
    low: float
    high: float
    rows: int
    side: Side

    def __str__(self) -> str:
        digits = 0 if abs(self.more) >= 10 else 1
        word = "more" if self.more >= 0 else "fewer"
        bounds = " to ".join(number(v, digits, signed=True) for v in (self.low, self.high))
        return (
            f"{self.group}: {number(abs(self.more), digits)} {word} of {PER:,} are selected "
            f"(95\N{NO-BREAK SPACE}% interval {bounds})"
        )


def selected_per_thousand(changes: pd.DataFrame) -> tuple[Moved, ...]:
    """One a group, those that gain most first; ``changes`` is a frame of ``fairness_change``.

    Groups without a rate are left out.
    """
    lines = changes[(changes["metric"] == "selection_rate") & (changes["group"] != "")]
    found = [_moved(line) for line in lines.to_dict("records") if line["status"] != "undefined"]
    return tuple(sorted(found, key=lambda each: -each.more))


def _moved(line: Mapping[Hashable, Any]) -> Moved:
    before, after, more, low, high = (
        PER * float(line[name]) for name in ("before", "after", "change", "ci_low", "ci_high")
    )
    rows = int(line["n"])
    side: Side = "gains" if low > 0 else "loses" if high < 0 else "may be chance"
    if line["status"] != "ok":
        side = "not enough evidence"
    return Moved(str(line["group"]), before, after, more, low, high, rows, side)
