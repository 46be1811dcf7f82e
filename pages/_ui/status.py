"""Where the session stands: the sidebar, the steps of the flow, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from iffair_core.data.task import favourable_words, settle_outcome
from iffair_core.errors import IFFairError, StudyError
from iffair_core.evidence.effects import Verdict
from iffair_core.evidence.words import MINUS, bare, interval
from iffair_core.results import Study
from pages._ui import shell, state, studies, tables, verbatim, words
from pages._ui.readings import gained


@dataclass(frozen=True)
class Step:
    """One step of the flow: its page, what it answers, and whether it can be taken now."""

    path: str
    question: str
    state: Literal["done", "next", "open", "blocked"]
    note: str


def flow() -> tuple[Step, ...]:
    """The six steps as they stand in this session."""
    study = studies.shown()
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
    study, source = studies.shown(), state.source()
    if study is not None:
        _study_lines(study)
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


def _study_lines(study: Study) -> None:
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
    change, colour = None, "off"
    if len(study.points) > 1:
        before = gained.gap_of(study, study.plain).value
        if before is not None and found.value is not None:
            moved = bare(found.value - before, gaps[0], signed=True)
            change = f"{moved.replace(MINUS, '-')}{unit}"  # Streamlit's arrow needs a plain "-"
        if len(gaps) == 1 and _told(study):
            colour = "inverse"
    st.metric(
        label,
        words.figure(found.value, gaps[0]),
        change,
        delta_color=colour,
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
