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

FITTED = "The plain model is fitted."
FEW = 2
"""As many things that were left out or are small are told one by one."""


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
    told, details = fitted(study.prepared.exclusions)
    state.notify(told, details)
    st.switch_page(shell.AUDIT)


def fitted(exclusions: tuple[Exclusion, ...]) -> tuple[str, list[str]]:
    """That the model is fitted and what is not in it: all, if that is little; else how much.

    The second is the full list, empty if the first says it all.
    """
    left_out = [
        f"{words.plural(e.count, e.kind.removesuffix('s'))} ({e.what}: {e.reason})"
        for e in exclusions
        if e.kind != "groups"
    ]
    small = [f"{e.what}: {e.reason}" for e in exclusions if e.kind == "groups"]
    if len(left_out) + len(small) <= FEW:
        text = f" Left out: {words.listed(left_out)}." if left_out else ""
        return f"{FITTED}{text}{f' Small group: {words.listed(small)}.' if small else ''}", []
    sums = [
        words.plural(sum(e.count for e in exclusions if e.kind == kind), one)
        for kind, one in (("rows", "row"), ("columns", "column"))
        if any(e.kind == kind for e in exclusions)
    ]
    text = f" Left out: {words.listed(sums)}." if sums else ""
    if small:
        text += f" {words.plural(len(small), 'group is', 'groups are')} too small to split."
    return f"{FITTED}{text}", [*(f"Left out: {e}" for e in left_out), *small]
