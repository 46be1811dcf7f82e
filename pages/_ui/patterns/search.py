"""What is searched for, and the search, kept in memory by what it depends on."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from iffair_core.config import GapName
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.patterns.found import patterns_at
from iffair_core.patterns.pattern import Pattern, Patterns, Wanted
from iffair_core.patterns.selectors import GROUPS, OUTCOME, describable
from iffair_core.results import Point, Study
from pages._ui import show, widgets, words
from pages._ui.influence import row_tables

WIDEN, NARROW = "carry the gap", "hold it down"
LEAST = (0.5, 1.0, 2.0, 5.0, 10.0)
DEFAULT = Wanted()
NAMES = {GROUPS: "The groups", OUTCOME: "The outcome (good or bad)"}


@dataclass(frozen=True)
class Asked:
    """The choices of the page: a gap, a point, a side, and the settings of the search."""

    gap: GapName
    point: Point
    widening: bool
    wanted: Wanted

    def side(self, found: Patterns) -> tuple[Pattern, ...]:
        return found.widening if self.widening else found.narrowing


def controls(study: Study) -> Asked:
    """Gap, model and side; the settings of the search are folded away."""
    left, middle, right = st.columns([3, 2, 3])
    with left:
        gap = widgets.choice(
            "Gap", GAP_RATES, key="patterns_gap", first=study.config.gaps[0], title=words.gap_title
        )
    with middle:
        points = show.models(study)
        at = widgets.choice("Model", points, key="patterns_at", first="Plain model")
    with right:
        widgets.recall("patterns_side", WIDEN)
        side = st.radio(
            "Show sets of rows that", [WIDEN, NARROW], key="patterns_side", horizontal=True
        )
        widgets.keep("patterns_side", side)
    st.caption(words.GAPS[gap].question)
    with st.expander("More settings of the search", key="patterns_more"):
        wanted = _settings(study)
    return Asked(gap, points[at], side == WIDEN, wanted)


def found(study: Study, asked: Asked) -> Patterns:
    """``patterns_at``, kept in memory."""
    seen = row_tables.seen(study)
    return _found(seen, asked.gap, asked.point.step, asked.wanted, _study=study)


def foresee(study: Study) -> None:
    """The search that the page begins with."""
    _found(row_tables.seen(study), study.config.gaps[0], 0, DEFAULT, _study=study)


@st.cache_resource(max_entries=16, show_spinner="Looking at every description …")
def _found(seen: str, gap: GapName, step: int, wanted: Wanted, *, _study: Study) -> Patterns:
    opened = row_tables.opened_at(_study, step)
    return patterns_at(_study.config, opened, gap, wanted, step=step)


def _settings(study: Study) -> Wanted:
    left, right = st.columns(2)
    with left:
        widgets.recall("patterns_depth", DEFAULT.depth)
        depth = st.slider(
            "Most conditions of a description",
            1,
            3,
            key="patterns_depth",
            help="Fewer are easier to read, more describe fewer rows.",
        )
        widgets.keep("patterns_depth", depth)
    with right:
        widgets.recall("patterns_least", 100 * DEFAULT.least)
        least = st.select_slider(
            "Fewest training rows of a pattern",
            LEAST,
            key="patterns_least",
            format_func=lambda share: f"{share:g} %",
            help="Never fewer than 20 rows.",
        )
        widgets.keep("patterns_least", least)
    known = list(describable(study.prepared, study.config.task))
    kept = [name for name in widgets.kept("patterns_columns", []) if name in known]
    widgets.restore("patterns_columns", kept)
    columns = st.multiselect(
        "Describe rows by",
        known,
        key="patterns_columns",
        format_func=lambda name: NAMES.get(name, name),
        placeholder="Everything: groups, outcome and all features",
    )
    widgets.keep("patterns_columns", columns)
    return Wanted(depth=depth, least=least / 100, columns=tuple(columns) or None)
