"""The progress of a running job, its cancel button, and what happens when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages._ui import jobs, shell, state, studies

PERIOD_SECONDS = 0.5


@dataclass(frozen=True)
class Words:
    """What a job of a kind is called while it goes on and when it ended, and where it is shown.

    ``stands`` is what stands when it did not end well.
    """

    going: str
    ended: str
    failed: str
    cancelled: str
    page: str
    stands: str = "the earlier result stands"


WORDS: Mapping[str, Words] = {
    "run": Words(
        "A run is going on.",
        "The run is done.",
        "The run failed",
        "The run was cancelled",
        shell.REWEIGHT,
    ),
    "repeat": Words(
        "Other splits are being run.",
        "The splits are done.",
        "The splits failed",
        "The splits were cancelled",
        shell.FRONTIER,
    ),
    "compare": Words(
        "Other methods are being compared.",
        "The comparison is done.",
        "The comparison failed",
        "The comparison was cancelled",
        shell.COMPARE,
        "what had ended is kept",
    ),
}


def line() -> None:
    """That a job of this session goes on, and where it is shown, above a page that does not."""
    identifier = state.job_id()
    if identifier is None or jobs.progress(identifier).state not in ("waiting", "running"):
        return
    said = _said(identifier)
    with st.container(horizontal=True, vertical_alignment="center", key="job_line"):
        st.markdown(f":blue-badge[running] {said.going}", width="content")
        shell.look_at(said.page)


@st.fragment(run_every=PERIOD_SECONDS)
def panel(*, elsewhere: bool = False) -> None:
    """Poll the job of this session; the page begins again when it has ended.

    A page that shows what the job makes draws the panel itself; ``elsewhere`` it leads there.
    """
    identifier = state.job_id()
    if identifier is None:
        st.rerun()
        return
    now, said = jobs.progress(identifier), _said(identifier)
    if now.state in ("waiting", "running"):
        with st.container(border=True, key="job_panel"):
            st.progress(now.fraction, text=f"{now.text or 'Starting'} ({100 * now.fraction:.0f} %)")
            if st.button("Cancel", key="job_cancel"):
                jobs.cancel(identifier)
                _leave(None, f"{said.cancelled}; {said.stands}.")
        return
    if now.state == "done":
        jobs.finish(identifier)
        made = identifier if said is WORDS["run"] else None
        _leave(made, said.ended, said.page if elsewhere else None)
    elif now.state == "failed":
        jobs.finish(identifier)
        stands = f"{said.stands[0].upper()}{said.stands[1:]}"
        _leave(None, f"{said.failed}: {now.text} {stands}.")
    else:
        _leave(None, "The run is gone: the server was started anew. The earlier result stands.")


def waits_for(kind: jobs.Kind, study: str | None) -> bool:
    """Whether the job of this session is of this kind and adds to this study."""
    task = jobs.task_of(state.job_id())
    return task is not None and (task.kind, task.study) == (kind, study)


def _said(identifier: str) -> Words:
    task = jobs.task_of(identifier)
    return WORDS["run" if task is None else task.kind]


def _leave(study: str | None, notice: str, page: str | None = None) -> None:
    state.wait_for(None)
    if study is not None:
        studies.pass_on(study)
        state.show_study(study)
    state.notify(notice, page=page)
    st.rerun()
