"""How a page runs: within the navigation of app.py, errors as sentences, status in the sidebar.

The banner of the guided tour stands above the page.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.places import home
from pages._ui import job_panel, shell, state, status, studies, upkeep, work
from pages._ui.guide import banner


def run(page: Callable[[], None], *, shows_job: bool = False) -> None:
    """Draw ``page``; what the user can mend is shown as a sentence in place of a traceback.

    A running job is shown in the sidebar unless the page itself shows it. The first page that a
    server shows also deletes what is kept for a time only.

    A folder named pages/ makes Streamlit run the file of a page alone when the page's own address
    is the first one that a new server meets; then it begins again through app.py.
    """
    if not state.shell_ready():
        st.navigation(shell.pages(), position="hidden")
        st.rerun()
    upkeep.once(str(home()))
    try:
        studies.settle_link()
        work.restore()
        state.keep_link()
        banner.show(f"pages/{Path(inspect.getfile(page)).name}")
        page()
        work.keep()
        with st.sidebar:
            status.sidebar()
            if state.job_id() is not None and not shows_job:
                job_panel.panel()
    except IFFairError as error:
        status.problem(error)
