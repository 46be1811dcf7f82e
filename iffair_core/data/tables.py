"""Tables as they come: read once, typed by pandas, identified by a digest of their content."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

import pandas as pd

from iffair_core.data.files import read_frame
from iffair_core.data.prepared import Exclusion
from iffair_core.data.tidy import content_digest, tidy
from iffair_core.errors import TableError

SHOWN_COLUMNS = 30


@dataclass(frozen=True, eq=False)
class Table:
    """A source table. ``frame`` has a RangeIndex or, after a filter, the source positions.

    digest  sha256 of the content (column names, types and every value), hexadecimal
    origin  how it was read, in words ("CSV, separator ';', encoding cp1252")
    exclusions  what was left out before the frame was formed (the filters of a packaged set)
    """

    frame: pd.DataFrame
    name: str
    digest: str
    origin: str
    exclusions: tuple[Exclusion, ...] = ()


def read_table(source: str | Path | IO[bytes], name: str | None = None) -> Table:
    """Read CSV (any separator and encoding), Parquet, Excel, or gz/zip of these.

    ``name`` stands for the file in messages; an ending in it helps to tell the format. Raises
    TableError with the format that an unreadable file was taken for and why that failed.
    """
    given = name or (source if isinstance(source, (str, Path)) else getattr(source, "name", ""))
    shown = PurePath(str(given)).name or "table"
    frame, origin = read_frame(source, shown)
    return table_from_frame(frame, shown, origin)


def table_from_frame(frame: pd.DataFrame, name: str, origin: str = "a data frame") -> Table:
    """A table of ``frame``; its row labels must be source positions, else they are numbered anew.

    Raises TableError if there are no rows or columns, or if two columns share a name.
    """
    if not len(frame.columns):
        raise TableError(f"The table {name!r} has no columns. Give a table with a header line.")
    if frame.empty:
        raise TableError(f"The table {name!r} has a header but no rows. Give a table with rows.")
    plain = tidy(frame)
    if not (pd.api.types.is_integer_dtype(plain.index.dtype) and plain.index.is_unique):
        plain = plain.reset_index(drop=True)
    return Table(plain, name, content_digest(plain), origin)


def write_parquet(table: Table, path: str | Path) -> None:
    """Write the frame and its row labels so that ``read_table`` gives the same digest."""
    table.frame.to_parquet(path, engine="pyarrow", compression="zstd")


def require_columns(frame: pd.DataFrame, names: Iterable[str]) -> None:
    """Raise TableError if a name is no column; the message offers the closest ones."""
    columns = [str(c) for c in frame.columns]
    absent = [n for n in dict.fromkeys(names) if n not in columns]
    if not absent:
        return
    text = f"The table has no column {', '.join(map(repr, absent))}."
    close = {m for n in absent for m in difflib.get_close_matches(n, columns, 3, 0.6)}
    close |= {c for c in columns if c.lower() in {n.lower() for n in absent}}
    if close:
        text += f" Close to it: {', '.join(sorted(close))}."
    more = f" and {len(columns) - SHOWN_COLUMNS} more" if len(columns) > SHOWN_COLUMNS else ""
    raise TableError(f"{text} Its columns are {', '.join(columns[:SHOWN_COLUMNS])}{more}.")
