"""Which rows meet a condition, and how the condition reads."""

from __future__ import annotations

from textwrap import shorten

import numpy as np
import pandas as pd

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.config import Attribute, Condition, RowSet, Task
from iffair_core.data.groups import MISSING, attribute_groups, bin_labels
from iffair_core.data.tables import require_columns
from iffair_core.data.task import canonical
from iffair_core.data.tidy import numbers
from iffair_core.data.written import value_text

GOOD, BAD = "good outcome", "bad outcome"
MOST_LETTERS = 60
"""Of a value in words: a long text is told by its beginning, on one line."""
NAMELESS = frozenset({MISSING, "True", "False", "true", "false", "yes", "no", "Yes", "No"})
"""Group names that say nothing without the attribute."""


class Rows:
    """Rows of a table that are asked for one condition after another; each column is read once.

    frame (n rows), y (n,) outcomes with 1.0 = favourable, and the task that names the attributes
    """

    def __init__(self, frame: pd.DataFrame, y: Vector, task: Task) -> None:
        self.frame, self.y, self.task = frame, y, task
        self._levels: dict[str, tuple[Codes, list[str]]] = {}
        self._numbers: dict[str, Vector] = {}
        self._groups: dict[str, pd.Series[str]] = {}

    def meeting(self, condition: Condition) -> Mask:
        """(n,) which rows meet it. Raises TableError if its column does not exist."""
        if condition.favourable is not None:
            good: Mask = self.y == 1.0
            return good if condition.favourable else ~good
        if condition.attribute is not None:
            members: Mask = (self.groups(condition.attribute) == condition.value).to_numpy()
            return members
        assert condition.column is not None
        require_columns(self.frame, [condition.column])
        if condition.missing:
            missing: Mask = self.frame[condition.column].isna().to_numpy()
            return missing
        if condition.value is not None:
            codes, levels = self.levels(condition.column)
            wanted = [k for k, level in enumerate(levels) if level == canonical(condition.value)]
            return np.isin(codes, wanted)
        return _within(self.numbers(condition.column), condition)

    def all_of(self, rows: RowSet) -> Mask:
        """(n,) which rows meet every condition of a set."""
        met: Mask = np.all([self.meeting(c) for c in rows.conditions], axis=0)
        return met

    def groups(self, name: str) -> pd.Series[str]:
        """(n,) the group of every row in the sensitive attribute of this name."""
        if name not in self._groups:
            self._groups[name] = attribute_groups(self.frame, named_attribute(self.task, name))
        return self._groups[name]

    def levels(self, column: str) -> tuple[Codes, list[str]]:
        """(n,) a code for each value, -1 where it is missing, and the values' canonical forms."""
        if column not in self._levels:
            codes, values = pd.factorize(self.frame[column])
            self._levels[column] = codes, [canonical(value) for value in values]
        return self._levels[column]

    def numbers(self, column: str) -> Vector:
        """(n,) the column as numbers; NaN where it holds none."""
        if column not in self._numbers:
            self._numbers[column] = numbers(self.frame[column]).to_numpy()
        return self._numbers[column]


def named_attribute(task: Task, name: str) -> Attribute:
    """The sensitive attribute of this name; ``Task`` checks that its conditions name one."""
    return next(a for a in task.sensitive if a.name == name)


def set_words(rows: RowSet, task: Task) -> str:
    """ "Female, hours-per-week under 35, marital-status = Married", in the order given."""
    return ", ".join(condition_words(c, task) for c in rows.conditions)


def condition_words(condition: Condition, task: Task) -> str:
    """A condition as a person would say it; a group by its name where that says enough."""
    if condition.favourable is not None:
        return GOOD if condition.favourable else BAD
    if condition.attribute is not None:
        return _group_words(str(condition.value), named_attribute(task, condition.attribute))
    if condition.missing:
        return f"{condition.column} missing"
    if condition.value is not None:
        return f"{condition.column} = {shorten(condition.value, MOST_LETTERS, placeholder=' …')}"
    return f"{condition.column} {_range_words(condition)}"


def _group_words(group: str, attribute: Attribute) -> str:
    if attribute.bins and group in bin_labels(attribute.bins):
        return f"{attribute.name} {group}"
    says_enough = any(c.isalpha() for c in group) and group not in NAMELESS
    return group if says_enough else f"{attribute.name} = {group}"


def _range_words(condition: Condition) -> str:
    low, high = (None if b is None else value_text(b) for b in (condition.low, condition.high))
    if low is None:
        return f"under {high}" if condition.below is not None else f"at most {high}"
    if high is None:
        return f"{low} and over" if condition.at_least is not None else f"above {low}"
    start = low if condition.at_least is not None else f"above {low}"
    return f"{start} to {'under ' if condition.below is not None else ''}{high}"


def _within(values: Vector, condition: Condition) -> Mask:
    """Where numbers lie in the range; NaN lies in none."""
    inside: Mask = ~np.isnan(values)
    if condition.at_least is not None:
        inside &= values >= condition.at_least
    if condition.above is not None:
        inside &= values > condition.above
    if condition.below is not None:
        inside &= values < condition.below
    if condition.at_most is not None:
        inside &= values <= condition.at_most
    return inside
