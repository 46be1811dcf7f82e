"""Screening lines that a user sets, off by default, and where the models stand beside them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from iffair_core.evidence.screening import FOUR_FIFTHS, MEASURES, RATIO, Screened, ScreeningLine
from iffair_core.results import Study
from pages._ui import state, words
from pages._ui.audit import said
from pages._ui.readings import measured

GAPS = tuple(measure for measure in MEASURES if measure != RATIO)
OWN_LIMIT = 0.1
HEURISTIC = (
    "A screening line is a heuristic of a jurisdiction or of a house, which you set here. It says "
    "where to look closer. To be on either side of it settles nothing in law, and nothing about "
    "what people experience."
)

FOUR_FIFTHS_TEXT = (
    "The guidelines that four fifths comes from say themselves that smaller differences can "
    "matter, and that larger ones which rest on small numbers may not."
)


def section(study: Study) -> None:
    """The lines, and one sentence a line and model."""
    with st.expander("Screening lines, such as four fifths", key="audit_lines_box"):
        st.caption(HEURISTIC)
        lines = tuple(filter(None, (_ratio(), _gap())))
        models = {"Plain model": study.plain}
        if len(study.points) > 1:
            models["Operating point"] = study.operating
        for name, point in models.items():
            for found in measured.screened_of(study, point, lines):
                st.markdown(f"**{name}**, test rows: {sentence(found, study)}")


def sentence(found: Screened, study: Study) -> str:
    """Figure, interval, and on which side of the line the model is, if that can be told."""
    line = found.line
    text = _ratio_words(found) if line.measure == RATIO else _gap_words(found)
    if found.left_out:
        fewer = f"fewer than {words.plural(study.config.min_cell, 'row')}"
        text += f" Not counted, for {fewer}: {words.some(found.left_out)}."
    return f"{text} (Line: {line.source})" if line.source else text


def _ratio_words(found: Screened) -> str:
    if found.value is None or found.low is None or found.high is None:
        return (
            "not enough evidence: the ratio needs two groups with enough rows, and somebody "
            "who is selected."
        )
    bounds = f"{100 * found.low:.1f} to {words.percent(found.high)}"
    return (
        f"the smallest selection rate of a group is {words.percent(found.value)} of the largest "
        f"(95 % interval {bounds}, {words.plural(found.rows, 'row')}). "
        f"{_side(found, 'below', 'above', words.percent(found.line.limit))}"
    )


def _gap_words(found: Screened) -> str:
    gap = found.line.measure
    title = words.gap_title(gap)
    if found.value is None or found.low is None or found.high is None:
        return f"{title}: not enough evidence on these rows."
    bounds = said.interval(found.low, found.high, gap)
    return (
        f"{title} is {words.points(found.value)} (95 % interval {bounds}, "
        f"{words.plural(found.rows, 'row')}). "
        f"{_side(found, 'above', 'below', words.points(found.line.limit))}"
    )


def _side(found: Screened, far: str, near: str, limit: str) -> str:
    if found.side == "chance":
        return f"The interval holds the line of {limit}: which side the model is on may be chance."
    where = f"{far}, on the far side" if found.side == "far" else f"{near}, on the near side"
    return f"That is {where} of the line of {limit}, beyond chance at 95 %."


def _ratio() -> ScreeningLine | None:
    if not _kept(st.checkbox, "audit_line_ratio", False, "Smallest against largest selection rate"):
        return None
    st.caption(FOUR_FIFTHS_TEXT)
    limit = _kept(
        st.number_input,
        "audit_line_ratio_limit",
        100 * FOUR_FIFTHS.limit,
        "The smallest selection rate is to be at least, in % of the largest",
        min_value=0.0,
        max_value=100.0,
        step=5.0,
    )
    source = _kept(st.text_input, "audit_line_ratio_source", FOUR_FIFTHS.source, "Whose line it is")
    return ScreeningLine(RATIO, limit / 100, source)


def _gap() -> ScreeningLine | None:
    if not _kept(st.checkbox, "audit_line_gap", False, "Largest difference allowed in a gap"):
        return None
    left, right = st.columns(2)
    with left:
        gap = _kept(
            st.selectbox, "audit_line_gap_name", GAPS[0], "Gap", GAPS, format_func=words.gap_title
        )
    with right:
        limit = _kept(
            st.number_input,
            "audit_line_gap_limit",
            100 * OWN_LIMIT,
            "The gap is to be at most, in points",
            min_value=0.0,
            max_value=100.0,
            step=1.0,
        )
    source = _kept(st.text_input, "audit_line_gap_source", "your own", "Whose line it is")
    return ScreeningLine(gap, limit / 100, source)


def _kept(widget: Any, key: str, begin: Any, label: str, *given: Any, **options: Any) -> Any:
    """What a widget says, which outlives a visit of another page."""
    state.restore(key, state.kept(key, begin))
    value = widget(label, *given, key=key, **options)
    state.keep(key, value)
    return value
