"""The first screen: what this is, where one is, and the ways to begin."""

import streamlit as st

from pages._ui import examples, frame, shell, state, status, upload, verbatim, words
from pages._ui.guide import banner
from pages._ui.kept import recent

LABELS = {"done": "✓", "next": "→", "open": "○", "blocked": "·"}


def flow(*, under_way: bool) -> None:
    """The six steps, what each answers, and a button to the next one."""
    for step in status.flow():
        text = f"{LABELS[step.state]}  **{shell.TITLES[step.path]}**  {step.question}"
        left, right = st.columns([5, 2], vertical_alignment="center")
        left.markdown(text if step.state != "blocked" else f":gray[{text}]")
        if step.state == "next" and under_way:
            with right:
                shell.next_step(step.path, "Continue", key="home_continue")
        elif step.note:
            right.caption(verbatim.shown(step.note))


def page() -> None:
    shell.header("IFFair", words.PRODUCT)
    under_way = state.source() is not None or state.study_id() is not None
    if state.tour() is None:
        prominence = "secondary" if under_way else "primary"
        if st.button("Show me around", key="home_tour", type=prominence):
            banner.begin()
    if under_way:
        st.subheader("Where you are", anchor=False)
        flow(under_way=under_way)
    recent.section()
    st.subheader("Begin with an example", anchor=False)
    examples.gallery()
    st.subheader("Or with your own table", anchor=False)
    upload.control(key="home_upload")
    if not under_way:
        st.subheader("The way from a table to a decision", anchor=False)
        flow(under_way=under_way)


frame.run(page)
