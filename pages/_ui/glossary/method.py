"""The method in full, docs/method.md, where a source of the glossary leads to a section of it."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

import streamlit as st

from pages._ui import opened

PLACE = Path(__file__).resolve().parents[3] / "docs" / "method.md"
TITLE = "The method"
CITED = re.compile(r"docs/method\.md, section (\d+)")


def linked(source: str) -> str:
    """A source in Markdown for the page of the glossary, with links to the sections it cites."""
    return CITED.sub(lambda m: f"[{TITLE}, section {m[1]}](#{_anchor(m[1])})", source)


def named(source: str) -> str:
    """A source for another page."""
    return CITED.sub(r"the method, section \1, on the page Glossary", source)


@cache
def sections() -> tuple[tuple[str, str], ...]:
    """Heading and text of every section of the method, in order."""
    _, *parts = PLACE.read_text(encoding="utf-8").split("\n## ")
    return tuple((heading, text) for heading, _, text in (part.partition("\n") for part in parts))


def show() -> None:
    """All sections, each under an address of its own; formulas take the browser a second to draw.

    So each is drawn once it is opened.
    """
    with st.container(key="glossary_method"):
        st.header(TITLE, anchor=False)
        st.markdown("The mathematics behind the figures, in the notation of the code.")
        for heading, text in sections():
            anchor = _anchor(heading.partition(".")[0])
            st.subheader(heading, anchor=anchor)
            opened.folded("Read this section", partial(st.markdown, text), key=f"glossary_{anchor}")


def _anchor(number: str) -> str:
    return f"method-{number.lower()}"
