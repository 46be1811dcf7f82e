"""Kept studies: found again, opened, named, deleted and compared."""

import streamlit as st

from iffair_core.kept import shelf
from iffair_core.places import studies_place
from pages._ui import frame, shell, words
from pages._ui.kept import bin as deleted
from pages._ui.kept import listed, side_by_side, taken_in


def page() -> None:
    shell.header(
        "Studies", "Every study is saved as it is made. Open one again, or compare several."
    )
    found = shelf.listing()
    deleted.undo()
    if found.cards:
        listed.section(found.cards)
        side_by_side.section(found.cards)
    else:
        shell.missing(
            "No study is kept yet. A study begins with a table and a task.",
            shell.DATA,
            "Begin with a table",
            key="studies_none",
        )
    if found.damaged:
        st.warning(
            f"{words.plural(len(found.damaged), 'study', 'studies')} cannot be read: "
            f"{words.some(list(found.damaged))}. Restore them from a copy, or delete their folders."
        )
    st.header("In and out", anchor=False)
    taken_in.section(found.cards)
    deleted.section()
    st.caption(
        f"Studies are kept in {studies_place()}. Whoever can open this dashboard sees them all; "
        "a study leaves as a zip from its Report page."
    )


frame.run(page)
