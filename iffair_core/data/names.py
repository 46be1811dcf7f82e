"""The names that a table brings into sentences: its columns, and the values of those with few."""

from __future__ import annotations

import pandas as pd

from iffair_core.literal import marked

MOST_VALUES = 200
"""A column of more values is shown by no name of them."""
FIRST_ROWS = 5000
"""A column that has more values than ``MOST_VALUES`` in these has too many."""


def marked_names(frame: pd.DataFrame) -> frozenset[str]:
    """Those names in ``frame`` that have marks of Markdown."""
    found = {str(column) for column in frame.columns}
    for _, values in frame.items():
        if not pd.api.types.is_numeric_dtype(values) and _few(values):
            found.update(str(value) for value in values.dropna().unique())
    return marked(found)


def _few(values: pd.Series) -> bool:
    return values.head(FIRST_ROWS).nunique() <= MOST_VALUES and values.nunique() <= MOST_VALUES
