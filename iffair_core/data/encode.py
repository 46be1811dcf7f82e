"""Features as a matrix: scikit-learn's transformers, fitted on the training rows alone.

Numbers: median for a missing value with an indicator beside it, then standardised. Categories:
one-hot without the first level; a missing value is a level; rare levels are pooled. Dates and
free text are no features. Category values are compared as text (``tidy.value_text``), so that
1, 1.0 and "1" are one level; ``score_frame`` brings a new table into that form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from iffair_core.arrays import Matrix
from iffair_core.config import Task
from iffair_core.data.tidy import numbers, texts
from iffair_core.errors import TableError

Kind = Literal["numeric", "categorical", "date", "text"]

NUMBERS = "numbers"
CATEGORIES = "categories"
MISSING_LEVEL = "Missing"

RARE_ROWS = 20
RARE_SHARE = 0.01
"""A level is rare below 20 training rows, or below 1 % of them where that is fewer."""

MOST_LEVELS = 1000
MOST_DISTINCT_SHARE = 0.2
FEW_LEVELS = 20
"""Text of more levels than 1000, or than a fifth of the rows (and 20), is free text."""

_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ].*)?|\d{1,2}[./]\d{1,2}[./]\d{4}([T ].*)?")
_DATE_SAMPLE = 200


def infer_kind(series: pd.Series[Any]) -> Kind:
    """What a column is, from its type and values."""
    if pd.api.types.is_bool_dtype(series):
        return "categorical"
    if pd.api.types.is_numeric_dtype(series):
        return "numeric"
    if pd.api.types.is_datetime64_any_dtype(series):
        return "date"
    if pd.api.types.is_timedelta64_dtype(series):
        return "text"
    levels = texts(series).dropna().unique()
    if len(levels) and all(_DATE.fullmatch(v) for v in levels[:_DATE_SAMPLE]):
        return "date"
    limit = min(MOST_LEVELS, max(FEW_LEVELS, MOST_DISTINCT_SHARE * series.count()))
    return "text" if len(levels) > limit else "categorical"


def column_kind(series: pd.Series[Any], task: Task) -> Kind:
    """``infer_kind``, unless the task overrules it."""
    if series.name in task.numeric:
        return "numeric"
    return "categorical" if series.name in task.categorical else infer_kind(series)


def build_encoder(
    frame: pd.DataFrame, features: Sequence[str], task: Task | None
) -> ColumnTransformer:
    """An unfitted encoder of the numeric and categorical ``features``; dense float64.

    ``frame`` holds the training rows: their number sets the size below which a level is rare.
    """
    kinds = {
        f: infer_kind(frame[f]) if task is None else column_kind(frame[f], task) for f in features
    }
    rare = max(1, min(RARE_ROWS, round(RARE_SHARE * len(frame))))
    numeric = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        StandardScaler(),
    )
    categorical = make_pipeline(
        SimpleImputer(strategy="constant", fill_value=MISSING_LEVEL, keep_empty_features=True),
        OneHotEncoder(
            drop="first",
            min_frequency=rare,
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
        ),
    )
    parts = (NUMBERS, numeric, "numeric"), (CATEGORIES, categorical, "categorical")
    columns = {kind: [f for f in features if kinds[f] == kind] for _, _, kind in parts}
    return ColumnTransformer(
        [(name, step, columns[kind]) for name, step, kind in parts if columns[kind]],
        sparse_threshold=0,
        verbose_feature_names_out=False,
    )


def feature_frame(encoder: ColumnTransformer, frame: pd.DataFrame) -> pd.DataFrame:
    """The encoder's columns in the form that it takes: float64 and text."""
    columns = {}
    for name, _, names in encoder.transformers:
        for column in names:
            columns[column] = (numbers if name == NUMBERS else texts)(frame[column])
    return pd.DataFrame(columns, index=frame.index)


def score_frame(encoder: ColumnTransformer, features: Sequence[str], frame: pd.DataFrame) -> Matrix:
    """(n, d) the rows of ``frame`` as a fitted encoder sees them.

    A level that the training rows did not have counts as a rare one; where no level was rare, as
    the first. Raises TableError if a feature is not among the columns.
    """
    absent = [f for f in features if f not in frame.columns]
    if absent:
        raise TableError(
            f"The table lacks {len(absent)} of the {len(features)} columns that the model needs: "
            f"{', '.join(absent)}. Add them, under these names."
        )
    plain = feature_frame(encoder, frame)
    if CATEGORIES in encoder.named_transformers_:
        names = next(c for n, _, c in encoder.transformers_ if n == CATEGORIES)
        onehot = encoder.named_transformers_[CATEGORIES][-1]
        for column, levels, rare in zip(
            names, onehot.categories_, onehot.infrequent_categories_, strict=True
        ):
            plain[column] = _known(plain[column], levels, rare)
    encoded: Matrix = np.ascontiguousarray(encoder.transform(plain), dtype=np.float64)
    return encoded


def _known(series: pd.Series[Any], levels: Any, rare: Any) -> pd.Series[Any]:
    """Unseen levels as a seen one, because the encoder warns of them on every call."""
    stand_in = levels[0] if rare is None else rare[0]
    filled = series.where(series.notna(), MISSING_LEVEL)
    return filled.where(filled.isin(levels), stand_in)
