"""What is decided about whom: the outcome, the groups and the roles of the columns."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iffair_core.config.rows import RowSet
from iffair_core.errors import ConfigError


@dataclass(frozen=True)
class Outcome:
    """The outcome column and which of its values are favourable.

    Exactly one of the three ways is used: ``favourable`` (values, compared by
    ``data.task.canonical``, so that "1" matches 1, 1.0 and True), ``above`` (favourable when
    the number is greater) or ``at_most`` (favourable when it is not greater). None of them
    means that the column has two values and the choice is still open.
    """

    column: str
    favourable: tuple[str, ...] = ()
    above: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "favourable", tuple(str(v) for v in self.favourable))
        ways = bool(self.favourable) + (self.above is not None) + (self.at_most is not None)
        if ways > 1:
            raise ConfigError(
                f"The outcome {self.column!r} needs one way to tell a favourable row: either "
                "favourable values or a threshold; got more than one. Keep one of them."
            )


@dataclass(frozen=True)
class Attribute:
    """A sensitive attribute: a column and how its values become group names.

    bins       cut points of a number, ascending; a value equal to a cut point belongs to the
               interval above it ("25 and over")
    rename     (value, group name) pairs; two values with one name are merged
    reference  the customary reference group of this attribute; None: the largest
    name       how the attribute is called; the column's name if empty
    """

    column: str
    bins: tuple[float, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    reference: str | None = None
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bins", tuple(float(b) for b in self.bins))
        object.__setattr__(self, "rename", tuple((str(v), str(g)) for v, g in self.rename))
        object.__setattr__(self, "name", self.name or self.column)
        if list(self.bins) != sorted(set(self.bins)) or not all(map(math.isfinite, self.bins)):
            raise ConfigError(
                f"The cut points of {self.column!r} must be finite and ascending; got "
                f"{', '.join(f'{b:g}' for b in self.bins)}."
            )


@dataclass(frozen=True)
class Task:
    """What is decided about whom: outcome, groups, features, and the roles of other columns.

    leave_out       columns that are never features
    numeric,        columns whose inferred type is overruled
    categorical
    keep_sensitive  whether the sensitive columns are also features
    weight_column   the user's own sample weights (survey weights); they multiply ours
    id_column       identifies a person or site; never a feature
    date_column     when a row was recorded; never a feature
    split_column    says train, validation or test; never a feature
    exclude         sets of rows that no model is trained on; those of them among validation and
                    test rows stay, so that figures are still of everyone
    """

    outcome: Outcome
    sensitive: tuple[Attribute, ...]
    leave_out: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    keep_sensitive: bool = False
    weight_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    split_column: str | None = None
    exclude: tuple[RowSet, ...] = ()

    def __post_init__(self) -> None:
        for name in ("sensitive", "leave_out", "numeric", "categorical", "exclude"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if not self.sensitive:
            raise ConfigError(
                "A task needs at least one sensitive attribute (the groups to compare); got none."
            )
        names = [a.name for a in self.sensitive]
        if len(set(names)) < len(names):
            raise ConfigError(
                f"Each sensitive attribute may be named once; got {', '.join(names)}."
            )
        if self.outcome.column in [a.column for a in self.sensitive]:
            raise ConfigError(
                f"The column {self.outcome.column!r} cannot be both the outcome and a sensitive "
                "attribute. Choose another column for one of them."
            )
        both = set(self.numeric) & set(self.categorical)
        if both:
            raise ConfigError(
                "A column is either numeric or categorical; got both for "
                f"{', '.join(sorted(both))}."
            )
        self._check_exclusions(names)

    def _check_exclusions(self, names: list[str]) -> None:
        if len(set(self.exclude)) < len(self.exclude):
            raise ConfigError("exclude may name each set of rows once; got some of them twice.")
        for condition in (c for rows in self.exclude for c in rows.conditions):
            if condition.attribute is not None and condition.attribute not in names:
                raise ConfigError(
                    f"exclude names the attribute {condition.attribute!r}, but the sensitive "
                    f"attributes are {', '.join(names)}. Correct the name, or leave those rows in."
                )
