"""A table after task and split: aligned arrays, one entry a usable row.

Rows without an outcome are excluded and stand in ``exclusions``; the encoder is fitted on the
training rows alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from iffair_core.arrays import Codes, Mask, Matrix, Vector

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.compose import ColumnTransformer


class Part(IntEnum):
    """What a row is used for."""

    TRAIN = 0
    VALIDATION = 1
    TEST = 2


@dataclass(frozen=True)
class Exclusion:
    """Something that was left out: ``kind`` is "rows", "groups" or "columns"."""

    kind: str
    what: str
    count: int
    reason: str


@dataclass(frozen=True, eq=False)
class Prepared:
    """Rows ready for a model. n rows, d encoded features, all arrays aligned.

    X         (n, d) encoded features, without intercept
    y         (n,)   1.0 = favourable
    group     (n,)   index into ``groups``
    weight    (n,)   the user's sample weights scaled to mean 1; ones if there are none
    part      (n,)   a Part
    row       (n,)   position in the source table; 0 is the first row below the header
    frame     n rows of the source table, for display (index reset)
    groups    group names; an intersection joins its attributes' names by " × "
    reference index of the reference group
    features  source columns that the model sees; ``feature_names`` the d encoded ones
    """

    X: Matrix
    y: Vector
    group: Codes
    weight: Vector
    part: Codes
    row: Codes
    frame: pd.DataFrame
    groups: tuple[str, ...]
    reference: int
    features: tuple[str, ...]
    feature_names: tuple[str, ...]
    encoder: ColumnTransformer
    exclusions: tuple[Exclusion, ...] = ()

    def mask(self, *parts: Part) -> Mask:
        """(n,) True on the rows of the given parts."""
        chosen: Mask = np.isin(self.part, [int(p) for p in parts])
        return chosen
