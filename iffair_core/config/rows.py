"""Sets of rows by what they have in common, as a config states them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iffair_core.errors import ConfigError

SUBJECTS = ("column", "attribute", "favourable")
LOWER, UPPER = ("at_least", "above"), ("below", "at_most")


@dataclass(frozen=True)
class Condition:
    """One thing that rows have in common. It is about one of three subjects:

    column      a column of the table: one ``value`` of it (compared by ``data.task.canonical``),
                ``missing`` values, or numbers in a range
    attribute   a sensitive attribute, by its name: ``value`` is one of its groups
    favourable  the outcome: favourable or not

    ``at_least`` and ``at_most`` include their bound, ``above`` and ``below`` do not.
    Raises ConfigError if the condition is about none or several, or its range is empty.
    """

    column: str | None = None
    attribute: str | None = None
    favourable: bool | None = None
    value: str | None = None
    missing: bool | None = None
    at_least: float | None = None
    above: float | None = None
    below: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if sum(getattr(self, name) is not None for name in SUBJECTS) != 1:
            raise ConfigError(
                f"A condition is about exactly one of {', '.join(SUBJECTS)}; got {self}."
            )
        ranged = self.low is not None or self.high is not None
        ways = (self.value is not None) + bool(self.missing) + ranged
        wanted = 0 if self.favourable is not None else 1
        if ways != wanted or (self.attribute is not None and self.value is None):
            raise ConfigError(
                "A condition on a column needs a value, missing = true or a range (and only one of "
                "them), one on an attribute the value that names a group, one on the outcome "
                f"nothing more; got {self}."
            )
        self._check_range()

    @property
    def low(self) -> float | None:
        return self.at_least if self.at_least is not None else self.above

    @property
    def high(self) -> float | None:
        return self.below if self.below is not None else self.at_most

    def _check_range(self) -> None:
        for names in (LOWER, UPPER):
            if all(getattr(self, name) is not None for name in names):
                raise ConfigError(f"A range has one of {' and '.join(names)}; got both: {self}.")
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if not all(map(math.isfinite, bounds)) or bounds != sorted(bounds):
            raise ConfigError(f"The bounds of a range must be numbers, ascending; got {self}.")

    def __str__(self) -> str:
        given = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return ", ".join(f"{name} = {value!r}" for name, value in given if value is not None)


@dataclass(frozen=True)
class RowSet:
    """The rows that meet all of the conditions. Raises ConfigError without one."""

    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "conditions", tuple(self.conditions))
        if not self.conditions:
            raise ConfigError(
                "A set of rows needs at least one condition; got none, which would be every row."
            )
