"""A table as CSV that a spreadsheet shows as it is, and computes nothing of.

A spreadsheet takes a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return
for a formula, which can call programs (CSV injection). Such a text gets a ``'`` before it, as OWASP
advises; numbers stay as they are. This is for tables that people look at. What a program joins to
its own data again (weights, scored tables, the output of the command line) is written as it is.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def sheet(frame: pd.DataFrame) -> str:
    """``frame`` as CSV without its index, in which no cell and no title is a formula."""
    safe = pd.concat([_column(values) for _, values in frame.items()], axis="columns")
    return safe.rename(columns=_cell).to_csv(index=False)


def _column(values: pd.Series[Any]) -> pd.Series[Any]:
    exact = (pd.api.types.is_numeric_dtype, pd.api.types.is_datetime64_any_dtype)
    if any(is_kind(values.dtype) for is_kind in exact):
        return values
    return values.astype(object).map(_cell)


def _cell(value: object) -> object:
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value
