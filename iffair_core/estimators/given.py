"""What callers hand to the estimators, looked at where scikit-learn's own words would not help.

Of a frame that is no matrix of numbers scikit-learn names a value ("could not convert string to
float: 'u'"); here the columns are named, and what to put before the estimator.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.config import GAP_NAMES, GapName
from iffair_core.errors import ConfigError, TaskError

NAMED = 5
"""As many columns a message names."""


def unusable(X: Any) -> TaskError | None:
    """Which columns of a frame are no numbers or lack some; None if it is none of this."""
    if not isinstance(X, pd.DataFrame):
        return None
    read = {str(name): (values.dtype, _numbers(values)) for name, values in X.items()}
    texts = [f"{name!r} ({dtype})" for name, (dtype, numbers) in read.items() if numbers is None]
    if texts:
        return TaskError(
            f"X must hold numbers; {_some(texts)} {'does' if len(texts) == 1 else 'do'} not. "
            "Turn such columns into numbers before, for example categories by an OneHotEncoder in "
            "a make_column_transformer as the first step of a pipeline."
        )
    lacking = [
        f"{name!r} ({int(numbers.isna().sum())} rows)"
        for name, (_, numbers) in read.items()
        if numbers is not None and numbers.isna().any()
    ]
    if lacking:
        return TaskError(
            f"X must have a number in every row; NaN stands in {_some(lacking)}. Fill such columns "
            "before, for example by a SimpleImputer as the first step of a pipeline."
        )
    return None


def read_labels(y: Any) -> Any:
    """``y``, of which pandas' nullable and object columns are numbers or booleans of NumPy.

    Raises TaskError if a value is missing.
    """
    column = isinstance(y, (pd.Series, pd.Index))
    if not column and not (isinstance(y, np.ndarray) and y.dtype == object and y.ndim == 1):
        return y
    values = pd.Series(y).infer_objects()
    if values.isna().any():
        raise TaskError(
            f"y must have a value in every row; got {int(values.isna().sum())} missing ones (NaN). "
            "Leave those rows out of all arguments first."
        )
    if not pd.api.types.is_numeric_dtype(values):
        return y
    return values.to_numpy(dtype=getattr(values.dtype, "numpy_dtype", None))


def warn_of_order(X: Any, **given: Any) -> None:
    """Warn where what is given has the row labels of ``X`` in another order."""
    if not isinstance(X, pd.DataFrame):
        return
    for name, values in given.items():
        index = getattr(values, "index", None)
        if not isinstance(index, pd.Index) or len(index) != len(X) or index.equals(X.index):
            continue
        if X.index.is_unique and index.difference(X.index, sort=False).empty:
            warnings.warn(
                f"{name} has the row labels of X in another order. Rows match by position, as in "
                f"all of scikit-learn; to match them by label, give {name}.loc[X.index].",
                stacklevel=4,
            )


def read_gaps(gaps: Any) -> tuple[GapName, ...]:
    """One name or several as a tuple. Raises ConfigError for anything else."""
    if isinstance(gaps, str):
        return (gaps,)  # type: ignore[return-value]  # the config checks the name
    if not isinstance(gaps, (Sequence, set, frozenset, np.ndarray)):
        raise ConfigError(f"gaps must be one or several of {', '.join(GAP_NAMES)}; got {gaps!r}.")
    return tuple(gaps)


def read_mapping(name: str, given: Any, gaps: Sequence[str]) -> tuple[tuple[GapName, Any], ...]:
    """A mapping from targeted gaps to numbers as pairs; raises ConfigError for anything else."""
    if not isinstance(given, Mapping):
        raise ConfigError(f"{name} must map gaps to numbers; got {given!r}.")
    for gap in given:
        if gap not in gaps:
            raise ConfigError(
                f"{name} names {gap!r}, which is not among the gaps ({', '.join(gaps)}). Correct "
                "the name, or add it to gaps."
            )
    return tuple((gap, own(number)) for gap, number in given.items())


def own(value: Any) -> Any:
    """A number of NumPy, as a grid of a search holds, as one of Python; all else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def _numbers(values: pd.Series[Any]) -> pd.Series[Any] | None:
    """The column as numbers; None if some of it is none, such as a text or a date."""
    if pd.api.types.is_datetime64_any_dtype(values) or values.dtype.kind in "mM":
        return None
    numbers = pd.to_numeric(values.astype(object), errors="coerce")
    return None if (numbers.isna() & values.notna()).any() else numbers


def _some(told: Sequence[str]) -> str:
    more = f" and {len(told) - NAMED} more" if len(told) > NAMED else ""
    return f"{', '.join(told[:NAMED])}{more}"
