"""What the results are looked at by: a gap, a pair of groups, a utility, and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import streamlit as st

from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import View
from iffair_core.config import GAP_NAMES, GapName
from iffair_core.fairness.utility import UTILITIES
from iffair_core.results import Study
from iffair_core.words import LOSSES
from pages._ui import widgets, words

LARGEST = "the largest difference"
Pair = tuple[int, int]
ALL: Pair = (-1, -1)


@dataclass(frozen=True)
class Looked:
    """The axes, and the largest gap that the user allows."""

    view: View
    at: float


def controls(study: Study, found: Comparison) -> Looked:
    """The choices in a row; that of a pair where there is more than one."""
    pairs = list(combinations(range(len(found.groups)), 2))
    left, middle, right, *more = st.columns(4 if len(pairs) > 1 else 3)
    with left:
        gap = widgets.choice(
            "Gap", GAP_NAMES, key="compare_at_gap", first=found.gap, title=words.gap_title
        )
    with middle:
        utility = widgets.choice(
            "Utility",
            UTILITIES,
            key="compare_utility",
            first="accuracy",
            title=words.utility_title,
        )
    with right:
        at = _allowed(study, gap)
    pair = None
    for column in more:
        with column:
            pair = _pair(found, pairs)
    return Looked(View(gap, utility, pair), at)


def _pair(found: Comparison, pairs: list[Pair]) -> Pair | None:
    """Codes of two groups; None: the largest difference of all."""
    chosen: Pair = widgets.choice(
        "Groups",
        [ALL, *pairs],
        key="compare_pair",
        first=ALL,
        title=lambda p: LARGEST if p == ALL else " / ".join(found.groups[g] for g in p),
    )
    return None if chosen == ALL else chosen


def _allowed(study: Study, gap: GapName) -> float:
    """The largest gap allowed: points for shares, log loss as it is."""
    unit, name = (1.0, "log loss") if gap in LOSSES else (100.0, "points")
    key = f"compare_allowed_{gap}"
    widgets.recall(key, study.config.allowed(gap) * unit)
    value = st.number_input(
        f"Gap that you allow, {name}",
        min_value=0.0,
        max_value=unit,
        step=unit / 200,
        format="%.1f" if unit > 1 else "%.3f",
        key=key,
    )
    widgets.keep(key, value)
    return float(value) / unit
