"""A comparison as a tidy table: one line an entry, or one for a method without any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.choice import Spot
from iffair_core.comparison.entries import Attempt, Entry
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import View, gap_of
from iffair_core.config import GAP_NAMES
from iffair_core.fairness.utility import UTILITIES

PARTS = ("validation", "test")
FIGURES = tuple(f"{part}_{name}" for part in PARTS for name in (*GAP_NAMES, *UTILITIES))
TYPES = {
    "method": "str",
    "family": "str",
    "seed": "int64",
    "dose": "Float64",
    "chosen": "boolean",
    "on_frontier": "boolean",
    **dict.fromkeys(FIGURES, "Float64"),
    "seconds": "float64",
    "reason": "str",
}


def to_frame(comparison: Comparison, view: View) -> pd.DataFrame:
    """Columns: method, family, seed, dose, chosen, on_frontier, figures, seconds, reason.

    Figures are all gaps (of the view's pair of groups, if it has one) and utilities on validation
    and test rows; <NA> is undefined. ``on_frontier``: no other entry of the method, nor the plain
    model, beats it on validation rows. ``seconds`` are those of the whole attempt.
    """
    lines = [line for attempt in comparison.attempts for line in _lines(comparison, attempt, view)]
    return pd.DataFrame.from_records(lines, columns=list(TYPES)).astype(TYPES)


def _lines(comparison: Comparison, attempt: Attempt, view: View) -> Iterator[dict[str, Any]]:
    spots = {spot.dose: spot for spot in comparison.spots(attempt.method, attempt.seed, view)}
    named = {
        "method": attempt.method,
        "family": METHODS[attempt.method].family,
        "seed": attempt.seed,
        "seconds": attempt.seconds,
        "reason": attempt.reason,
    }
    if not attempt.entries:
        yield named
    for entry in attempt.entries:
        yield {**named, **_figures(entry, view), **_place(spots.get(entry.dose))}


def _figures(entry: Entry, view: View) -> dict[str, Any]:
    found: dict[str, Any] = {"dose": entry.dose}
    for part, figures in (("validation", entry.validation), ("test", entry.test)):
        for gap in GAP_NAMES:
            found[f"{part}_{gap}"] = gap_of(figures, View(gap, view.utility, view.pair))
        for utility in UTILITIES:
            found[f"{part}_{utility}"] = figures.measures.utility[utility]
    return found


def _place(spot: Spot | None) -> dict[str, Any]:
    if spot is None:
        return {"chosen": False, "on_frontier": False}
    return {"chosen": spot.chosen, "on_frontier": not spot.dominated}
