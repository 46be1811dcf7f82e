"""A second table with a study's columns, as rows that its models can be measured on.

The task is that of the study: its outcome, groups, weights and, for a packaged set, its filters.
Rows that cannot be used are left out and listed, as are the values that no training row had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.arrays import Mask, Matrix, Vector
from iffair_core.config import Outcome, Task
from iffair_core.data.builtin import BUILTIN, builtin_name
from iffair_core.data.cards import Filter, apply_filters
from iffair_core.data.encode import score_frame
from iffair_core.data.groups import group_labels
from iffair_core.data.prepared import Exclusion, Part
from iffair_core.data.tables import Table
from iffair_core.data.task import canonical, settle_outcome
from iffair_core.data.tidy import numbers, texts
from iffair_core.errors import TableError
from iffair_core.evidence.columns import EXAMPLES, ColumnChange, column_changes
from iffair_core.fairness.inputs import Groups
from iffair_core.results import Study
from iffair_core.words import counted


@dataclass(frozen=True, eq=False)
class OtherRows:
    """The usable rows of a second table, m of them.

    X, y, weight  encoded features (m, d), outcomes (m,), weights of mean 1 (m,)
    groups        codes into the study's groups, followed by those that the study does not have
    left_out      rows that cannot be used, and why
    columns       features that hold something else than in the study
    repeated      rows that also stand among the study's training rows: equal in every column that
                  the study uses
    """

    X: Matrix
    y: Vector
    weight: Vector
    groups: Groups
    left_out: tuple[Exclusion, ...]
    columns: tuple[ColumnChange, ...]
    repeated: int


def read_other(study: Study, table: Table) -> OtherRows:
    """The rows of ``table`` as the study sees them.

    Raises TableError if a column that the study uses is missing or no row can be used.
    """
    task, prepared = study.config.task, study.prepared
    filters = _filters(study)
    used = _used_columns(study)
    _require(table, [*used, *(f.column for f in filters)])
    frame, filtered = apply_filters(table.frame, filters)
    y, weight, refused = _outcome(frame, study), np.ones(len(frame)), []
    refused.append((task.outcome.column, np.isnan(y), _no_outcome(frame, y, task)))
    if task.weight_column:
        weight = numbers(frame[task.weight_column]).to_numpy()
        refused.append((task.weight_column, ~(weight > 0), "the weight is missing or not positive"))
    usable, left_out = _usable(refused, table)
    rows = frame[usable]
    return OtherRows(
        X=score_frame(prepared.encoder, prepared.features, rows),
        y=y[usable],
        weight=weight[usable] / weight[usable].mean(),
        groups=_groups(rows, study),
        left_out=(*filtered, *left_out),
        columns=tuple(column_changes(rows, study)),
        repeated=_repeated(rows, study, used),
    )


def _usable(
    refused: Sequence[tuple[str, Mask, str]], table: Table
) -> tuple[Mask, tuple[Exclusion, ...]]:
    """Which rows no reason of (column, rows, reason) refuses, and the others counted once."""
    usable = np.ones(len(refused[0][1]), dtype=bool)
    left_out = []
    for column, bad, reason in refused:
        if count := int((usable & bad).sum()):
            left_out.append(Exclusion("rows", column, count, reason))
        usable &= ~bad
    if not usable.any():
        why = "; ".join(f"{counted(e.count, 'rows')}: {e.reason} ({e.what})" for e in left_out)
        raise TableError(f"No row of {table.name!r} can be used: {why}. Give a table with others.")
    return usable, tuple(left_out)


def _used_columns(study: Study) -> list[str]:
    task = study.config.task
    weights = [task.weight_column] if task.weight_column else []
    names = [
        *study.prepared.features,
        task.outcome.column,
        *(a.column for a in task.sensitive),
        *weights,
    ]
    return list(dict.fromkeys(names))


def _filters(study: Study) -> tuple[Filter, ...]:
    name = builtin_name(study.config.data)
    return BUILTIN[name].filters if name else ()


def _require(table: Table, names: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(names))
    absent = [n for n in wanted if n not in table.frame.columns]
    if absent:
        raise TableError(
            f"The table {table.name!r} lacks {len(absent)} of the {len(wanted)} columns that the "
            f"study uses: {', '.join(absent)}. Add "
            f"{'it, under this name' if len(absent) == 1 else 'them, under these names'}."
        )


def _outcome(frame: pd.DataFrame, study: Study) -> Vector:
    """(n,) 1.0, 0.0, or NaN where the outcome is missing or none that the study's table has.

    Unlike in a study all rows may have the same outcome. Raises TableError if no row has one.
    """
    outcome = settle_outcome(study.table.frame, study.config.task.outcome)
    series = frame[outcome.column]
    y = _by_value(series, outcome, study) if outcome.favourable else _by_number(series, outcome)
    if np.isnan(y).all():
        found = ", ".join(map(str, texts(series).dropna().unique()[:EXAMPLES])) or "no values"
        raise TableError(
            f"No row has an outcome that the study knows: the column {outcome.column!r} has "
            f"{found}. Write the outcomes as in the study's table: {_known(outcome, study)}."
        )
    return y


def _known(outcome: Outcome, study: Study) -> str:
    """The outcomes of the study's table, as an example for another."""
    if not outcome.favourable:
        return "as numbers"
    return ", ".join(
        map(str, texts(study.table.frame[outcome.column]).dropna().unique()[:EXAMPLES])
    )


def _by_value(series: pd.Series[Any], outcome: Outcome, study: Study) -> Vector:
    good = {canonical(value) for value in outcome.favourable}
    known = {canonical(value) for value in study.table.frame[outcome.column].dropna().unique()}
    codes, values = pd.factorize(series)
    forms = [canonical(value) for value in values]
    verdict = [float(form in good) if form in known else np.nan for form in forms]
    return np.array([*verdict, np.nan])[codes]


def _by_number(series: pd.Series[Any], outcome: Outcome) -> Vector:
    values = numbers(series).to_numpy()
    good = values > outcome.above if outcome.above is not None else values <= outcome.at_most
    return np.where(np.isnan(values), np.nan, good)


def _no_outcome(frame: pd.DataFrame, y: Vector, task: Task) -> str:
    """Why rows have no outcome: it is missing, or the study does not know it."""
    strange = texts(frame[task.outcome.column][np.isnan(y)]).dropna().unique()
    if not len(strange):
        return "the outcome is missing"
    return f"the outcome is missing or unknown to the study ({', '.join(strange[:EXAMPLES])})"


def _groups(rows: pd.DataFrame, study: Study) -> Groups:
    labels = group_labels(rows, study.config.task.sensitive)
    known = study.prepared.groups
    names = (*known, *sorted(set(labels.unique()) - set(known)))
    return Groups(pd.Index(names).get_indexer(pd.Index(labels)).astype(np.int64), names)


def _repeated(rows: pd.DataFrame, study: Study, used: Sequence[str]) -> int:
    train = study.prepared.frame[study.prepared.mask(Part.TRAIN)]
    seen, here = (_row_digests(frame, used) for frame in (train, rows))
    return int(np.isin(here, seen).sum())


def _row_digests(frame: pd.DataFrame, columns: Sequence[str]) -> Any:
    plain = pd.DataFrame({c: texts(frame[c]) for c in columns})
    return pd.util.hash_pandas_object(plain, index=False).to_numpy()
