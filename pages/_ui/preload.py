"""The browser loads what draws charts, tables and controls before the first page that has one.

Streamlit's front end fetches each of these parts when it first meets one; charts and tables alone
are five megabytes of code, which takes a browser about a second to read. It can do so while the
first screen is looked at. Without the parts, in another version of Streamlit, nothing is loaded
beforehand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

PARTS = (
    "PlotlyChart",
    "DataFrame",
    "Table",
    "Selectbox",
    "Multiselect",
    "Radio",
    "Checkbox",
    "Slider",
    "NumberInput",
    "TextInput",
    "TextArea",
    "ButtonGroup",
    "DownloadButton",
    "PageLink",
)
WAIT_MILLISECONDS = 1000
"""What the first screen itself needs comes first."""
SCRIPT = """<script>
setTimeout(() => {
  const own = document.querySelector("script[type=module][src]").src;
  const load = () => %s.forEach(part => import(new URL(part, own)).catch(() => {}));
  window.requestIdleCallback ? requestIdleCallback(load) : load();
}, %d);
</script>"""


def begin() -> None:
    """To be called at the end of a page, where the empty element leaves no gap."""
    st.html(_script(), unsafe_allow_javascript=True)


@cache
def _script() -> str:
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    found = [path.name for part in PARTS for path in folder.glob(f"{part}.*.js")]
    return SCRIPT % (found, WAIT_MILLISECONDS)
