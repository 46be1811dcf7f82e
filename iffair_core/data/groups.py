"""Groups from sensitive attributes: values, bins, merged names, intersections.

A missing value is a group of its own, "Missing"; no row is dropped. An intersection joins the
names of its attributes' groups by " × ".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd

from iffair_core.arrays import Vector
from iffair_core.config import Attribute
from iffair_core.data.tables import require_columns
from iffair_core.data.task import canonical
from iffair_core.data.tidy import numbers
from iffair_core.data.written import value_text
from iffair_core.errors import TaskError

MISSING = "Missing"
SEPARATOR = " × "


def bin_labels(bins: Sequence[float]) -> tuple[str, ...]:
    """Names of the intervals that the cut points make: "under 25", "25 to under 40", ..."""
    cuts = [f"{b:g}" for b in bins]
    between = [f"{low} to under {high}" for low, high in pairwise(cuts)]
    return (f"under {cuts[0]}", *between, f"{cuts[-1]} and over")


def attribute_groups(frame: pd.DataFrame, attribute: Attribute) -> pd.Series[str]:
    """(n,) the group name of every row in one attribute, on the frame's index.

    Raises TableError if the column does not exist, TaskError if bins meet no number or a bin or
    renamed value takes the name of missing values.
    """
    require_columns(frame, [attribute.column])
    series = frame[attribute.column]
    codes, labels = _binned(series, attribute) if attribute.bins else _valued(series)
    renamed = {canonical(value): group for value, group in attribute.rename}
    names = [renamed.get(canonical(label), label) for label in labels]
    names.append(renamed.get(MISSING, MISSING))
    values = np.array(names, dtype=object)[codes]
    return pd.Series(values, index=frame.index, name=attribute.name, dtype="str")


def group_labels(frame: pd.DataFrame, attributes: Sequence[Attribute]) -> pd.Series[str]:
    """(n,) the group of every row in the intersection of ``attributes``."""
    parts = [attribute_groups(frame, a) for a in attributes]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + SEPARATOR + part
    return joined.rename(SEPARATOR.join(a.name for a in attributes))


def group_order(labels: pd.Series[str], attributes: Sequence[Attribute]) -> tuple[str, ...]:
    """The occurring groups: bins ascending, names by alphabet, "Missing" last."""
    fixed = [bin_labels(a.bins) if a.bins else () for a in attributes]

    def rank(label: str) -> list[tuple[bool, int, str]]:
        names = label.split(SEPARATOR)
        known = fixed if len(names) == len(fixed) else [()] * len(names)
        return [
            (name == MISSING, k.index(name) if name in k else len(k), name)
            for name, k in zip(names, known, strict=True)
        ]

    return tuple(sorted(labels.unique(), key=rank))


def propose_reference(labels: pd.Series[str], attributes: Sequence[Attribute]) -> str:
    """The customary reference group if it occurs, else the largest.

    In an intersection the largest group that agrees with every customary reference is taken.
    """
    sizes = labels.value_counts()
    wanted = [_named_reference(a) for a in attributes]
    for label in sizes.index:
        names = label.split(SEPARATOR) if len(attributes) > 1 else [label]
        if len(names) == len(wanted) and all(
            w is None or w == name for w, name in zip(wanted, names, strict=True)
        ):
            return str(label)
    return str(sizes.index[0])


def check_reference(frame: pd.DataFrame, attribute: Attribute) -> None:
    """Raise TaskError if the attribute's reference is none of its groups."""
    reference = _named_reference(attribute)
    if reference is None:
        return
    occurring = sorted(attribute_groups(frame, attribute).unique())
    if reference not in occurring:
        raise TaskError(
            f"The reference group {attribute.reference!r} does not occur in {attribute.name!r}; "
            f"its groups are {', '.join(occurring)}. Choose one of them."
        )


def cut_points(
    series: pd.Series[Any], how: Literal["quantiles", "widths"], count: int
) -> tuple[float, ...]:
    """Cut points that divide numbers into ``count`` groups of equal size or equal width.

    Fewer are returned where values repeat. Raises TaskError if there are no two distinct numbers.
    """
    values = numbers(series).dropna().to_numpy()
    values = values[np.isfinite(values)]
    if count < 2:
        raise TaskError(f"Numbers are divided into at least 2 groups; got {count}.")
    if np.unique(values).size < 2:
        raise TaskError(
            f"The column {series.name!r} has no two distinct numbers to divide. Use its values "
            "as groups, or choose another column."
        )
    shares = np.arange(1, count) / count
    if how == "quantiles":
        cuts = np.quantile(values, shares, method="higher")
    else:
        cuts = values.min() + shares * (values.max() - values.min())
    rounded = {float(f"{c:.6g}") for c in cuts}
    return tuple(sorted(c for c in rounded if values.min() < c <= values.max()))


def group_table(
    frame: pd.DataFrame, attributes: Sequence[Attribute], y: Vector | None = None
) -> pd.DataFrame:
    """One line a group: group, count, share of the rows, base_rate (if ``y`` (n,) is given).

    A base rate leaves out rows whose outcome is missing; it is missing where none is left.
    """
    labels = group_labels(frame, attributes)
    order = list(group_order(labels, attributes))
    count = labels.value_counts().reindex(order)
    table = pd.DataFrame({"group": order, "count": count.to_numpy()})
    table["share"] = table["count"] / len(labels)
    if y is not None:
        rates = pd.Series(y, index=labels.index).groupby(labels).mean()
        table["base_rate"] = rates.reindex(order).to_numpy()
    return table


def _named_reference(attribute: Attribute) -> str | None:
    """The reference as a group name: a value that was renamed stands for its new name."""
    if attribute.reference is None:
        return None
    renamed = {canonical(value): group for value, group in attribute.rename}
    if attribute.reference in renamed.values():
        return attribute.reference
    return renamed.get(canonical(attribute.reference), attribute.reference)


def _valued(series: pd.Series[Any]) -> tuple[Any, list[str]]:
    codes, values = pd.factorize(series)
    return codes, [value_text(v) for v in values]


def _binned(series: pd.Series[Any], attribute: Attribute) -> tuple[Any, list[str]]:
    values = numbers(series).to_numpy()
    if np.isnan(values).all():
        raise TaskError(
            f"Cut points need numbers, but the column {series.name!r} has none. Use its values "
            "as groups."
        )
    codes = np.searchsorted(np.array(attribute.bins), values, side="right")
    return np.where(np.isnan(values), -1, codes), list(bin_labels(attribute.bins))
