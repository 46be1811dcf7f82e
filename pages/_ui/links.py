"""Ids that stand in the URL too, so that a reload or a shared link finds them again."""

from __future__ import annotations

import streamlit as st

STUDY = "_study"
JOB = "_job"
PROOF = "_proof"
TOUR = "_tour"
WORK = "_work"
LINKED = {STUDY: "study", JOB: "job", PROOF: "proof", TOUR: "tour", WORK: "work"}
"""The parameter of the URL for each key of the session."""


def linked(key: str) -> str | None:
    """An id that a session keeps, and that the URL names when the session is new."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(LINKED[key])
    found: str | None = st.session_state[key]
    return found


def link(key: str, identifier: str | None) -> None:
    """Keep an id and name it in the URL; None takes both away."""
    st.session_state[key] = identifier
    if identifier is None:
        st.query_params.pop(LINKED[key], None)
    else:
        st.query_params[LINKED[key]] = identifier


def keep_links() -> None:
    """Name what is linked in the URL again: another page's address begins without it."""
    for key, parameter in LINKED.items():
        identifier = linked(key)
        if identifier is not None and st.query_params.get(parameter) != identifier:
            st.query_params[parameter] = identifier
