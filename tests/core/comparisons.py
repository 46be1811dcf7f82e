"""Comparisons that are written down by hand, for tests of what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iffair_core.comparison.entries import Attempt, Entry, Figures
from iffair_core.comparison.result import Comparison
from iffair_core.config import GAP_NAMES
from iffair_core.fairness.gaps import RATES
from iffair_core.fairness.measure import Measures
from iffair_core.fairness.utility import UTILITIES

GAP = "demographic_parity"
Pair = tuple[float, float]


def figures(
    gap: float | None, accuracy: float | None, **rates: tuple[float | None, ...]
) -> Figures:
    """All gaps and utilities are the same; loss-like utilities too."""
    measures = Measures(dict.fromkeys(UTILITIES, accuracy), dict.fromkeys(GAP_NAMES, gap), {})
    return Figures(measures, {name: rates.get(name, (None, None, None)) for name in RATES})


def attempt(
    method: str, places: Sequence[tuple[Pair, Pair]], seed: int = 0, reason: str = ""
) -> Attempt:
    """Entries at doses 0, 1, ...: (gap, accuracy) on validation and on test rows."""
    entries = tuple(
        Entry(float(dose), figures(*validation), figures(*test))
        for dose, (validation, test) in enumerate(places)
    )
    return Attempt(method, GAP, seed, entries, 1.0, reason)


def same(gap: float, accuracy: float) -> tuple[Pair, Pair]:
    """A place that is the same on validation and test rows."""
    return (gap, accuracy), (gap, accuracy)


def comparison(*attempts: Attempt, rows: Mapping[int, float] | None = None) -> Comparison:
    seeds = {found.seed for found in attempts}
    return Comparison(GAP, ("a", "b"), rows or dict.fromkeys(seeds, 1000.0), attempts)
