"""The outcome: which rows have the favourable one, and the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.arrays import Vector
from iffair_core.config import Outcome
from iffair_core.data.tables import require_columns
from iffair_core.data.tidy import numbers
from iffair_core.data.written import favourable_words, value_text
from iffair_core.errors import TaskError

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?")
_TRUTH = {"true": "1", "false": "0"}
SHOWN_VALUES = 8


def canonical(value: Any) -> str:
    """The form in which values are compared: "1" for 1, 1.0, "1", "1.0", True and "true"."""
    text = value_text(value)
    if _NUMBER.fullmatch(text):
        return value_text(float(text))
    return _TRUTH.get(text.lower(), text)


def outcome_vector(frame: pd.DataFrame, outcome: Outcome) -> Vector:
    """(n,) 1.0 where the outcome is favourable, 0.0 where it is not, NaN where it is missing.

    Without a choice of the favourable value, a column of two values takes the greater one, as
    scikit-learn takes ``classes_[1]``. Raises TableError if the column does not exist and
    TaskError if the outcome does not divide the rows.
    """
    require_columns(frame, [outcome.column])
    series = frame[outcome.column]
    if outcome.above is not None or outcome.at_most is not None:
        y = _threshold(series, outcome)
    else:
        y = _chosen(series, outcome)
    found = np.unique(y[~np.isnan(y)])
    if len(found) < 2:
        which = "a favourable" if found.size and found[0] == 1 else "an unfavourable"
        raise TaskError(
            f"Every row has {which} outcome: {favourable_words(outcome)} does not divide the "
            f"column {outcome.column!r} ({_occurring(series)}). Choose another value or threshold."
        )
    return y


def describe_outcome(frame: pd.DataFrame, outcome: Outcome) -> str:
    """What a good outcome is and how many rows have it, in two or three sentences."""
    y = outcome_vector(frame, outcome)
    settled = settle_outcome(frame, outcome)
    missing = int(np.isnan(y).sum())
    text = f"A good outcome is {favourable_words(settled)}. "
    text += f"{100 * np.nanmean(y):.1f} % of the rows have it."
    if missing:
        noun = "row has" if missing == 1 else "rows have"
        text += f" {missing} {noun} no outcome and cannot be used."
    return text


def settle_outcome(frame: pd.DataFrame, outcome: Outcome) -> Outcome:
    """``outcome`` with its favourable value named, where the column has two and none was."""
    if outcome.favourable or outcome.above is not None or outcome.at_most is not None:
        return outcome
    require_columns(frame, [outcome.column])
    return Outcome(outcome.column, (_greater(frame[outcome.column], outcome),))


def _threshold(series: pd.Series[Any], outcome: Outcome) -> Vector:
    values = numbers(series).to_numpy()
    if np.isnan(values).all():
        raise TaskError(
            f"A threshold needs numbers, but the column {series.name!r} has none "
            f"({_occurring(series)}). Choose favourable values instead."
        )
    good = values > outcome.above if outcome.above is not None else values <= outcome.at_most
    return np.where(np.isnan(values), np.nan, good)


def _chosen(series: pd.Series[Any], outcome: Outcome) -> Vector:
    wanted = outcome.favourable or (_greater(series, outcome),)
    codes, values = pd.factorize(series)
    occurring = [canonical(v) for v in values]
    absent = [w for w in wanted if canonical(w) not in occurring]
    if absent:
        raise TaskError(
            f"The favourable value {', '.join(map(repr, absent))} does not occur in the column "
            f"{series.name!r} ({_occurring(series)}). Choose one that does."
        )
    good = {canonical(w) for w in wanted}
    verdict = np.array([*(float(v in good) for v in occurring), np.nan])
    return verdict[codes]


def _greater(series: pd.Series[Any], outcome: Outcome) -> str:
    values = _values(series)
    if len(values) < 2:
        raise TaskError(
            f"The outcome {outcome.column!r} has {_count(values)}; two are needed. Choose another "
            "column."
        )
    if len(values) > 2:
        raise TaskError(
            f"The outcome {outcome.column!r} has {len(values)} values ({_occurring(series)}). Say "
            "which of them are favourable, or give a threshold if they are numbers."
        )
    return values[-1]


def _values(series: pd.Series[Any]) -> list[str]:
    """Distinct values in their own order, as text; equal canonical forms count once."""
    try:
        present = series.dropna().unique()
    except TypeError:
        return []
    shown = {canonical(v): value_text(v) for v in present}
    return [shown[key] for key in sorted(shown, key=_sort_key)]


def _sort_key(key: str) -> tuple[bool, float, str]:
    is_number = _NUMBER.fullmatch(key) is not None
    return (not is_number, float(key) if is_number else 0.0, key)


def _count(values: Iterable[str]) -> str:
    shown = list(values)
    return f"only the value {shown[0]!r}" if shown else "no values"


def _occurring(series: pd.Series[Any]) -> str:
    values = _values(series)
    figures = numbers(series)
    if len(values) > SHOWN_VALUES and figures.notna().sum() == series.notna().sum():
        return f"its numbers go from {figures.min():g} to {figures.max():g}"
    more = f" and {len(values) - SHOWN_VALUES} more" if len(values) > SHOWN_VALUES else ""
    return "it has " + (", ".join(values[:SHOWN_VALUES]) + more if values else "no values")
