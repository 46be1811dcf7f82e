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

    What was drawn stays until the page is left, and so does what was typed there. The page's
    address names the open tab under ``key``, so that links lead to it and a reload stays there.
    """
    before = widgets.kept(key, ())
    if widgets.held(key) is None:
        before = ()
        if (linked := st.query_params.get(key)) in parts:
            st.session_state[key] = linked
    boxes = dict(zip(parts, st.tabs(list(parts), key=key, on_change="rerun"), strict=True))
    open_one = next(title for title, box in boxes.items() if box.open)
    _name_in_address(key, None if open_one == next(iter(parts)) else open_one)
    drawn = tuple(title for title, box in boxes.items() if box.open or title in before)
    widgets.keep(key, drawn)
    for title in drawn:
        with boxes[title]:
            parts[title]()


def _name_in_address(key: str, title: str | None) -> None:
    """The open tab under ``key``; None for the one that is open anyway."""
    if title is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != title:
        st.query_params[key] = title


@st.fragment
def folded(title: str, draw: Draw, *, key: str) -> None:
    """A box that is closed to begin with; to open it draws nothing else anew."""
    box = st.expander(title, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()
