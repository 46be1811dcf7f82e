"""Tables as they come: read once, typed by pandas, identified by a digest of their content."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Table:
    """A source table. ``frame`` has a RangeIndex or, after a filter, the source positions.

    digest  sha256 of the content (column names, types and every value), hexadecimal
    origin  how it was read, in words ("CSV, separator ';', encoding cp1252")
    """

    frame: pd.DataFrame
    name: str
    digest: str
    origin: str
