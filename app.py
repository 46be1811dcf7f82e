"""IFFair's dashboard: page set-up and navigation, nothing else."""

import streamlit as st

from pages._ui import links, shell, state, warm_up

st.set_page_config(
    page_title="IFFair", page_icon=shell.ICON, layout="wide", initial_sidebar_state="auto"
)
st.logo(shell.ICON, size="large")
st.html(shell.STYLE)
links.one_entry_a_page()
state.mark_shell()
page = st.navigation(shell.pages(), expanded=True)
if page.title != shell.TITLES[shell.HOME]:
    warm_up.wait()
page.run()
