"""The glossary: what the words of the other pages mean, and where they come from."""

import streamlit as st

from pages._ui import frame, shell, words
from pages._ui.glossary import method
from pages._ui.glossary.registry import sections
from pages._ui.glossary.term import Term


def line(term: Term) -> str:
    """A term with its meaning, and its source in small print."""
    source = f"  \n:small[{method.linked(term.source)}]" if term.source else ""
    return f"**{term.name}.** {term.text}{source}"


def page() -> None:
    shell.header("Glossary", "What the words of the other pages mean, and where they come from.")
    wanted = st.text_input(
        "Find a word", key="glossary_find", placeholder="weight", type="search", live=True
    )
    found = {
        title: [term for term in terms if term.found_by(wanted or "")]
        for title, terms in sections().items()
    }
    if not any(found.values()):
        said = words.as_written(wanted)
        st.info(f"No word of the glossary has “{said}” in it. Try a shorter one.")
    for title, terms in found.items():
        if terms:
            st.header(title, anchor=False)
            st.markdown("\n\n".join(map(line, terms)))
    method.show()


frame.run(page)
