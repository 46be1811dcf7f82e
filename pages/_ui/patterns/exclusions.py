"""Rows that are left out of training by choice: a study without them, and the way back."""

from __future__ import annotations

import dataclasses

import streamlit as st

from iffair_core.config import RowSet, Task
from iffair_core.data.conditions import set_words
from iffair_core.data.prepare import LEFT_OUT_OF_TRAINING
from iffair_core.patterns.pattern import Pattern
from iffair_core.results import Study
from pages._ui import state, studies, widgets, words

FORMER = "patterns_former"


def leave_out(study: Study, pattern: Pattern) -> None:
    """Begin the study anew without the rows of a pattern; the former one can be returned to."""
    task = study.config.task
    former = state.study_id()
    with st.spinner("Fitting the plain model without these rows …"):
        without = dataclasses.replace(task, exclude=(*task.exclude, pattern.row_set))
        studies.begin_anew(without)
    widgets.keep(FORMER, {**widgets.kept(FORMER, {}), state.study_id(): former})
    _keep_in_draft(without)
    state.notify(
        f"Left out of training: {words.as_written(pattern.words)} "
        f"({words.plural(len(pattern.rows), 'row')}). The study began anew with a plain model; "
        "validation and test rows stay, so figures are still of everyone."
    )
    st.rerun()


def section(study: Study) -> None:
    """What is left out by choice, each with a button that brings it back; nothing without any."""
    task = study.config.task
    if not task.exclude:
        return
    counts = {
        entry.what: entry.count
        for entry in study.prepared.exclusions
        if entry.reason == LEFT_OUT_OF_TRAINING
    }
    with st.container(border=True, key="patterns_excluded"):
        st.markdown("**Left out of training by choice.** Validation and test rows like these stay.")
        for k, rows in enumerate(task.exclude):
            said = set_words(rows, task)
            left, right = st.columns([5, 2], vertical_alignment="center")
            left.markdown(
                f"{words.as_written(said)} ({words.plural(counts.get(said, 0), 'training row')})"
            )
            if right.button("Bring them back", key=f"patterns_return_{k}"):
                _bring_back(task, rows, said)


def _bring_back(task: Task, rows: RowSet, said: str) -> None:
    """Return to the study before the exclusion, if it was the last one; else begin anew."""
    former = widgets.kept(FORMER, {}).get(state.study_id())
    with_them = dataclasses.replace(task, exclude=tuple(r for r in task.exclude if r != rows))
    returned = former is not None and rows == task.exclude[-1]
    if former is not None and returned:
        studies.return_to(former)
    else:
        with st.spinner("Fitting the plain model with these rows …"):
            studies.begin_anew(with_them)
    _keep_in_draft(with_them)
    state.notify(
        f"Back in training: {words.as_written(said)}. The study from before is shown. "
        f"{studies.SETTINGS_COME_WITH_IT}"
        if returned
        else f"Back in training: {words.as_written(said)}. The study began anew."
    )
    st.rerun()


def _keep_in_draft(task: Task) -> None:
    """The data page describes the task that is in use."""
    draft = state.draft()
    if draft is not None:
        state.keep_draft(dataclasses.replace(draft, exclude=task.exclude))
