"""First of all that a result says: what was wanted, what was reached, and at which price."""

from __future__ import annotations

import streamlit as st

from iffair_core.evidence.limits import cautions, cheaper, limits
from iffair_core.results import Study
from pages._ui import studies, verbatim, widgets
from pages._ui.readings import gained


def section(study: Study) -> None:
    """Warnings, a cheaper step to take instead where there is one, then one line a limit."""
    found = gained.effects_of(study)
    for caution in cautions(study, found):
        st.warning(verbatim.shown(caution))
    instead = cheaper(study, found)
    if instead is not None:
        st.button(
            f"Take step {instead.step} instead",
            key="reached_cheaper",
            on_click=take,
            args=(instead.step,),
            help="It becomes the operating point. The frontier keeps all steps: you can return.",
        )
    for limit in limits(study, found):
        st.caption(verbatim.shown(str(limit)))


def take(step: int) -> None:
    """Make it the operating point; the frontier's own controls follow."""
    studies.choose_point(step)
    widgets.forget("frontier_step", "frontier_chart")
