"""The open table: a preview, its card, where an upload lies, and how to leave or delete it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.tables import Table
from pages._ui import shell, state, studies, tables, upkeep, verbatim, words

PREVIEW_ROWS = 100


def panel(source: state.Source, table: Table) -> None:
    """Title, preview and origin of the table."""
    st.header(verbatim.shown(source.title), anchor=False)
    rows, columns = table.frame.shape
    origin = "" if source.kind == "packaged" else f"{words.as_written(table.origin)}. "
    st.caption(
        f"{words.plural(rows, 'row')} × {words.plural(columns, 'column')}. {origin}"
        f"The first {words.plural(min(rows, PREVIEW_ROWS), 'row')}:"
    )
    st.dataframe(
        table.frame.head(PREVIEW_ROWS),
        key="table_preview",
        height=210,
        alt=f"The first rows of {source.title}",
    )
    if source.kind == "packaged":
        _card(source.data, table)
    else:
        _where(source)
    if st.button("Open another table", key="table_close"):
        state.close_source()
        st.rerun()


def _card(name: str, table: Table) -> None:
    card = BUILTIN[name]
    with st.expander("About this data set, and why to doubt it", key="table_card"):
        st.markdown(f"**A row is** {card.row[0].lower()}{card.row[1:]}\n\n{card.text}")
        for exclusion in table.exclusions:
            st.caption(
                f"{words.plural(exclusion.count, 'row')} left out ({exclusion.what}): "
                f"{exclusion.reason}."
            )
        st.caption(f"{card.citation} Licence: {card.licence}. {card.source}")


def _where(source: state.Source) -> None:
    with st.expander("Where this table lies, and how to delete it", key="table_place"):
        st.markdown(
            f"The file is kept on this machine in `{Path(source.data).parent}` until you delete "
            f"it, or for {upkeep.DAYS_KEPT} days if no study uses it; it is then deleted when the "
            "dashboard next starts. A study made from it keeps a copy in its own folder, which is "
            "deleted with it."
        )
        with st.popover("Delete this table …", key="table_delete_ask"):
            _delete(source)


def _delete(source: state.Source) -> None:
    """What goes with the table, and the button that deletes it all."""
    made = len(studies.made_from_table(source.data))
    also = f" and {words.plural(made, 'study', 'studies')} made from it" if made else ""
    st.markdown(
        verbatim.shown(f"This deletes **{source.title}**{also}. Nothing can bring it back.")
    )
    if st.button("Delete for good", key="table_delete", type="primary"):
        number = studies.delete_made_from(source.data)
        tables.delete(source)
        state.close_source()
        state.notify(
            f"{words.as_written(source.title)} is deleted, and so {'is' if number == 1 else 'are'} "
            f"{words.plural(number, 'study', 'studies')} made from it."
        )
        st.switch_page(shell.DATA)
