"""Present: the study as slides that fill the window, moved by keys; Escape leads back."""

import streamlit as st

from iffair_core.report.slides import deck_of
from iffair_core.report.slides_html import drawn
from pages._ui import frame, shell, show, state, studies
from pages._ui.readings import gained

LEAVE = "present_leave"
FULL_WINDOW = f"""<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] {{
  display: none !important;
}}
.st-key-present_deck iframe {{
  position: fixed; inset: 0; width: 100vw !important; height: 100dvh !important;
  border: 0; z-index: 999990;
}}
.st-key-{LEAVE} {{position: fixed; top: .5rem; right: .7rem; z-index: 999991; width: auto;}}
.st-key-{LEAVE} button {{opacity: .15;}}
.st-key-{LEAVE} button:is(:hover, :focus-visible) {{opacity: 1;}}
@media (hover: none) {{.st-key-{LEAVE} button {{opacity: .7;}}}}
</style>"""


def page() -> None:
    study = studies.shown()
    if study is None:
        shell.header("Present", "The result as a few large slides.")
        show.study_or_hint("A presentation", key="present_needs_task")
        return
    folder = studies.folder_of(str(state.study_id()))
    found = gained.findings_of(study, folder, show.threshold_note() or "")
    slides = deck_of(gained.story_of(found), study)
    theme = st.context.theme.type
    st.html(FULL_WINDOW)
    if st.button("✕", key=LEAVE, help="Back to the report (Esc)", type="tertiary"):
        st.switch_page(shell.REPORT)
    with st.container(key="present_deck"):
        st.iframe(
            drawn(slides, theme or "", leave=f".st-key-{LEAVE} button"),
            height=600,
            tab_index=0,
            alt="Slides of the study; arrow keys move, Escape leaves",
        )


frame.run(page)
