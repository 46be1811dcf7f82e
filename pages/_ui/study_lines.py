"""The study that is open, in the sidebar: its task, and its gap with the interval."""

from __future__ import annotations

import streamlit as st

from iffair_core.data.task import settle_outcome
from iffair_core.data.written import favourable_words
from iffair_core.evidence.effects import Verdict
from iffair_core.results import Study
from iffair_core.words import bare, interval
from pages._ui import tables, verbatim, words
from pages._ui.readings import gained


def section(study: Study) -> None:
    """A few lines."""
    outcome = settle_outcome(study.table.frame, study.config.task.outcome)
    prepared = study.prepared
    source = tables.source_of(study.config)
    st.markdown(verbatim.shown(f"**{source.title}**"))
    st.caption(
        verbatim.shown(
            f"Good outcome: {favourable_words(outcome)}  \n"
            f"Reference: {prepared.groups[prepared.reference]}  \n"
            f"Decision: {words.threshold_words(study.config.cut, study.config.share)}"
        )
    )
    _gap(study)


def _gap(study: Study) -> None:
    """The gap on test rows with its interval; coloured where the change is beyond chance."""
    gaps, found = study.config.gaps, gained.gap_of(study, study.operating)
    label = words.gap_title(gaps[0]) if len(gaps) == 1 else "Largest targeted gap"
    unit = " points" if gaps[0] in words.SHARES else ""
    change, colour, arrow = None, "gray", "off"
    if len(study.points) > 1:
        before = gained.gap_of(study, study.plain).value
        if before is not None and found.value is not None:
            narrower = found.value < before
            change = f"{bare(found.value - before, gaps[0], signed=True)}{unit}"
            arrow = "down" if narrower else "up"
            if len(gaps) == 1 and _told(study):
                colour = "green" if narrower else "red"
    st.metric(
        label,
        words.figure(found.value, gaps[0]),
        change,
        delta_color=colour,
        delta_arrow=arrow,
        help="Plain model, test rows"
        if len(study.points) == 1
        else "Operating point on test rows, against the plain model; coloured where it is better "
        "or worse beyond chance",
    )
    bounds = interval(found.low, found.high, gaps[0])
    if bounds and found.rows is not None:
        st.caption(f"95 % interval {bounds}{unit}, {words.plural(found.rows, 'test row')}")


def _told(study: Study) -> bool:
    """Whether the targeted gap is better or worse beyond chance, and did not turn round."""
    found = {e.metric: e.verdict for e in gained.effects_of(study) if e.kind == "gap"}
    return found[study.config.gaps[0]] in (Verdict.BETTER, Verdict.WORSE)
