"""Where the session stands: the sidebar, the steps of the flow, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

from iffair_core.errors import IFFairError, StudyError
from pages._ui import shell, state, tables, verbatim
from pages._ui.later import later

if TYPE_CHECKING:
    from iffair_core.results import Study
    from pages._ui import studies, study_lines
else:
    studies, study_lines = later("pages._ui.studies"), later("pages._ui.study_lines")


@dataclass(frozen=True)
class Step:
    """One step of the flow: its page, what it answers, and whether it can be taken now."""

    path: str
    question: str
    state: Literal["done", "next", "open", "blocked"]
    note: str


def flow() -> tuple[Step, ...]:
    """The six steps as they stand in this session."""
    study = _shown()
    chosen = state.source() or (tables.source_of(study.config) if study is not None else None)
    reweighted = study is not None and len(study.points) > 1
    data_note = "choose an example or upload" if chosen is None else f"{chosen.title} is open"
    needs_task = "needs a task" if study is None else ""
    needs_run = needs_task or ("" if reweighted else "needs a reweighting run")
    steps = [
        (shell.DATA, "What is a good outcome, and who is compared?", study is not None, data_note),
        (shell.AUDIT, "How unfair is a plain model?", reweighted, needs_task),
        (shell.INFLUENCE, "Which training rows make it so?", reweighted, needs_task),
        (shell.REWEIGHT, "What happens when those rows weigh less?", reweighted, needs_task),
        (shell.FRONTIER, "What does fairness cost, and where do we stop?", False, needs_run),
        (shell.REPORT, "What do we take with us?", False, needs_run),
    ]
    upcoming = shell.DATA if study is None else shell.FRONTIER if reweighted else shell.AUDIT
    return tuple(
        Step(
            path,
            question,
            "next"
            if path == upcoming
            else "done"
            if done
            else "blocked"
            if note.startswith("needs")
            else "open",
            note,
        )
        for path, question, done, note in steps
    )


def sidebar() -> None:
    """What is open, in a few lines."""
    study, source = _shown(), state.source()
    if study is not None:
        study_lines.section(study)
    else:
        st.caption(
            verbatim.shown(
                "No study yet." if source is None else f"{source.title}: describe the task."
            )
        )


def problem(error: IFFairError) -> None:
    """An error as a sentence, with a way on when the study itself cannot be opened."""
    st.error(verbatim.shown(str(error)))
    if isinstance(error, StudyError) and st.button("Begin anew", key="begin_anew"):
        state.leave_study()
        st.switch_page(shell.HOME)
    if isinstance(error, StudyError):
        st.page_link(shell.STUDIES, label="See all studies, and those in the bin →")


def _shown() -> Study | None:
    """The study of this session; without one nothing is loaded to say so."""
    return None if state.study_id() is None else studies.shown()
