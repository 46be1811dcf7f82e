"""What callers hand over (lists, arrays, Series, frames) as the aligned arrays of the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from iffair_core.arrays import AnyArray, Codes, Mask, Vector
from iffair_core.data.groups import MISSING, SEPARATOR
from iffair_core.errors import TaskError

CUT = 0.5
FAVOURABLE_COLUMN = " (of predict_proba, the column of the favourable outcome)"
AS_NUMBERS = " For text, compare with the favourable value first, as in y == value."


@dataclass(frozen=True, eq=False)
class Groups:
    """Group of each row: ``code`` (n,) indexes ``names``; every name has at least one row."""

    code: Codes
    names: tuple[str, ...]

    def take(self, rows: Mask) -> Groups:
        """The groups of the rows where ``rows`` (n,) is True; names without a row are dropped."""
        present, code = np.unique(self.code[rows], return_inverse=True)
        return Groups(code.astype(np.int64), tuple(self.names[g] for g in present))


def read_groups(sensitive_features: Any, n_rows: int) -> Groups:
    """Groups from an array, Series, frame or mapping of columns; several columns intersect.

    Names are the values as text (1.0 is "1"), joined by " × ", in the order of the values.
    Missing and blank values are the group "Missing". An index is ignored: rows match by
    position. Raises TaskError if there is no column or the number of rows is not ``n_rows``.
    """
    columns = _as_frame(sensitive_features)
    check_length("sensitive_features", len(columns), n_rows)
    if columns.shape[1] == 0:
        raise TaskError("sensitive_features needs at least one column; got none.")
    read = [_read_column(columns.iloc[:, i]) for i in range(columns.shape[1])]
    shape = tuple(len(names) for _, names in read)
    combined, code = np.unique(
        np.ravel_multi_index([c for c, _ in read], shape), return_inverse=True
    )
    parts = np.unravel_index(combined, shape)
    names = tuple(
        SEPARATOR.join(labels[i] for i, (_, labels) in zip(indices, read, strict=True))
        for indices in zip(*parts, strict=True)
    )
    return Groups(code.astype(np.int64), names)


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a model says of each row, (n,): decisions 0/1 and, if known, probabilities."""

    decision: Vector
    probability: Vector | None


def read_predictions(name: str, y_pred: ArrayLike, n_rows: int) -> Predictions:
    """Decisions 0/1, or probabilities with the decisions from .5 on; shape (n,).

    Raises TaskError outside of [0, 1].
    """
    values = read_numbers(name, y_pred)
    check_length(name, len(values), n_rows)
    wrong = values[~((values >= 0) & (values <= 1))]
    if len(wrong):
        raise TaskError(
            f"{name} must hold decisions 0/1 or probabilities from 0 to 1 of the favourable "
            f"outcome; got {wrong[0]:g}."
        )
    decided = bool(np.isin(values, (0.0, 1.0)).all())
    return Predictions((values >= CUT).astype(np.float64), None if decided else values)


def read_outcome(y_true: ArrayLike) -> Vector:
    """Outcomes as 0.0 and 1.0, shape (n,). Raises TaskError on any other value."""
    values = read_numbers("y_true", y_true)
    if len(values) == 0:
        raise TaskError("y_true has no rows; give at least one.")
    wrong = values[~np.isin(values, (0.0, 1.0))]
    if len(wrong):
        raise TaskError(
            "y_true must hold 0 and 1 (or False and True), 1 for the favourable outcome; got "
            f"{wrong[0]:g}. Compare with the favourable value first, as in y == value."
        )
    return values


def read_weight(sample_weight: ArrayLike | None, n_rows: int) -> Vector:
    """The user's sample weights (n,); ones for None. Raises TaskError if one is negative."""
    if sample_weight is None:
        return np.ones(n_rows)
    values = read_numbers("sample_weight", sample_weight)
    check_length("sample_weight", len(values), n_rows)
    wrong = values[~(np.isfinite(values) & (values >= 0))]
    if len(wrong):
        raise TaskError(f"sample_weight must hold finite numbers of at least 0; got {wrong[0]:g}.")
    if not values.any():
        raise TaskError("sample_weight must hold a number above 0; all of them are zero.")
    return values


def read_numbers(name: str, values: ArrayLike) -> Vector:
    """Numbers or booleans as float64, shape (n,).

    Raises TaskError if one is missing, if they are text or if they have several columns.
    """
    array = np.asarray(values)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise TaskError(
            f"{name} must have one value a row; got an array of shape {array.shape}. Give a "
            f"single column{FAVOURABLE_COLUMN if name.startswith('y_') else ''}."
        )
    series = pd.Series(array).infer_objects()
    if series.isna().any():
        raise TaskError(
            f"{name} must have a value in every row; got {int(series.isna().sum())} missing ones. "
            "Leave those rows out of all arguments first."
        )
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_complex_dtype(series):
        raise TaskError(
            f"{name} must hold numbers or booleans; got {series.iloc[0]!r}."
            f"{AS_NUMBERS if name.startswith('y_') else ''}"
        )
    return series.to_numpy(dtype=np.float64)


def check_length(name: str, given: int, expected: int) -> None:
    """Raise TaskError unless ``given`` rows are ``expected`` ones."""
    if given != expected:
        raise TaskError(
            f"{name} has {given} rows but the outcome has {expected}; they must match row by row."
        )


def _as_frame(values: Any) -> pd.DataFrame:
    if isinstance(values, pd.DataFrame):
        return values
    if isinstance(values, pd.Series):
        return values.to_frame()
    if isinstance(values, Mapping):
        return pd.DataFrame({k: np.asarray(v) for k, v in values.items()})
    array: AnyArray = np.asarray(values, dtype=None if hasattr(values, "dtype") else object)
    if array.ndim not in (1, 2):
        raise TaskError(
            "sensitive_features must have one value a row, or a column for each attribute; got "
            f"an array of shape {array.shape}."
        )
    return pd.DataFrame(array)


def _read_column(column: pd.Series) -> tuple[Codes, tuple[str, ...]]:
    """Codes (n,) into the distinct labels of a column, which follow the order of its values."""
    code, values = pd.factorize(column.infer_objects())
    labels = [_label(v) for v in values]
    if isinstance(column.dtype, pd.CategoricalDtype):
        ordered = [_label(v) for v in column.cat.categories]
    elif pd.api.types.is_numeric_dtype(values.dtype):
        ordered = [labels[i] for i in np.argsort(np.asarray(values))]
    else:
        ordered = sorted(labels)
    present = set(labels) - {MISSING}
    names = tuple(n for n in dict.fromkeys(ordered) if n in present)
    if MISSING in labels or (code < 0).any():
        names = (*names, MISSING)
    position = {name: i for i, name in enumerate(names)}
    lookup = np.array([*(position[label] for label in labels), position.get(MISSING, -1)])
    return lookup[code].astype(np.int64), names


def _label(value: object) -> str:
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value).strip() or MISSING
