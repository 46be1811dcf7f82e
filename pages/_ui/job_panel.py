"""The progress of a running job, its cancel button, and what happens when it ends."""

from __future__ import annotations

import streamlit as st

from pages._ui import jobs, state, studies

PERIOD_SECONDS = 0.5
IS = {"run": "is", "splits": "are"}
WAS = {"run": "was", "splits": "were"}


@st.fragment(run_every=PERIOD_SECONDS)
def panel() -> None:
    """Poll the job of this session; the page begins again when it has ended."""
    identifier = state.job_id()
    if identifier is None:
        st.rerun()
        return
    now, task = jobs.progress(identifier), jobs.task_of(identifier)
    what, made = ("splits", None) if is_repeat(task) else ("run", identifier)
    if now.state in ("waiting", "running"):
        with st.container(border=True, key="job_panel"):
            st.progress(now.fraction, text=f"{now.text or 'Starting'} ({100 * now.fraction:.0f} %)")
            if st.button("Cancel", key="job_cancel"):
                jobs.cancel(identifier)
                _leave(None, f"The {what} {WAS[what]} cancelled; the earlier result stands.")
        return
    if now.state == "done":
        jobs.finish(identifier)
        _leave(made, f"The {what} {IS[what]} done.")
    elif now.state == "failed":
        jobs.finish(identifier)
        _leave(None, f"The {what} failed: {now.text} The earlier result stands.")
    else:
        _leave(None, "The run is gone: the server was started anew. The earlier result stands.")


def is_repeat(task: jobs.Task | None) -> bool:
    """Whether the job repeats a study on other splits, so that the study itself stays."""
    return task is not None and task.kind == "repeat"


def _leave(study: str | None, notice: str) -> None:
    state.wait_for(None)
    if study is not None:
        studies.pass_on_yardsticks(study)
        state.show_study(study)
    state.notify(notice)
    st.rerun()
