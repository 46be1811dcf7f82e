"""Other methods: is this better than what one could do otherwise?"""

import streamlit as st

from iffair_core.results import Study
from pages._ui import frame, job_panel, jobs, shell, show, state, studies, words
from pages._ui.compare import answer, choice, known, methods, trade_offs, view


def start(study: Study, asked: jobs.Asked) -> None:
    """The button that starts a worker; its progress while it runs."""
    left, forecast = choice.forecast(study, asked, known.comparison(asked.gap))
    if known.running():
        job_panel.panel()
        known.watch(asked.gap, known.comparison(asked.gap))
        return
    st.caption(forecast)
    ready = bool(left and asked.methods and state.job_id() is None)
    if st.button("Compare", key="compare_start", type="primary", disabled=not ready):
        state.wait_for(jobs.compare(str(state.study_id()), asked))
        st.rerun()
    if state.job_id() is not None:
        job_panel.panel()


def decided(study: Study) -> None:
    """At which threshold the methods decide, where the pages show another one."""
    shown = studies.shown() or study
    if (shown.config.cut, shown.config.share) != (study.config.cut, study.config.share):
        told = words.threshold_words(study.config.cut, study.config.share)
        st.info(f"Methods decide as the run does ({told}), not at the threshold that you set.")


def page() -> None:
    shell.header(
        "Other methods",
        "Is this better than what you could do otherwise? Other ways to close the gap, on the same "
        "splits of your rows and with the same model.",
    )
    if show.study_or_hint("A comparison", key="compare_needs_task") is None:
        return
    study = studies.current()
    if study is None:
        return
    decided(study)
    asked = choice.controls(study)
    start(study, asked)
    found = known.asked_for(study, asked)
    if not found.attempts:
        if not known.running():
            st.info(choice.nothing_yet(asked.gap))
        return
    chosen = view.controls(study, found)
    answer.section(found, chosen)
    trade_offs.section(found, chosen)
    methods.section(found, chosen)
    shell.next_step(shell.REPORT, "Take it with you", key="compare_next", primary=False)


frame.run(page, shows_job=True)
