"""The data page: open a table and say what a good outcome is and whom to compare."""

import streamlit as st

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.tables import Table
from iffair_core.errors import TableError
from pages._ui import examples, frame, shell, state, studies, tables, upload, verbatim
from pages._ui.task import (
    division,
    features,
    groups,
    left_out_rows,
    outcome,
    summary,
    support,
    table_panel,
)
from pages._ui.task.draft import Draft, draft_of


def adopt_study() -> None:
    """A session that began with a study's link works on that study's table and task."""
    study = studies.current()
    if state.source() is None and study is not None:
        config = study.config
        reviewed = tuple(str(c) for c in study.table.frame.columns)
        state.adopt(
            tables.source_of(config),
            draft_of(config.task, config.split, config.seed, reviewed=reviewed),
        )


def choose() -> None:
    st.info("No table is open yet. Upload one, or begin with an example.")
    upload.control(key="data_upload")
    examples.gallery()


def describe(source: state.Source, table: Table, draft: Draft) -> Draft:
    """The four sections; each hands the draft on to the next.

    What the groups support depends on the split, so it is filled in when that is known.
    """
    card = BUILTIN.get(source.data) if source.kind == "packaged" else None
    st.header("A good outcome", anchor=False)
    draft = outcome.section(table.frame, draft)
    st.header("Whom to compare", anchor=False)
    draft = groups.section(table.frame, draft, card.attributes if card else ())
    draft = left_out_rows.fitting(draft)
    supported = st.container()
    draft = groups.keep_sensitive(draft)
    st.header("What the model may see", anchor=False)
    reasons = dict(card.left_out) if card else {}
    draft = features.section(table.frame, draft, reasons, table.digest)
    st.header("Training, validation, test", anchor=False)
    divided = division.section(table.frame, draft)
    if features.roles(divided) != features.roles(draft):
        # A column that has just become the weights or the id still stands among the features above.
        state.keep_draft(divided)
        st.rerun()
    draft = divided
    left_out_rows.section(draft)
    if draft.sensitive:
        with supported:
            support.section(table.frame, draft, table.digest)
    return draft


def page() -> None:
    shell.header(
        "Data", "Open a table, say what a good outcome is and whom the model must treat alike."
    )
    adopt_study()
    source, draft = state.source(), state.draft()
    if source is None or draft is None:
        choose()
        return
    try:
        table = tables.open_source(source)
    except TableError as error:
        st.error(verbatim.shown(str(error)))
        upload.control(key="data_upload")
        return
    place = st.container()
    table_panel.panel(source, table)
    draft = describe(source, table, draft)
    state.keep_draft(draft)
    with place:
        summary.panel(source, table, draft)


frame.run(page)
