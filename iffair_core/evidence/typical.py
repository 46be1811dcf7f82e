"""A training row beside the typical rows of its group: where it is like them, and where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.arrays import Mask
from iffair_core.data.encode import NUMBERS
from iffair_core.data.prepared import Part, Prepared
from iffair_core.data.tidy import numbers, texts
from iffair_core.words import percent

MISSING = "missing"


@dataclass(frozen=True, eq=False)
class Typical:
    """Features of some training rows: numbers and texts as the model reads them.

    values   one column a feature of the model, missing values as NaN or None
    usual    by feature: the median of the numbers, the most frequent text; None if all are missing
    """

    values: pd.DataFrame
    usual: dict[str, Any]

    def place(self, column: str, value: Any) -> str:
        """Where a value stands among these rows: "higher than 93 %", "like 12 %"."""
        known = self.values[column]
        if pd.isna(value):
            return f"missing as in {percent(float(known.isna().mean()), 0)}"
        if not pd.api.types.is_numeric_dtype(known):
            return f"like {percent(float((known == value).mean()), 0)}"
        below, above = float((known < value).mean()), float((known > value).mean())
        if max(below, above) < 0.5:
            return "about the middle"
        side = f"higher than {percent(below, 0)}" if below >= above else None
        return side or f"lower than {percent(above, 0)}"


def readable(prepared: Prepared) -> pd.DataFrame:
    """(n_train, features) the training rows' values as the model reads them, in its own order."""
    frame = prepared.frame[prepared.mask(Part.TRAIN)]
    columns = {
        column: (numbers if kind == NUMBERS else texts)(frame[column]).to_numpy()
        for kind, _, names in prepared.encoder.transformers_
        for column in names
    }
    return pd.DataFrame({name: columns[name] for name in prepared.features if name in columns})


def typical(values: pd.DataFrame, rows: Mask) -> Typical:
    """The typical row among those of ``rows`` (n_train,); ``values`` as ``readable`` gives them."""
    chosen = values[rows]
    return Typical(chosen, {str(name): _usual(chosen[name]) for name in chosen})


def beside(row: pd.Series[Any], group: Typical, cell: Typical) -> pd.DataFrame:
    """One line a feature: the row's value, what is typical of its group and of its group and
    outcome, and where it stands among the latter. ``row`` is one of ``readable``."""
    return pd.DataFrame(
        {
            "feature": list(row.index),
            "row": [written(row[name]) for name in row.index],
            "group": [written(group.usual[name]) for name in row.index],
            "cell": [written(cell.usual[name]) for name in row.index],
            "place": [cell.place(name, row[name]) for name in row.index],
        }
    )


def written(value: Any) -> str:
    """A value as text; numbers with up to six digits."""
    if value is None or pd.isna(value):
        return MISSING
    return f"{value:,.6g}" if isinstance(value, (float, np.floating)) else str(value)


def _usual(values: pd.Series[Any]) -> Any:
    known = values.dropna()
    if known.empty:
        return None
    if pd.api.types.is_numeric_dtype(known):
        return float(known.median())
    return known.value_counts().index[0]
