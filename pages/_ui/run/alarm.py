"""The levelling-down alarm: who is worse off than before, first of all that a result says."""

from __future__ import annotations

import streamlit as st

from iffair_core.evidence.alarm import NOBODY, SPELT_OUT
from iffair_core.results import Study
from pages._ui import verbatim, words
from pages._ui.readings import gained

MOST_LINES = 12


def section(study: Study) -> None:
    """A box that says it in words, and every figure behind it folded away."""
    found = gained.alarm_of(study)
    more = found.lost[SPELT_OUT:]
    if found.lost:
        lines = [f"- {line}" for line in found.lost[:SPELT_OUT]]
        if more:
            lines.append(f"- and {words.plural(len(more), 'more loss', 'more losses')}, see below")
        head = "**Worse off than before, beyond chance**"
        st.warning(verbatim.shown(f"{head}\n" + "\n".join(lines) + f"\n\n{found.compared}"))
    else:
        st.info(verbatim.shown(f"{NOBODY} {found.compared}"))
    parts = (
        ("beyond chance", "Beyond chance as well", more),
        ("may be chance", "May be chance", found.chance),
        ("not enough evidence", "Not enough evidence to tell", found.unknown),
    )
    counts = [f"{len(lines)} {short}" for short, _, lines in parts if lines]
    if not counts:
        return
    with st.expander(f"Further losses of groups: {words.listed(counts)}", key="alarm_more"):
        for _, title, lines in parts:
            if lines:
                st.markdown(
                    verbatim.shown(
                        f"**{title}**\n" + "\n".join(f"- {line}" for line in _some(lines))
                    )
                )


def _some(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The first lines of a long list, and where the others are."""
    if len(lines) <= MOST_LINES:
        return lines
    more = words.count(len(lines) - MOST_LINES)
    return *lines[:MOST_LINES], f"and {more} more: every group is in the table of the Reweight page"
