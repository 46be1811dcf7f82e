"""What one method reached on one split: an entry for each value of its knob, or why there is none.

Entries keep the rates of every group, so that the gap of any pair of groups can be read from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from iffair_core.baselines.method import Decided
from iffair_core.fairness.cells import finite_logit
from iffair_core.fairness.gaps import RATES, decision_score, rate_table
from iffair_core.fairness.measure import Measures, gaps_of
from iffair_core.fairness.utility import decided_utilities
from iffair_core.models.objective import row_loss
from iffair_core.setting import Judged


@dataclass(frozen=True)
class Figures:
    """Utilities, gaps, and the rate of each group (None: undefined) by name of the rate.

    Of decisions by chance, all are expected values.
    """

    measures: Measures
    rates: Mapping[str, tuple[float | None, ...]]


@dataclass(frozen=True)
class Entry:
    """One answer of a method, measured. ``dose`` is the value of its knob."""

    dose: float
    validation: Figures
    test: Figures


@dataclass(frozen=True)
class Attempt:
    """A method on one split: its entries and the seconds they took, or the reason it has none."""

    method: str
    gap: str
    seed: int
    entries: tuple[Entry, ...]
    seconds: float
    reason: str = ""


def figures(judged: Judged, decided: Decided) -> Figures:
    """Decisions on the rows of a part, measured; expected values where they are left to chance."""
    y, weight = judged.rows.y, judged.rows.weight
    utility, reasons = decided_utilities(y, decided.chance, decided.probability, weight=weight)
    scores = {
        name: decision_score(rate, y, decided.chance)
        for name, rate in RATES.items()
        if rate.score != "loss"
    }
    if decided.probability is not None:
        scores["log_loss"] = row_loss(finite_logit(decided.probability), y)
    rates = rate_table(
        y,
        scores,
        judged.group,
        n_groups=len(judged.groups),
        weight=weight,
        min_cell=judged.min_cell,
    )
    gaps, left_out = gaps_of(rates, judged.groups, judged.min_cell)
    measures = Measures(utility, gaps, {**reasons, **left_out})
    return Figures(measures, {name: _plain(value) for name, value in rates.value.items()})


def _plain(rates: np.ndarray) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(rate) else float(rate) for rate in rates)


def to_dict(attempt: Attempt) -> dict[str, Any]:
    """Plain values for JSON; ``from_dict`` reads them."""
    return {
        "method": attempt.method,
        "gap": attempt.gap,
        "seed": attempt.seed,
        "seconds": attempt.seconds,
        "reason": attempt.reason,
        "entries": [
            {
                "dose": entry.dose,
                "validation": _figures_dict(entry.validation),
                "test": _figures_dict(entry.test),
            }
            for entry in attempt.entries
        ],
    }


def from_dict(saved: Mapping[str, Any]) -> Attempt:
    """What ``to_dict`` gave."""
    entries = tuple(
        Entry(e["dose"], _read_figures(e["validation"]), _read_figures(e["test"]))
        for e in saved["entries"]
    )
    return Attempt(
        saved["method"], saved["gap"], saved["seed"], entries, saved["seconds"], saved["reason"]
    )


def _figures_dict(found: Figures) -> dict[str, Any]:
    return {**found.measures.to_dict(), "rates": {n: list(r) for n, r in found.rates.items()}}


def _read_figures(saved: Mapping[str, Any]) -> Figures:
    measures = Measures(saved["utility"], saved["gaps"], saved["undefined"])
    return Figures(measures, {name: tuple(rates) for name, rates in saved["rates"].items()})
