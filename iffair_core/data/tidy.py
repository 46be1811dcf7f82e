"""One plain form for every table: what a column may be, and the digest of its content.

After ``tidy`` a column is a number, a boolean, text, a category, a date or a duration. Objects
that mix types (an Excel column of numbers and words, say) become text, so that a table survives
the trip through Parquet unchanged.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.data.written import value_text
from iffair_core.errors import TableError

_NUMBERS = frozenset({"integer", "floating", "mixed-integer-float", "decimal"})
_DATES = frozenset({"date", "datetime", "datetime64"})


def texts(series: pd.Series[Any]) -> pd.Series[Any]:
    """``value_text`` of every value, missing ones as NaN; object dtype, same index."""
    try:
        codes, values = pd.factorize(series)
    except TypeError:  # lists and other values without a hash
        shown = [np.nan if _is_missing(v) else value_text(v) for v in series]
        return pd.Series(shown, index=series.index, name=series.name, dtype=object)
    shown_values = np.array([*(value_text(v) for v in values), np.nan], dtype=object)
    return pd.Series(shown_values[codes], index=series.index, name=series.name, dtype=object)


def numbers(series: pd.Series[Any]) -> pd.Series[Any]:
    """The values as float64; what is no finite number is NaN."""
    if not pd.api.types.is_numeric_dtype(series):
        series = pd.to_numeric(texts(series), errors="coerce")
    values = series.astype("float64")
    return values.where(np.isfinite(values))


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with text column names and plain column types; the index stays.

    Raises TableError if two columns share a name.
    """
    names = [value_text(c) for c in frame.columns]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise TableError(
            f"The table has more than one column named {', '.join(map(repr, twice))}. "
            "Give every column a name of its own."
        )
    columns = {n: _tidy_column(frame.iloc[:, k]) for k, n in enumerate(names)}
    return pd.DataFrame(columns, index=frame.index, columns=pd.Index(names, dtype="str"))


def content_digest(frame: pd.DataFrame) -> str:
    """sha256 (hexadecimal) of column names, types, row labels and every value.

    The same before and after a trip through Parquet, for frames that ``tidy`` has passed.
    """
    digest = hashlib.sha256()
    digest.update(json.dumps([[str(c), str(frame[c].dtype)] for c in frame.columns]).encode())
    digest.update(pd.util.hash_array(frame.index.to_numpy()).tobytes())
    for name in frame.columns:
        digest.update(pd.util.hash_pandas_object(frame[name], index=False).to_numpy().tobytes())
    return digest.hexdigest()


def _is_missing(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _tidy_column(series: pd.Series[Any]) -> pd.Series[Any]:
    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return _tidy_category(series)
    if pd.api.types.is_object_dtype(kind):
        return _tidy_objects(series)
    if pd.api.types.is_datetime64_any_dtype(kind) or pd.api.types.is_timedelta64_dtype(kind):
        return _in_microseconds(series)
    if pd.api.types.is_numeric_dtype(kind):
        return series
    return (series if pd.api.types.is_string_dtype(kind) else texts(series)).astype("str")


def _tidy_objects(series: pd.Series[Any]) -> pd.Series[Any]:
    """Objects as what they hold; as text where they hold several things."""
    held = pd.api.types.infer_dtype(series, skipna=True)
    if held in _NUMBERS:
        return pd.to_numeric(series.astype("float64") if held == "decimal" else series)
    if held in _DATES:
        return _in_microseconds(pd.to_datetime(series, errors="coerce"))
    if held == "string":
        return series.astype("str")
    if held == "boolean":
        return series.astype("boolean")
    return series.astype("float64") if held == "empty" else texts(series).astype("str")


def _in_microseconds(series: pd.Series[Any]) -> pd.Series[Any]:
    """Times in the unit that Parquet keeps."""
    times: pd.Series[Any] = series.dt.as_unit("us")
    return times


def _tidy_category(series: pd.Series[Any]) -> pd.Series[Any]:
    """Categories as text, because Parquet does not keep those of numbers."""
    if pd.api.types.infer_dtype(series.cat.categories) == "string":
        return series
    if series.cat.categories.empty:
        return series.astype("float64")
    named: pd.Series[Any] = series.cat.rename_categories(value_text)
    return named
