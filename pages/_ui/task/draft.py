"""A task while it is being described: what is known so far, and what is still missing."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from iffair_core.config import Attribute, Outcome, RowSet, SplitName, Task


@dataclass(frozen=True)
class Draft:
    """The choices of the data page. ``outcome`` is None and ``sensitive`` empty until chosen.

    ``reviewed`` names the columns whose findings were already turned into a proposal,
    ``taken_out`` the sensitive attribute that was given up because it became the outcome.
    """

    outcome: Outcome | None = None
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
    split: SplitName = "random"
    seed: int = 0


def draft_of(
    task: Task, split: SplitName = "random", seed: int = 0, reviewed: tuple[str, ...] = ()
) -> Draft:
    """The draft whose finished form is ``task``."""
    fields = {f.name: getattr(task, f.name) for f in dataclasses.fields(Task)}
    return Draft(**fields, split=split, seed=seed, reviewed=reviewed)


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
