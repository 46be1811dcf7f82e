"""From a table and a task to aligned arrays: exclude, group, split, encode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.config import SPLIT_NAMES, SplitName, Task, check_choice
from iffair_core.data.conditions import Rows, set_words
from iffair_core.data.encode import build_encoder, column_kind, feature_frame, score_frame
from iffair_core.data.groups import check_reference, group_labels, group_order, propose_reference
from iffair_core.data.prepared import Exclusion, Part, Prepared
from iffair_core.data.split import order_values, split_notes, split_rows
from iffair_core.data.tables import Table, require_columns
from iffair_core.data.task import outcome_vector
from iffair_core.data.tidy import numbers
from iffair_core.errors import TaskError

LEFT_OUT_OF_TRAINING = "left out of training by choice; validation and test rows like these stay"


def prepare(table: Table, task: Task, split: SplitName = "random", seed: int = 0) -> Prepared:
    """The rows of ``table`` ready for a model (see ``Prepared``).

    Rows without an outcome, without a positive user weight or (split="date") without a date are
    excluded and counted; so are columns that cannot be features, and after the split the training
    rows that the task excludes. Raises TableError if a named
    column does not exist, TaskError if outcome, groups, features or split cannot be formed.
    """
    check_choice("split", split, SPLIT_NAMES)
    require_columns(table.frame, _named_columns(task))
    usable, y, exclusions = usable_rows(table.frame, task, split)
    source = table.frame[usable]
    y = y[usable]
    labels = group_labels(source, task.sensitive)
    groups = _groups(source, labels, task)
    group = pd.Index(groups).get_indexer(pd.Index(labels)).astype(np.int64)
    part = split_rows(source, y, group, split, seed, task)
    reference = groups.index(propose_reference(labels, task.sensitive))
    kept, by_choice = trained_rows(source, y, part, task)
    source, y, group, part = source[kept], y[kept], group[kept], part[kept]
    features, unfit = choose_features(source, task)
    train = source[part == Part.TRAIN]
    encoder = build_encoder(train, features, task)
    encoder.fit(feature_frame(encoder, train))
    return Prepared(
        X=score_frame(encoder, features, source),
        y=y,
        group=group,
        weight=_user_weight(source, task),
        part=part,
        row=source.index.to_numpy(dtype=np.int64),
        frame=source.reset_index(drop=True),
        groups=groups,
        reference=reference,
        features=features,
        feature_names=tuple(str(n) for n in encoder.get_feature_names_out()),
        encoder=encoder,
        exclusions=(
            *table.exclusions,
            *exclusions,
            *by_choice,
            *unfit,
            *split_notes(part, group, groups),
        ),
    )


def choose_features(
    frame: pd.DataFrame, task: Task
) -> tuple[tuple[str, ...], tuple[Exclusion, ...]]:
    """The columns that a model sees, and those that were meant to but cannot be one.

    Raises TaskError if none is left.
    """
    roles = {task.outcome.column, *task.leave_out}
    roles |= {c for c in (task.weight_column, task.id_column, task.date_column) if c}
    roles |= {task.split_column} if task.split_column else set()
    if not task.keep_sensitive:
        roles |= {a.column for a in task.sensitive}
    features, unfit = [], []
    for name in (str(c) for c in frame.columns if c not in roles):
        reason = _unfit_reason(frame[name], task)
        if reason:
            unfit.append(Exclusion("columns", name, 1, reason))
        else:
            features.append(name)
    if not features:
        raise TaskError(
            "No column is left as a feature: all are outcome, sensitive, left out, constant, "
            "dates or free text. Leave out fewer columns or keep the sensitive ones."
        )
    return tuple(features), tuple(unfit)


def _unfit_reason(series: pd.Series[Any], task: Task) -> str:
    kind = column_kind(series, task)
    if kind == "date":
        return "a date is no feature; name it as the date column or derive a number from it"
    if kind == "text":
        return "free text: too many different values for categories"
    values = numbers(series) if kind == "numeric" else series
    if values.isna().all():
        return "it has no numbers" if kind == "numeric" else "it has no values"
    if len(values.unique()) == 1:
        return "it has one value in every row"
    return ""


def _named_columns(task: Task) -> Sequence[str]:
    roles = (task.weight_column, task.id_column, task.date_column, task.split_column)
    return (
        task.outcome.column,
        *(a.column for a in task.sensitive),
        *task.leave_out,
        *task.numeric,
        *task.categorical,
        *(r for r in roles if r is not None),
    )


def usable_rows(
    frame: pd.DataFrame, task: Task, split: SplitName
) -> tuple[Mask, Vector, tuple[Exclusion, ...]]:
    """Which rows can be used, the outcomes of all, and what was excluded why."""
    y = outcome_vector(frame, task.outcome)
    refused = [(task.outcome.column, np.isnan(y), "the outcome is missing")]
    if task.weight_column:
        given = numbers(frame[task.weight_column]).to_numpy()
        if np.isnan(given).all():
            raise TaskError(
                f"The weight column {task.weight_column!r} holds no numbers. Choose a column of "
                "positive numbers, or none."
            )
        bad = ~(np.isfinite(given) & (given > 0))
        refused.append((task.weight_column, bad, "the weight is missing or not positive"))
    if split == "date" and task.date_column:
        undated = np.isnan(order_values(frame[task.date_column]))
        refused.append((task.date_column, undated, "the date is missing"))
    usable = np.ones(len(frame), dtype=bool)
    exclusions = []
    for column, bad, reason in refused:
        count = int((usable & bad).sum())
        usable &= ~bad
        if count:
            exclusions.append(Exclusion("rows", column, count, reason))
    if not usable.any():
        raise TaskError(
            f"No row can be used: {'; '.join(f'{e.count} rows: {e.reason}' for e in exclusions)}."
        )
    return usable, y, tuple(exclusions)


def trained_rows(
    source: pd.DataFrame, y: Vector, part: Codes, task: Task
) -> tuple[Mask, tuple[Exclusion, ...]]:
    """Which rows stay when the task's sets are left out of training, and what that left out.

    A row of several sets counts for the first. Raises TaskError if training keeps one outcome.
    """
    kept = np.ones(len(source), dtype=bool)
    rows, exclusions = Rows(source, y, task), []
    for described in task.exclude:
        out = kept & (part == Part.TRAIN) & rows.all_of(described)
        kept &= ~out
        words = set_words(described, task)
        exclusions.append(Exclusion("rows", words, int(out.sum()), LEFT_OUT_OF_TRAINING))
    if exclusions and len(np.unique(y[kept & (part == Part.TRAIN)])) < 2:
        raise TaskError(
            "Without the rows left out of training there, no two outcomes are left to learn from: "
            f"{'; '.join(e.what for e in exclusions)}. Leave out fewer rows."
        )
    return kept, tuple(exclusions)


def _groups(source: pd.DataFrame, labels: pd.Series[str], task: Task) -> tuple[str, ...]:
    for attribute in task.sensitive:
        check_reference(source, attribute)
    groups = group_order(labels, task.sensitive)
    if len(groups) < 2:
        raise TaskError(
            f"Every row belongs to the group {groups[0]!r} of {labels.name!r}; two groups are "
            "needed for a comparison. Choose another column or other cut points."
        )
    return groups


def _user_weight(source: pd.DataFrame, task: Task) -> Vector:
    if task.weight_column is None:
        return np.ones(len(source))
    given = numbers(source[task.weight_column]).to_numpy()
    weight: Vector = given / given.mean()
    return weight
