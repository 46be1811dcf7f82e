"""What a card of a packaged data set says, and the filters that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iffair_core.arrays import Mask
from iffair_core.config import Attribute, Task
from iffair_core.data.prepared import Exclusion

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Filter:
    """Rows that are kept: a number in [low, high] or above ``above``, one of ``values``, or any.

    A missing value is never kept. ``words`` says whom the filter leaves out.
    """

    column: str
    words: str
    low: float | None = None
    high: float | None = None
    above: float | None = None
    values: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def keep(self, frame: pd.DataFrame) -> Mask:
        """(n,) True on the rows that pass."""
        series = frame[self.column]
        keep = series.notna()
        if self.low is not None:
            keep &= series >= self.low
        if self.high is not None:
            keep &= series <= self.high
        if self.above is not None:
            keep &= series > self.above
        if self.values:
            keep &= series.astype("str").isin(self.values)
        if self.excluded:
            keep &= ~series.astype("str").isin(self.excluded)
        mask: Mask = keep.to_numpy(dtype=bool)
        return mask


def apply_filters(
    frame: pd.DataFrame, filters: tuple[Filter, ...]
) -> tuple[pd.DataFrame, tuple[Exclusion, ...]]:
    """The rows that pass every filter, under their source positions, and what was left out."""
    exclusions = []
    for f in filters:
        keep = f.keep(frame)
        if not keep.all():
            exclusions.append(Exclusion("rows", f.column, int((~keep).sum()), f.words))
        frame = frame[keep]
    return frame, tuple(exclusions)


@dataclass(frozen=True)
class Card:
    """One packaged data set, for a person who decides whether to trust it.

    text        paragraphs: where the rows come from, what is odd, why to doubt them
    row         what one row is
    task        with the first of ``attributes`` alone as sensitive
    attributes  every customary sensitive attribute, with its reference group
    left_out    columns that are no features by default, each with the reason
    official    whether the task's split_column holds a published split
    weight_column  survey weights that may be used; not used by default
    sites       places or times by which the rows can be looked at one after the other
    """

    name: str
    title: str
    row: str
    text: str
    licence: str
    source: str
    citation: str
    task: Task
    attributes: tuple[Attribute, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    official: bool = False
    weight_column: str | None = None
    sites: tuple[Attribute, ...] = ()
