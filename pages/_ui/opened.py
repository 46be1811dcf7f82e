"""Parts of a page that are drawn once they are opened.

The browser draws all that it is sent, seen or not: a chart takes it a twentieth of a second, and so
does a table. What stands behind a tab or in a folded box is sent when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from pages._ui import widgets

Draw = Callable[[], None]


def tabs(parts: Mapping[str, Draw], *, key: str) -> None:
    """One tab a part, by its title; the first is open to begin with.

    What was opened stays until the page is left, and so does what was typed there.
    """
    before = widgets.kept(key, ()) if widgets.held(key) is not None else ()
    boxes = dict(zip(parts, st.tabs(list(parts), key=key, on_change="rerun"), strict=True))
    drawn = tuple(title for title, box in boxes.items() if box.open or title in before)
    widgets.keep(key, drawn)
    for title in drawn:
        with boxes[title]:
            parts[title]()


@st.fragment
def folded(title: str, draw: Draw, *, key: str) -> None:
    """A box that is closed to begin with; to open it draws nothing else anew."""
    box = st.expander(title, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()
