"""The reweighting: what happens when the rows that widen the gap weigh less?"""

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.results import Study
from pages._ui import frame, job_panel, jobs, shell, show, state, studies, verbatim
from pages._ui.run import controls, results


def begin() -> None:
    """Start a worker with the settings that the controls describe."""
    wanted = state.settings()
    if wanted is not None:
        state.wait_for(jobs.start(wanted))
        st.rerun()


def settings(run: Study, shown: Study) -> bool:
    """The controls; True where what they describe can be run, else the page says why not."""
    try:
        state.keep_settings(controls.controls(run, shown=shown))
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return False
    return True


def page() -> None:
    shell.header(
        "Reweight",
        "Rows that widen the gap weigh less, rows that narrow it weigh more; then the model is "
        "trained again. Your table is not changed.",
    )
    study = show.study_or_hint("Reweighting", key="reweight_needs_task")
    if study is None:
        return
    show.threshold(study)
    run = studies.current() or study
    ready = settings(run, study)
    if state.job_id() is not None:
        job_panel.panel()
    elif st.button("Run", key="run_start", type="primary", disabled=not ready):
        begin()
    if len(study.points) == 1:
        if state.job_id() is None:
            st.info(f"{study.stopped} Choose the gaps to close and run.")
        return
    if ready:
        controls.announce(run)
    results.results(study)
    shell.next_step(shell.FRONTIER, "See what fairness costs", key="reweight_next")


frame.run(page, shows_job=True)
