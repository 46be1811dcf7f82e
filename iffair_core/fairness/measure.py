"""All utilities and gaps of one model on one part of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Measures:
    """Figures of one model on one part of the rows.

    ``utility`` and ``gaps`` map names to figures; None is undefined, with the reason under the
    same name in ``undefined``. A gap that leaves some group out (an empty cell) keeps its value
    over the other groups and names the group in ``undefined`` too.
    """

    utility: Mapping[str, float | None]
    gaps: Mapping[str, float | None]
    undefined: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        return {
            "utility": dict(self.utility),
            "gaps": dict(self.gaps),
            "undefined": dict(self.undefined),
        }


def measure(
    y: Vector,
    z: Vector,
    group: Codes,
    *,
    groups: Sequence[str],
    weight: Vector,
    cut: float,
    min_cell: int = 1,
) -> Measures:
    """Figures of logits z (n,) against outcomes y (n,); ``groups`` names the codes in ``group``.

    Groups with fewer than ``min_cell`` rows in a rate's cell are left out of its gap and named.
    """
    utility, reasons = utilities(y, expit(z), weight=weight, cut=cut)
    rates = group_rates(
        y, z, group, n_groups=len(groups), weight=weight, cut=cut, min_cell=min_cell
    )
    gaps, left_out = gaps_of(rates, groups, min_cell)
    return Measures(utility, gaps, {**reasons, **left_out})


def gaps_of(
    rates: RateTable, groups: Sequence[str], min_cell: int = 1
) -> tuple[dict[str, float | None], dict[str, str]]:
    """Every gap by name (None: undefined), and who is left out of it, or why there is none."""
    gaps: dict[str, float | None] = {}
    reasons: dict[str, str] = {}
    for gap, names in GAP_RATES.items():
        differences = [largest_difference(rates.value[name]) for name in names]
        defined = [d for d in differences if d is not None]
        gaps[gap] = max(defined) if defined else None
        reason = "; ".join(
            filter(None, (_left_out(rates, name, groups, min_cell) for name in names))
        )
        if reason:
            reasons[gap] = reason
        if gap == "equalized_odds":
            gaps["equalized_odds_mean"] = (
                float(np.mean(defined)) if len(defined) == len(differences) else None
            )
            if reason:
                reasons["equalized_odds_mean"] = reason
    return gaps, reasons


def targeted_gap(measures: Measures, gaps: Sequence[str]) -> float | None:
    """Largest of the named gaps; None if none of them is defined."""
    defined = [value for gap in gaps if (value := measures.gaps[gap]) is not None]
    return max(defined) if defined else None


def _left_out(rates: RateTable, name: str, groups: Sequence[str], min_cell: int) -> str:
    count = rates.count[name]
    few = [
        groups[g] if min_cell == 1 else f"{groups[g]} ({count[g]})"
        for g in np.flatnonzero(count < min_cell).tolist()
    ]
    if few:
        least = "no" if min_cell == 1 else f"fewer than {min_cell}"
        return f"{least} {CELL_WORDS[RATES[name].rows]} in {', '.join(few)}"
    return "there is only one group" if len(groups) == 1 else ""
