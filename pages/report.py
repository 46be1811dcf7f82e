"""The report: the result as a story, who decided what, and what can be taken along."""

from functools import partial
from pathlib import Path

import streamlit as st

from iffair_core.report.code import code_lines
from iffair_core.report.findings import Findings
from iffair_core.results import Study
from pages._ui import frame, opened, shell, show, state, studies
from pages._ui.readings import gained
from pages._ui.report import decisions, score, take_along, told


def remark() -> str:
    """What everything taken along says first where another threshold than the run's is shown."""
    note = show.threshold_note()
    return f"{note} The warnings and a replay are those of the run." if note else ""


def story(found: Findings) -> None:
    told.section(gained.story_of(found), reweighted=found.reweighted)


def files(study: Study, found: Findings, folder: Path) -> None:
    """What can be taken along, and how it is used."""
    take_along.section(found, folder)
    opened.folded("Use the weights with any learner", partial(code, study), key="report_code")
    with st.expander("Score a table with the model", key="report_scoring"):
        score.section(study)


def code(study: Study) -> None:
    st.code(code_lines(study), language="python")


def page() -> None:
    shell.header("Report", "What was found, what was done about it, and what to take with you.")
    study = show.study_or_hint("The report", key="report_needs_task")
    if study is None:
        return
    show.threshold(study)
    folder = studies.folder_of(str(state.study_id()))
    note = remark()
    found = gained.findings_of(study, folder, note)
    if not found.reweighted:
        st.info("So far there is the plain model alone: all weights are one.")
    with st.container(horizontal=True):
        if found.reweighted:
            shell.next_step(shell.PRESENT, "Present it", key="report_present")
        else:
            shell.next_step(shell.REWEIGHT, "Go to Reweight", key="report_needs_run")
        take_along.report_button(found)
    parts = {
        "The story": partial(story, found),
        "Decisions and sign-off": partial(decisions.section, study),
        "Take along": partial(files, study, found, folder),
    }
    opened.tabs(parts, key="report_parts")
    with st.container(horizontal=True):
        for path, label, key in (
            (shell.COMPARE, "Is it better than other methods?", "report_compare"),
            (shell.SHIFT, "Does it hold on other data?", "report_shift"),
        ):
            shell.next_step(path, label, key=key, primary=False)
    st.caption(
        f"Study {state.study_id()}, fingerprint {study.id}, version {study.version}. Whoever has "
        "this page's address, with its ?study=…, can open the study on this server."
    )


frame.run(page)
