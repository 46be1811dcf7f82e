"""Changes of a set of training rows whose effect is predicted and then proved by retraining."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Vector
from iffair_core.errors import ConfigError


@dataclass(frozen=True, eq=False)
class Change:
    """What happens to the training rows at the positions ``rows``, each named once.

    factor  multiplies our weight of them; 1 leaves it, 0 removes the rows
    weight  replaces our weight of them; None: as ``factor`` says
    flip    whether their outcome turns into the other one
    """

    rows: Codes
    factor: float = 1.0
    weight: float | None = None
    flip: bool = False

    def weights(self, now: Vector) -> Vector:
        """Our weights (n,) after the change. Their mean may differ from 1: R_w divides by W."""
        changed = now.copy()
        changed[self.rows] = now[self.rows] * self.factor if self.weight is None else self.weight
        return changed

    def outcomes(self, now: Vector) -> Vector:
        """Outcomes (n,) after the change."""
        changed = now.copy()
        if self.flip:
            changed[self.rows] = 1.0 - now[self.rows]
        return changed


def remove(rows: Codes) -> Change:
    """Leave the rows out."""
    return Change(rows, factor=0.0)


def reweigh(rows: Codes, factor: float) -> Change:
    """Multiply the weight of the rows. Raises ConfigError for a negative factor."""
    return Change(rows, factor=_weight("factor", factor))


def set_weight(rows: Codes, weight: float) -> Change:
    """Give all of the rows this weight. Raises ConfigError for a negative one."""
    return Change(rows, weight=_weight("weight", weight))


def relabel(rows: Codes) -> Change:
    """Turn the outcome of the rows into the other one."""
    return Change(rows, flip=True)


def check_rows(change: Change, n: int) -> None:
    """Raise ConfigError unless the rows are distinct positions among n training rows."""
    rows = change.rows
    if len(rows) == 0:
        raise ConfigError("A change needs at least one training row; got none.")
    if rows.min() < 0 or rows.max() >= n:
        raise ConfigError(
            f"A change names training rows by their positions, 0 to {n - 1}; got {rows.min()} to "
            f"{rows.max()}."
        )
    if len(np.unique(rows)) < len(rows):
        raise ConfigError("A change may name each training row once; got some of them twice.")


def _weight(name: str, value: float) -> float:
    if not (np.isfinite(value) and value >= 0.0):
        raise ConfigError(f"The {name} of a change must be a number of at least 0; got {value!r}.")
    return value
