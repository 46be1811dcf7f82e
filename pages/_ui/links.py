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
SCRIPT = """<script>
if (!history.ofPages) {
  history.ofPages = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const samePage = new URL(url, location.href).pathname === location.pathname;
    samePage ? history.replaceState(state, unused, url) : push(state, unused, url);
  };
}
</script>"""
"""Streamlit's front end adds an entry to the browser's history whenever a parameter is written, so
that one page took several presses of Back. Here another page is a new entry, nothing else is."""


def one_entry_a_page() -> None:
    """Let one press of the browser's Back go one page back. The element is not displayed."""
    with st.container(key="one_entry_a_page"):
        st.html(SCRIPT, unsafe_allow_javascript=True)


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
    """Name in the URL what is linked, and nothing that was: another page's address begins without
    it, and one that Back returns to is of an earlier time.
    """
    for key, parameter in LINKED.items():
        identifier = linked(key)
        if identifier is None:
            st.query_params.pop(parameter, None)
        elif st.query_params.get(parameter) != identifier:
            st.query_params[parameter] = identifier
