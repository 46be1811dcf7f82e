"""How a page runs: within the navigation of app.py, errors as sentences, status in the sidebar.

The banner of the guided tour stands above the page.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.places import home
from pages._ui import ahead, links, preload, shell, state, status, upkeep, warm_up, work
from pages._ui.guide import banner
from pages._ui.later import later

if TYPE_CHECKING:
    from pages._ui import job_panel, studies
else:
    job_panel, studies = later("pages._ui.job_panel"), later("pages._ui.studies")


def run(page: Callable[[], None], *, shows_job: bool = False) -> None:
    """Draw ``page``; what the user can mend is shown as a sentence in place of a traceback.

    A running job is shown in the sidebar, and told in a line above the page, unless the page itself
    shows it. The first page that a server shows also deletes what is kept for a time only.

    A folder named pages/ makes Streamlit run the file of a page alone when the page's own address
    is the first one that a new server meets; then it begins again through app.py.
    """
    if not state.shell_ready():
        st.navigation(shell.pages(), position="hidden")
        st.rerun()
    upkeep.once(str(home()))
    with ahead.drawing():
        _draw(page, shows_job=shows_job)
        preload.begin()
    warm_up.begin()
    _look_ahead()


def _look_ahead() -> None:
    identifier = state.study_id()
    if identifier is None:
        return
    with suppress(IFFairError):  # what is wrong with the study stands on the page
        study = studies.shown()
        if study is not None:
            ahead.begin(study, studies.folder_of(identifier))


def _draw(page: Callable[[], None], *, shows_job: bool) -> None:
    try:
        if state.study_id() is not None:
            studies.settle_link()
        work.restore()
        links.keep_links()
        banner.show(f"pages/{Path(inspect.getfile(page)).name}")
        elsewhere = state.job_id() is not None and not shows_job
        if elsewhere:
            job_panel.line()
        page()
        work.keep()
        with st.sidebar:
            status.sidebar()
            if elsewhere and state.job_id() is not None:
                job_panel.panel(elsewhere=True)
    except IFFairError as error:
        status.problem(error)
