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
    flip    whether their outcome turns into the other one
    """

    rows: Codes
    factor: float = 1.0
    flip: bool = False

    def weights(self, now: Vector) -> Vector:
        """Our weights (n,) after the change. Their mean may differ from 1: R_w divides by W."""
        changed = now.copy()
        changed[self.rows] = now[self.rows] * self.factor
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
    if not (np.isfinite(factor) and factor >= 0.0):
        raise ConfigError(f"The factor of a change must be a number of at least 0; got {factor!r}.")
    return Change(rows, factor=factor)


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
