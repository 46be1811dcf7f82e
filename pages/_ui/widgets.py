"""What widgets hold: their state ends with their page, so what shall outlive it is kept here.

The keys of widgets are named where they are drawn; what a session works on is in ``state``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    import pandas as pd

KEPT = "_kept"
UPLOADS = "_uploads"
BASES = "_bases"


def restore(key: str, value: Any) -> None:
    """Give the widget ``key`` its kept value when it was lost (another page, a new table)."""
    if key not in st.session_state:
        st.session_state[key] = value


def restore_choice(key: str, value: Any, options: list[Any]) -> None:
    """``restore`` for a widget with options: a value that is no longer among them is dropped."""
    if st.session_state.get(key, value) not in options:
        st.session_state.pop(key, None)
        value = value if value in options else (options[0] if options else None)
    restore(key, value)


def restore_optional(key: str, value: Any, options: list[Any]) -> None:
    """``restore`` for a choice that may stay empty; a value outside of ``options`` is dropped."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    restore(key, value if value in options else None)


def kept(key: str, otherwise: Any) -> Any:
    """What a page keeps of the study that is shown, beyond its widgets' own life."""
    found: dict[str, Any] = st.session_state.get(KEPT, {})
    return found.get(key, otherwise)


def keep(key: str, value: Any) -> None:
    """Keep ``value`` for ``kept`` until another table is opened."""
    st.session_state.setdefault(KEPT, {})[key] = value


def forget_kept() -> None:
    """Drop what ``keep`` was given: it was about a study that is left."""
    st.session_state.pop(KEPT, None)


def choice(
    label: str,
    options: Iterable[Any],
    *,
    key: str,
    first: Any,
    title: Callable[[Any], str] = str,
) -> Any:
    """A select box that begins with ``first``; a choice that is no longer offered is dropped."""
    offered = list(options)
    restore_choice(key, kept(key, first), offered)
    chosen = st.selectbox(label, offered, key=key, format_func=title)
    keep(key, chosen)
    return chosen


def recall(key: str, first: Any) -> None:
    """Give a widget of another kind what ``keep`` held of it, or ``first``."""
    restore(key, kept(key, first))


def held(key: str) -> Any:
    """What the widget ``key`` holds; None if it is not drawn or was forgotten."""
    return st.session_state.get(key)


def forget(*prefixes: str) -> None:
    """Drop the state of all widgets whose key begins with one of the prefixes."""
    for key in [str(k) for k in st.session_state if str(k).startswith(prefixes)]:
        del st.session_state[key]


def first_sight(place: str, identifier: str) -> bool:
    """Whether the upload ``identifier`` is seen for the first time in the control ``place``."""
    seen: dict[str, str] = st.session_state.setdefault(UPLOADS, {})
    new = seen.get(place) != identifier
    seen[place] = identifier
    return new


def editor_base(key: str, build: Callable[[], pd.DataFrame], subject: Any) -> pd.DataFrame:
    """The table that the editor ``key`` starts from.

    An editor keeps only what was changed, so its table must stay the same while it is shown. It
    is built anew when the page was left or when ``subject``, what the table is about, changed.
    """
    bases: dict[str, tuple[Any, pd.DataFrame]] = st.session_state.setdefault(BASES, {})
    if key not in st.session_state or key not in bases or bases[key][0] != subject:
        st.session_state.pop(key, None)
        bases[key] = (subject, build())
    return bases[key][1]
