"""Cells of a table to be scored that the model cannot take as written, and what it takes then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from iffair_core.data.encode import CATEGORIES, NUMBERS
from iffair_core.data.tables import Table
from iffair_core.data.tidy import numbers, texts
from iffair_core.results import Study

Cause = Literal["empty", "not a number", "unknown value"]


@dataclass(frozen=True)
class Unread:
    """``count`` cells of one column, why they count as unread, and one of the values."""

    column: str
    cause: Cause
    count: int
    example: str

    def __str__(self) -> str:
        cells = f"{self.count:,} cell{'' if self.count == 1 else 's'}"
        shown = f" such as {self.example!r}" if self.example else ""
        return f"{self.column}: {cells} {TAKEN[self.cause].format(shown=shown)}"


TAKEN: dict[Cause, str] = {
    "empty": "empty, taken as missing",
    "not a number": "not a number{shown}, taken as missing",
    "unknown value": "with a value that no training row has{shown}, taken as a rare one",
}


def unread_cells(study: Study, table: Table) -> tuple[Unread, ...]:
    """What ``score_table`` replaces in the columns of the model; they must be in the table."""
    encoder = study.prepared.encoder
    found: list[Unread] = []
    for name, fitted, columns in encoder.transformers_:
        if name == NUMBERS:
            for column in columns:
                found += _numeric(table.frame[column])
        if name == CATEGORIES:
            for column, levels in zip(columns, fitted[-1].categories_, strict=True):
                found += _categorical(table.frame[column], levels)
    order = {feature: i for i, feature in enumerate(study.prepared.features)}
    return tuple(sorted(found, key=lambda unread: order[unread.column]))


def _numeric(series: pd.Series[Any]) -> Iterator[Unread]:
    said = texts(series)
    yield from _unread(series, "empty", said[said.isna()])
    yield from _unread(series, "not a number", said[said.notna() & numbers(series).isna()])


def _categorical(series: pd.Series[Any], levels: Any) -> Iterator[Unread]:
    said = texts(series)
    yield from _unread(series, "empty", said[said.isna()])
    yield from _unread(series, "unknown value", said[said.notna() & ~said.isin(levels)])


def _unread(series: pd.Series[Any], cause: Cause, cells: pd.Series[Any]) -> Iterator[Unread]:
    if len(cells):
        example = "" if cause == "empty" else str(cells.iloc[0])
        yield Unread(str(series.name), cause, len(cells), example)
