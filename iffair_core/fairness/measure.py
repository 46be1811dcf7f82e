"""All utilities and gaps of one model on one part of the rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.gaps import (
    CELL_WORDS,
    GAP_RATES,
    RATES,
    RateTable,
    group_rates,
    largest_difference,
)
from iffair_core.fairness.utility import utilities
from iffair_core.results import Measures

NOTABLE = 0.01
"""A gap that widens by less than this is not worth a warning."""


def measure(
    y: Vector,
    z: Vector,
    group: Codes,
    *,
    groups: Sequence[str],
    weight: Vector,
    cut: float,
) -> Measures:
    """Figures of logits z (n,) against outcomes y (n,); ``groups`` names the codes in ``group``."""
    utility, reasons = utilities(y, expit(z), weight=weight, cut=cut)
    rates = group_rates(y, z, group, n_groups=len(groups), weight=weight, cut=cut)
    gaps: dict[str, float | None] = {}
    undefined = dict(reasons)
    for gap, names in GAP_RATES.items():
        differences = [largest_difference(rates.value[name]) for name in names]
        defined = [d for d in differences if d is not None]
        gaps[gap] = max(defined) if defined else None
        reason = "; ".join(filter(None, (_empty_cells(rates, name, groups) for name in names)))
        if reason:
            undefined[gap] = reason
        if gap == "equalized_odds":
            gaps["equalized_odds_mean"] = (
                float(np.mean(defined)) if len(defined) == len(differences) else None
            )
            if reason:
                undefined["equalized_odds_mean"] = reason
    return Measures(utility, gaps, undefined)


def targeted_gap(measures: Measures, gaps: Sequence[str]) -> float | None:
    """Largest of the named gaps; None if none of them is defined."""
    defined = [value for gap in gaps if (value := measures.gaps[gap]) is not None]
    return max(defined) if defined else None


def widened_gaps(before: Measures, after: Measures) -> tuple[str, ...]:
    """Names of the gaps that ``after`` makes wider by ``NOTABLE`` or more."""
    return tuple(
        gap
        for gap in GAP_RATES
        if (old := before.gaps[gap]) is not None
        and (new := after.gaps[gap]) is not None
        and new - old >= NOTABLE
    )


def _empty_cells(rates: RateTable, name: str, groups: Sequence[str]) -> str:
    empty = [groups[g] for g in np.flatnonzero(rates.count[name] == 0).tolist()]
    if empty:
        return f"no {CELL_WORDS[RATES[name].rows]} in {', '.join(empty)}"
    return "there is only one group" if len(groups) == 1 else ""
