"""Choices that outlive a visit of another page; the state of a widget ends with its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from pages._ui import state


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
    state.restore_choice(key, state.kept(key, first), offered)
    chosen = st.selectbox(label, offered, key=key, format_func=title)
    state.keep(key, chosen)
    return chosen


def recall(key: str, first: Any) -> None:
    """Give a widget of another kind what ``state.keep`` held of it, or ``first``."""
    state.restore(key, state.kept(key, first))
