"""The task in words, and the one button that puts it to use."""

from __future__ import annotations

import streamlit as st

from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Exclusion
from iffair_core.data.tables import Table
from iffair_core.data.written import favourable_words
from iffair_core.errors import IFFairError
from pages._ui import shell, state, studies, verbatim, words
from pages._ui.task.division import SPLITS
from pages._ui.task.draft import Draft, missing, task_of


def panel(source: state.Source, table: Table, draft: Draft) -> None:
    """Say what the draft amounts to; offer "Use this task" once nothing is missing."""
    with st.container(border=True, key="task_summary"):
        lacks = missing(draft)
        if lacks:
            st.markdown(f"**Still to choose:** {words.listed(lacks)}.")
            st.button("Use this task", key="task_use", type="primary", disabled=True)
            return
        st.markdown(verbatim.shown(in_words(table, draft)))
        if _in_use(source, draft):
            shell.next_step(shell.AUDIT, "In use: go to the audit", key="task_next")
            return
        if studies.current() is not None:
            st.warning(
                "The other pages show a study of another task. Use this task to make a new one; "
                "the old one stays under its link."
            )
        if st.button("Use this task", key="task_use", type="primary"):
            use(source, draft)


def in_words(table: Table, draft: Draft) -> str:
    """ "48,842 rows. Good outcome: …. Compared: …." in one paragraph."""
    assert draft.outcome is not None
    attributes = " × ".join(a.name for a in draft.sensitive)
    references = " × ".join(a.reference or "the largest group" for a in draft.sensitive)
    return (
        f"**{words.plural(len(table.frame), 'row')}**. Good outcome: "
        f"**{favourable_words(draft.outcome)}**. Compared by **{attributes}**, reference "
        f"**{references}**. {SPLITS[draft.split]}."
    )


def _config(source: state.Source, draft: Draft) -> StudyConfig:
    return StudyConfig(source.data, task_of(draft), split=draft.split, seed=draft.seed)


def _in_use(source: state.Source, draft: Draft) -> bool:
    study = studies.current()
    if study is None:
        return False
    used = study.config
    return (used.data, used.task, used.split, used.seed) == (
        source.data,
        task_of(draft),
        draft.split,
        draft.seed,
    )


def use(source: state.Source, draft: Draft) -> None:
    """Fit the plain model of a finished draft and go to the audit; say why not if it cannot be."""
    try:
        with st.spinner("Splitting the rows and fitting the plain model …"):
            study = studies.begin(_config(source, draft), source)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    state.notify(f"The plain model is fitted.{_ledger(study.prepared.exclusions)}")
    st.switch_page(shell.AUDIT)


def _ledger(exclusions: tuple[Exclusion, ...]) -> str:
    """What was left out, then the groups that are kept but too small for some part."""
    left_out = [
        f"{words.plural(e.count, e.kind.removesuffix('s'))} ({e.what}: {e.reason})"
        for e in exclusions
        if e.kind != "groups"
    ]
    small = [f"{e.what}: {e.reason}" for e in exclusions if e.kind == "groups"]
    text = f" Left out: {words.some(left_out)}." if left_out else ""
    return text + (f" Small groups: {words.some(small)}." if small else "")
