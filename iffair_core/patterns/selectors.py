"""What can be said of a training row: its groups, its outcome, a value or range of a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Mask
from iffair_core.config import Condition, Task
from iffair_core.data.conditions import Rows
from iffair_core.data.encode import column_kind
from iffair_core.data.prepared import Part, Prepared
from iffair_core.errors import ConfigError
from iffair_core.patterns.cuts import ranges

GROUPS, OUTCOME = "groups", "outcome"
"""Names under which the groups and the outcome stand among the columns."""
ALMOST_ALL = 0.95
"""What holds for more than this share of the rows describes nobody."""


@dataclass(frozen=True, eq=False)
class Selectors:
    """k conditions with their rows among n.

    mask     (k, n) which rows meet each
    subject  (k,) what it is about: two of one subject never stand in one description
    """

    conditions: tuple[Condition, ...]
    mask: Mask
    subject: Codes


def describable(prepared: Prepared, task: Task) -> tuple[str, ...]:
    """What rows can be described by: the groups, the outcome, and the features."""
    sensitive = {a.column for a in task.sensitive}
    return (GROUPS, OUTCOME, *(f for f in prepared.features if f not in sensitive))


def selectors(
    prepared: Prepared, task: Task, columns: Sequence[str] | None, least: int
) -> Selectors:
    """All conditions on ``columns`` (None: all that are describable) that ``least`` rows meet.

    Raises ConfigError for a name that is not among them.
    """
    known = describable(prepared, task)
    chosen = known if columns is None else tuple(dict.fromkeys(columns))
    strange = [name for name in chosen if name not in known]
    if strange or not chosen:
        raise ConfigError(
            f"Rows can be described by {', '.join(known)}; got {', '.join(strange) or 'none'}. "
            "Name some of those."
        )
    train = prepared.mask(Part.TRAIN)
    rows = Rows(prepared.frame[train], prepared.y[train], task)
    conditions, masks, subjects, seen = [], [], [], set()
    for subject, condition in _candidates(rows, chosen):
        mask = rows.meeting(condition)
        key = (subject, np.packbits(mask).tobytes())
        if least <= mask.sum() <= ALMOST_ALL * len(mask) and key not in seen:
            seen.add(key)
            conditions.append(condition)
            masks.append(mask)
            subjects.append(subject)
    names = {subject: code for code, subject in enumerate(dict.fromkeys(subjects))}
    return Selectors(
        tuple(conditions),
        np.array(masks, dtype=bool).reshape(len(masks), int(train.sum())),
        np.array([names[s] for s in subjects], dtype=np.int64),
    )


def _candidates(rows: Rows, chosen: Sequence[str]) -> Iterator[tuple[str, Condition]]:
    """Conditions with what they are about, in the order in which a description names them."""
    if GROUPS in chosen:
        for attribute in rows.task.sensitive:
            for group in rows.groups(attribute.name).unique():
                condition = Condition(attribute=attribute.name, value=str(group))
                yield f"attribute {attribute.name}", condition
    for column in (c for c in chosen if c not in (GROUPS, OUTCOME)):
        for condition in _of_column(rows, column):
            yield f"column {column}", condition
    if OUTCOME in chosen:
        for good in (True, False):
            yield OUTCOME, Condition(favourable=good)


def _of_column(rows: Rows, column: str) -> Iterator[Condition]:
    values = rows.frame[column]
    if column_kind(values, rows.task) == "numeric":
        yield from ranges(rows.numbers(column), column)
    else:
        for level in dict.fromkeys(rows.levels(column)[1]):
            yield Condition(column, value=level)
    if values.isna().any():
        yield Condition(column, missing=True)
