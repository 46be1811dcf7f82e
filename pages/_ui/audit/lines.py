"""Screening lines that a user sets, off by default, and where the models stand beside them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import streamlit as st

from iffair_core.evidence.screening_words import HEURISTIC, screened_words
from iffair_core.results import Study
from iffair_core.yardsticks import FOUR_FIFTHS, MEASURES, RATIO, ScreeningLine
from pages._ui import show, studies, verbatim, widgets, words
from pages._ui.readings import measured

GAPS = tuple(measure for measure in MEASURES if measure != RATIO)
OWN = ScreeningLine(GAPS[0], 0.1, "your own")
LINES = "audit_lines"
KEPT_WITH_STUDY = (
    "What you set is kept with the study, for whoever opens it, and stands in the report."
)
FOUR_FIFTHS_TEXT = (
    "The guidelines that four fifths comes from say themselves that smaller differences can "
    "matter, and that larger ones which rest on small numbers may not."
)


def section(study: Study) -> None:
    """The lines, and one sentence a line and model."""
    with st.expander("Screening lines, such as four fifths", key="audit_lines_box"):
        st.caption(f"{HEURISTIC} {KEPT_WITH_STUDY}")
        lines = _edited(study.yardsticks.lines)
        if lines != widgets.kept(LINES, study.yardsticks.lines):
            studies.hold_against(dataclasses.replace(study.yardsticks, lines=lines))
        widgets.keep(LINES, lines)
        for name, point in show.models(study).items():
            for found in measured.screened_of(study, point, lines):
                said = screened_words(found, study.config.min_cell)
                st.markdown(verbatim.shown(f"**{name}**, test rows: {said}"))


def _edited(lines: Sequence[ScreeningLine]) -> tuple[ScreeningLine, ...]:
    """The first line of each kind as the user sets it, and all others as they are."""
    ratio = next((line for line in lines if line.measure == RATIO), None)
    gap = next((line for line in lines if line.measure != RATIO), None)
    others = [line for line in lines if line not in (ratio, gap)]
    return tuple(line for line in (_ratio(ratio), _gap(gap), *others) if line is not None)


def _ratio(now: ScreeningLine | None) -> ScreeningLine | None:
    if not _begun(
        st.checkbox, "audit_line_ratio", now is not None, "Smallest against largest selection rate"
    ):
        return None
    st.caption(FOUR_FIFTHS_TEXT)
    line = now or FOUR_FIFTHS
    limit = _begun(
        st.number_input,
        "audit_line_ratio_limit",
        _hundredths(line.limit),
        "The smallest selection rate is to be at least, in % of the largest",
        min_value=0.0,
        max_value=100.0,
        step=5.0,
    )
    source = _begun(st.text_input, "audit_line_ratio_source", line.source, "Whose line it is")
    return ScreeningLine(RATIO, _share(limit), source)


def _gap(now: ScreeningLine | None) -> ScreeningLine | None:
    if not _begun(
        st.checkbox, "audit_line_gap", now is not None, "Largest difference allowed in a gap"
    ):
        return None
    line = now or OWN
    left, right = st.columns(2)
    with left:
        gap = _begun(
            st.selectbox,
            "audit_line_gap_name",
            line.measure,
            "Gap",
            GAPS,
            format_func=words.gap_title,
        )
    with right:
        limit = _begun(
            st.number_input,
            "audit_line_gap_limit",
            _hundredths(line.limit),
            "The gap is to be at most, in points",
            min_value=0.0,
            max_value=100.0,
            step=1.0,
        )
    source = _begun(st.text_input, "audit_line_gap_source", line.source, "Whose line it is")
    return ScreeningLine(gap, _share(limit), source)


def _begun(widget: Any, key: str, begin: Any, label: str, *given: Any, **options: Any) -> Any:
    """What a widget says that begins with what is kept with the study."""
    widgets.restore(key, begin)
    return widget(label, *given, key=key, **options)


def _hundredths(share: float) -> float:
    return round(100 * share, 6)


def _share(hundredths: float) -> float:
    return round(hundredths / 100, 8)
