"""What a comparison is looked at by: one gap, of the largest pair or of a given one, and a utility.

Entries keep the rates of every group, so any of the six gaps can be read from them, whichever one
the methods were asked to close.
"""

from __future__ import annotations

from dataclasses import dataclass

from iffair_core.comparison.entries import Figures
from iffair_core.config import GAP_NAMES
from iffair_core.config.checks import check_choice
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.fairness.utility import LOWER_IS_BETTER, UTILITIES


@dataclass(frozen=True)
class View:
    """The two axes. ``pair`` are the codes of two groups; None: the largest difference of all."""

    gap: str
    utility: str = "accuracy"
    pair: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        check_choice("gap", self.gap, GAP_NAMES)
        check_choice("utility", self.utility, UTILITIES)

    def worth(self, utility: float) -> float:
        """The utility, or its negative where lower is better: more is always better."""
        return -utility if self.utility in LOWER_IS_BETTER else utility


@dataclass(frozen=True)
class Place:
    """Where a model stands in a view: both figures as they are reported."""

    gap: float
    utility: float


def place_of(found: Figures, view: View) -> Place | None:
    """The place of measured decisions; None if one of the figures is undefined."""
    gap, utility = gap_of(found, view), found.measures.utility[view.utility]
    return None if gap is None or utility is None else Place(gap, utility)


def gap_of(found: Figures, view: View) -> float | None:
    """Size of the view's gap; None where a group of the pair has no rate."""
    if view.pair is None:
        return found.measures.gaps[view.gap]
    a, b = view.pair
    both = [(found.rates[rate][a], found.rates[rate][b]) for rate in GAP_RATES[view.gap]]
    defined = [abs(x - y) for x, y in both if x is not None and y is not None]
    return max(defined) if defined else None
