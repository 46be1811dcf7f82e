"""First of all that a result says: what was wanted, what was reached, and at which price."""

from __future__ import annotations

import streamlit as st

from iffair_core.evidence.limits import cautions, limits
from iffair_core.results import Study
from pages._ui import verbatim
from pages._ui.readings import gained


def section(study: Study) -> None:
    """Warnings, then one line a limit."""
    found = gained.effects_of(study)
    for caution in cautions(study, found):
        st.warning(verbatim.shown(caution))
    for limit in limits(study, found):
        st.caption(verbatim.shown(str(limit)))
