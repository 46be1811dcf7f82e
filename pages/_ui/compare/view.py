"""What the results are looked at by: a gap, a pair of groups, a utility, and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import streamlit as st

from iffair_core.comparison.result import Comparison
from iffair_core.comparison.view import View
from iffair_core.config import GAP_NAMES, GapName
from iffair_core.evidence.words import LOSSES
from iffair_core.fairness.utility import UTILITIES
from iffair_core.results import Study
from pages._ui import state, words

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
        state.restore("compare_at_gap", state.kept("compare_at_gap", found.gap))
        gap = st.selectbox("Gap", GAP_NAMES, key="compare_at_gap", format_func=words.gap_title)
    with middle:
        state.restore("compare_utility", state.kept("compare_utility", "accuracy"))
        utility = st.selectbox(
            "Utility", UTILITIES, key="compare_utility", format_func=words.utility_title
        )
    with right:
        at = _allowed(study, gap)
    pair = None
    for column in more:
        with column:
            pair = _pair(found, pairs)
    for key, value in (("compare_at_gap", gap), ("compare_utility", utility)):
        state.keep(key, value)
    return Looked(View(gap, utility, pair), at)


def _pair(found: Comparison, pairs: list[Pair]) -> Pair | None:
    """Codes of two groups; None: the largest difference of all."""
    options = [ALL, *pairs]
    state.restore_choice("compare_pair", state.kept("compare_pair", ALL), options)
    chosen: Pair = st.selectbox(
        "Groups",
        options,
        key="compare_pair",
        format_func=lambda p: LARGEST if p == ALL else " / ".join(found.groups[g] for g in p),
    )
    state.keep("compare_pair", chosen)
    return None if chosen == ALL else chosen


def _allowed(study: Study, gap: GapName) -> float:
    """The largest gap allowed: points for shares, log loss as it is."""
    unit, name = (1.0, "log loss") if gap in LOSSES else (100.0, "points")
    key = f"compare_allowed_{gap}"
    state.restore(key, state.kept(key, study.config.allowed(gap) * unit))
    value = st.number_input(
        f"Gap that you allow, {name}",
        min_value=0.0,
        max_value=unit,
        step=unit / 200,
        format="%.1f" if unit > 1 else "%.3f",
        key=key,
    )
    state.keep(key, value)
    return float(value) / unit
