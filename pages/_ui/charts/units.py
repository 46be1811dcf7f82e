"""The unit of a figure on an axis: the one in which sentences and tables tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from iffair_core.words import GAPS, INDICES, LOSSES


@dataclass(frozen=True)
class Unit:
    """``factor`` turns a figure into the unit, ``name`` ends a title, ``form`` is d3's format."""

    factor: float
    name: str
    form: str

    def titled(self, title: str) -> str:
        """ "Accuracy, %"; a figure without a unit has its title alone."""
        return f"{title}, {self.name}" if self.name else title


POINTS, PERCENT = Unit(100.0, "points", ".1f"), Unit(100.0, "%", ".1f")
AS_IT_IS = Unit(1.0, "", ".3f")


def unit_of(metric: str) -> Unit:
    """Points for gaps, percent for shares; losses and indices as they are."""
    if metric in LOSSES | INDICES:
        return AS_IT_IS
    return POINTS if metric in GAPS else PERCENT


def in_units(lines: pd.DataFrame, units: Mapping[str, Unit]) -> pd.DataFrame:
    """``lines`` with the columns of each name, such as gap, gap_low and gap_high, in its unit."""
    scaled = {
        column: lines[column].astype(float) * unit.factor
        for name, unit in units.items()
        for column in lines.columns
        if column == name or column.startswith(f"{name}_")
    }
    return lines.assign(**scaled)
