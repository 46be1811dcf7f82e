"""The names that a table brings into sentences: its columns, and the values in them.

Columns with few values bring all of these at once (``marked_names``). A column of many values may
bring any of them, so there the values that stand in a given sentence are looked up (``ManyNames``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from iffair_core.literal import marked

MOST_VALUES = 200
"""A column of more values has many."""
FIRST_ROWS = 5000
"""A column that has more values than ``MOST_VALUES`` in these has many."""
MOST_KNOWN, LONGEST = 50_000, 120
"""A column of more values than this identifies rows, and a longer value is no name."""
BEGINS = re.compile(r"(?<!\w)(?=\S)")
"""Where a name may begin within a sentence."""


@dataclass(frozen=True, eq=False)
class ManyNames:
    """Names of which few stand in any one sentence; ``lengths`` are those that they have."""

    names: frozenset[str]
    lengths: tuple[int, ...]

    def within(self, text: str) -> frozenset[str]:
        """Those that ``text`` holds."""
        if not self.names:
            return frozenset()
        begins = [found.start() for found in BEGINS.finditer(text)]
        parts = (text[i : i + length] for i in begins for length in self.lengths)
        return self.names.intersection(parts)


def marked_names(frame: pd.DataFrame) -> frozenset[str]:
    """Columns of ``frame``, and values of columns with few, that have marks of Markdown."""
    found = {str(column) for column in frame.columns}
    for _, values in frame.items():
        if not pd.api.types.is_numeric_dtype(values) and _few(values):
            found.update(str(value) for value in values.dropna().unique())
    return marked(found)


def many_names(frame: pd.DataFrame) -> ManyNames:
    """Values that have marks of Markdown, of columns with many."""
    found: set[str] = set()
    for _, values in frame.items():
        if pd.api.types.is_numeric_dtype(values) or _few(values) or _identify(values):
            continue
        own = values.dropna().unique()
        if len(own) <= MOST_KNOWN:
            found.update(value for value in map(str, own) if len(value) <= LONGEST)
    names = marked(found)
    return ManyNames(names, tuple(sorted({len(name) for name in names})))


def _few(values: pd.Series) -> bool:
    return values.head(FIRST_ROWS).nunique() <= MOST_VALUES and values.nunique() <= MOST_VALUES


def _identify(values: pd.Series) -> bool:
    """Whether a long column begins with values that are all different."""
    return len(values) > MOST_KNOWN and bool(values.head(FIRST_ROWS).is_unique)
