"""A task while it is being described: what is known so far, and what is still missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass

from iffair_core.config import Attribute, Outcome, RowSet, SplitName, Task


@dataclass(frozen=True)
class Draft:
    """The choices of the data page. ``outcome`` is None and ``sensitive`` empty until chosen.

    ``outcome_column`` is the column that was chosen while its favourable values are not yet,
    ``reviewed`` names the columns whose findings were already turned into a proposal,
    ``taken_out`` the sensitive attribute that was given up because it became the outcome,
    ``given_up`` those that are compared no more: the model does not see them unasked.
    """

    outcome: Outcome | None = None
    outcome_column: str | None = None
    sensitive: tuple[Attribute, ...] = ()
    leave_out: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    keep_sensitive: bool = False
    weight_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    split_column: str | None = None
    exclude: tuple[RowSet, ...] = ()
    reviewed: tuple[str, ...] = ()
    taken_out: str | None = None
    given_up: tuple[str, ...] = ()
    split: SplitName = "random"
    seed: int = 0


def draft_of(
    task: Task, split: SplitName = "random", seed: int = 0, reviewed: tuple[str, ...] = ()
) -> Draft:
    """The draft whose finished form is ``task``."""
    fields = {f.name: getattr(task, f.name) for f in dataclasses.fields(Task)}
    return Draft(**fields, split=split, seed=seed, reviewed=reviewed)


def compared_by(draft: Draft, columns: Collection[str]) -> Draft:
    """The draft compared by ``columns`` alone; one that is given up does not become a feature.

    Unless the model may see the sensitive columns anyway.
    """
    gone = tuple(a.column for a in draft.sensitive if a.column not in columns)
    if draft.outcome is not None:
        gone = tuple(column for column in gone if column != draft.outcome.column)
    return dataclasses.replace(
        draft,
        sensitive=tuple(a for a in draft.sensitive if a.column in columns),
        leave_out=_and(draft.leave_out, () if draft.keep_sensitive else gone),
        given_up=tuple(c for c in _and(draft.given_up, gone) if c not in columns),
    )


def regrouped(now: Draft, before: Draft, changed: Draft) -> Draft:
    """``now`` with the groups of ``before``, and without what ``changed`` hid with them."""
    hidden = set(changed.leave_out) - set(before.leave_out)
    return dataclasses.replace(
        now,
        sensitive=before.sensitive,
        given_up=before.given_up,
        leave_out=tuple(column for column in now.leave_out if column not in hidden),
    )


def _and(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*names, *(name for name in more if name not in names))


def missing(draft: Draft) -> tuple[str, ...]:
    """What still has to be chosen, one phrase each; empty when ``task_of`` can be called."""
    lacks = []
    if draft.outcome is None:
        lacks.append("the outcome")
    if not draft.sensitive:
        lacks.append("at least one sensitive attribute")
    needed = {"official": draft.split_column, "id": draft.id_column, "date": draft.date_column}
    if draft.split in needed and needed[draft.split] is None:
        lacks.append(f"the {draft.split} column of the split")
    return tuple(lacks)


def task_of(draft: Draft) -> Task:
    """The finished task. Raises ConfigError if it contradicts itself or lacks something."""
    if draft.outcome is None:
        return Task(Outcome(""), draft.sensitive)
    fields = {f.name: getattr(draft, f.name) for f in dataclasses.fields(Task)}
    return Task(**fields)
