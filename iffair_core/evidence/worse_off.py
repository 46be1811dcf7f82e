"""Which groups a change makes worse off: the levelling-down alarm.

A gap also closes when the better treated group is treated worse, which helps nobody. A group is
worse off where it is selected less often, where its members of favourable outcome are, or where it
is misjudged more often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

WORSE_WHEN = {"selection_rate": -1.0, "true_positive_rate": -1.0, "error_rate": 1.0}
"""Sign of a change for the worse."""
PER = 1000


@dataclass(frozen=True)
class WorseOff:
    """A rate of a group that changed for the worse.

    lost       people per thousand of those that the rate looks at, positive
    low, high  95 % interval of ``lost``; ``beyond_chance`` says that it excludes zero
    rows       rows that the rate looks at
    enough     whether these are as many as the study asks of a cell
    """

    group: str
    rate: str
    before: float
    after: float
    lost: float
    low: float
    high: float
    rows: int
    enough: bool

    @property
    def beyond_chance(self) -> bool:
        return self.low > 0


def worse_off(changes: pd.DataFrame) -> tuple[WorseOff, ...]:
    """Every rate that changed for the worse, the largest loss first.

    ``changes`` is a frame of ``fairness_change``. Each interval stands for itself: where many
    groups are compared some will exclude zero by chance, so a list of many is exploratory.
    """
    return _moved(changes, WORSE_WHEN)


def better_off(changes: pd.DataFrame) -> tuple[WorseOff, ...]:
    """Every rate that changed for the better, the largest gain first; ``lost`` is what is gained"""
    return _moved(changes, {rate: -sign for rate, sign in WORSE_WHEN.items()})


def _moved(changes: pd.DataFrame, signs: Mapping[str, float]) -> tuple[WorseOff, ...]:
    """Rates that changed in the direction of their sign."""
    found = []
    for line in changes[changes["metric"].isin(list(signs))].to_dict("records"):
        sign = signs[line["metric"]]
        if line["status"] == "undefined" or sign * line["change"] <= 0:
            continue
        low, high = sorted(sign * PER * line[bound] for bound in ("ci_low", "ci_high"))
        found.append(
            WorseOff(
                group=line["group"],
                rate=line["metric"],
                before=line["before"],
                after=line["after"],
                lost=sign * PER * line["change"],
                low=low,
                high=high,
                rows=line["n"],
                enough=line["status"] == "ok",
            )
        )
    return tuple(sorted(found, key=lambda each: -each.lost))
