"""Which should I take? One sentence, and the best method of each family beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from iffair_core.comparison.result import Comparison
from iffair_core.comparison.told import FamilyLine, family_lines
from iffair_core.comparison.which import which
from iffair_core.comparison.words import sentence
from iffair_core.words import GAPS
from pages._ui import verbatim, words
from pages._ui.compare.view import Looked


def section(found: Comparison, looked: Looked) -> None:
    """The answer at the gap that is allowed."""
    st.header("Which should I take?", anchor=False)
    told = which(found, looked.view, looked.at)
    st.markdown(words.bold_lead(sentence(told)))
    lines = family_lines(told)
    if able := [line for line in lines if not line.reason]:
        with st.container(key="compare_families"):
            st.table(
                table(able, looked),
                border="horizontal",
                alt="The best method of each family with its figures and what it needs",
            )
    if unable := [f"- **{line.family}:** {line.reason}" for line in lines if line.reason]:
        st.markdown(verbatim.shown("Without an offer:\n" + "\n".join(unable)))
    st.caption(basis(found, looked))


def table(lines: Sequence[FamilyLine], looked: Looked) -> pd.DataFrame:
    """One line a family: its best method, its figures, and how it stands to the best of all."""
    return pd.DataFrame(
        [
            {
                "What changes": line.family,
                "Best method": line.method,
                words.utility_title(looked.view.utility): line.utility,
                "Gap": line.gap,
                "Beside the best": _beside(line),
                "Needs": line.needs,
            }
            for line in lines
        ]
    ).set_index("What changes")


def _beside(line: FamilyLine) -> str:
    """ "−1.2 points (−2.0 to −0.4): behind, beyond noise"."""
    return f"{line.difference}: {line.standing}" if line.difference else line.standing


def basis(found: Comparison, looked: Looked) -> str:
    """On which splits the answer stands, and how it was chosen."""
    complete, seeds = found.complete_seeds, found.seeds
    counted = len(complete or seeds)
    of = "" if len(complete) in (0, len(seeds)) else f" of {len(seeds)} that were begun"
    few = (
        " Two splits say little: their intervals are wide."
        if counted == 2
        else " A single split says nothing of other divisions of the rows."
        if counted == 1
        else ""
    )
    allowed = words.figure(looked.at, looked.view.gap) if looked.view.gap in GAPS else ""
    return (
        f"On {words.plural(counted, 'split')}{of}. On each, a method offers its most useful dose "
        f"with a gap of at most {allowed or looked.at} on validation rows, or else its smallest "
        "gap; the mean has to keep to what you allow. On test rows the gap may be larger. In "
        f"brackets are 95 % intervals over the splits; differences are paired.{few}"
    )
