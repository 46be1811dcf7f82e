"""What every page has: its place in the navigation, its header, its empty state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pages._ui import state, verbatim

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

ICON = str(Path(__file__).with_name("icon.svg"))
HOME = "pages/home.py"
STUDIES = "pages/studies.py"
DATA = "pages/data.py"
AUDIT = "pages/audit.py"
INFLUENCE = "pages/influence.py"
REWEIGHT = "pages/reweight.py"
FRONTIER = "pages/frontier.py"
REPORT = "pages/report.py"
PATTERNS = "pages/patterns.py"
WEIGHTS = "pages/weights.py"
COMPARE = "pages/compare.py"
SHIFT = "pages/shift.py"
PRESENT = "pages/present.py"
GLOSSARY = "pages/glossary.py"
SECTIONS = {
    "": {HOME: "Start", STUDIES: "Studies"},
    "Step by step": {
        DATA: "1 · Data",
        AUDIT: "2 · Audit",
        INFLUENCE: "3 · Influence",
        REWEIGHT: "4 · Reweight",
        FRONTIER: "5 · Frontier",
        REPORT: "6 · Report",
    },
    "A closer look": {
        PATTERNS: "Patterns",
        WEIGHTS: "Weights",
        COMPARE: "Other methods",
        SHIFT: "Other data",
        PRESENT: "Present",
    },
    "Help": {GLOSSARY: "Glossary"},
}
"""Every page, by the sections of the navigation: its path and its title there."""
TITLES = {path: title for section in SECTIONS.values() for path, title in section.items()}
STYLE = """<style>
.st-key-one_entry_a_page {display: none;}
.stMainBlockContainer {max-width: 1180px; padding-top: 3rem;}
[data-testid="stMetricValue"] {font-variant-numeric: tabular-nums; font-size: 1.8rem;}
[data-testid="stCaptionContainer"] {color: inherit; opacity: .8;}
[data-testid="stSliderThumbValue"], button[data-variant][data-selected="true"] {
  color: inherit !important;
}
[data-testid="stPlotlyChart"] .main-svg :is(.infolayer, .cartesianlayer) text {
  fill: currentColor !important; fill-opacity: .86;
}
[class*="st-key-report_short_"] {border-top: 4px solid #8a8f98;}
[class*="st-key-report_short_"][class*="_better"] {border-top-color: #2A87C8;}
[class*="st-key-report_short_"][class*="_worse"] {border-top-color: #D55E00;}
[data-testid="stPlotlyChart"] .hovertext :is(path, rect) {
  fill: light-dark(#FFFFFF, #10171E) !important; stroke: light-dark(#D5DCE3, #33414E) !important;
}
[data-testid="stPlotlyChart"] .hovertext text {fill: currentColor !important;}
.st-key-tour_banner {
  background: color-mix(in srgb, #2A87C8 12%, transparent); margin-top: 1.5rem;
}
.st-key-glossary_method table {display: block; overflow-x: auto;}
@media (max-width: 640px) {
  :is(.st-key-compare_families, .st-key-compare_cards) {overflow-x: auto;}
  :is(.st-key-compare_families, .st-key-compare_cards) [data-testid="stTable"] {min-width: 720px;}
  .stElementContainer[class*="_rates"]:has(.stPlotlyChart) {overflow-x: auto;}
  .stElementContainer[class*="_rates"]:has(.stPlotlyChart) > div {min-width: 720px;}
  .stElementContainer[class*="_rates"]:has(.stPlotlyChart)::before {
    content: "Move the chart sideways to see all of it →"; font-size: .8rem; opacity: .7;
  }
}
</style>"""


def pages() -> dict[str, list[StreamlitPage]]:
    """The pages as st.navigation takes them."""
    return {
        name: [st.Page(path, title=title, default=path == HOME) for path, title in section.items()]
        for name, section in SECTIONS.items()
    }


def header(title: str, lead: str) -> None:
    """Title and one-sentence lead of a page, and the message that an earlier click left."""
    st.title(title, anchor=False)
    st.markdown(verbatim.shown(lead))
    notice = state.take_notice()
    if notice:
        st.success(verbatim.shown(notice.text))
        if notice.page:
            look_at(notice.page)
        if notice.details:
            with st.expander(f"All {len(notice.details)}, with the reasons", key="notice_in_full"):
                st.markdown(verbatim.shown("\n".join(f"- {line}" for line in notice.details)))


def look_at(page: str) -> None:
    """A link to the page that shows what has just been told."""
    st.page_link(page, label=f"Look at it on {TITLES[page]} →", width="content")


def next_step(path: str, label: str, *, key: str, primary: bool = True) -> None:
    """A button that goes to another page."""
    if st.button(label, key=key, type="primary" if primary else "secondary"):
        st.switch_page(path)


def missing(text: str, path: str, label: str, *, key: str) -> None:
    """An empty state: what is missing, and a button to where it is made."""
    st.info(verbatim.shown(text))
    next_step(path, label, key=key)
