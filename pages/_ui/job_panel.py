"""The progress of a running job, its cancel button, and what happens when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages._ui import jobs, state, studies

PERIOD_SECONDS = 0.5


@dataclass(frozen=True)
class Words:
    """What a job of a kind is called when it ended, and what stands when it did not end well."""

    ended: str
    failed: str
    cancelled: str
    stands: str = "the earlier result stands"


WORDS: Mapping[str, Words] = {
    "run": Words("The run is done.", "The run failed", "The run was cancelled"),
    "repeat": Words("The splits are done.", "The splits failed", "The splits were cancelled"),
    "compare": Words(
        "The comparison is done.",
        "The comparison failed",
        "The comparison was cancelled",
        "what had ended is kept",
    ),
}


@st.fragment(run_every=PERIOD_SECONDS)
def panel() -> None:
    """Poll the job of this session; the page begins again when it has ended."""
    identifier = state.job_id()
    if identifier is None:
        st.rerun()
        return
    now, task = jobs.progress(identifier), jobs.task_of(identifier)
    kind = "run" if task is None else task.kind
    said = WORDS[kind]
    if now.state in ("waiting", "running"):
        with st.container(border=True, key="job_panel"):
            st.progress(now.fraction, text=f"{now.text or 'Starting'} ({100 * now.fraction:.0f} %)")
            if st.button("Cancel", key="job_cancel"):
                jobs.cancel(identifier)
                _leave(None, f"{said.cancelled}; {said.stands}.")
        return
    if now.state == "done":
        jobs.finish(identifier)
        _leave(identifier if kind == "run" else None, said.ended)
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


def _leave(study: str | None, notice: str) -> None:
    state.wait_for(None)
    if study is not None:
        studies.pass_on(study)
        state.show_study(study)
    state.notify(notice)
    st.rerun()
