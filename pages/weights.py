"""The weights: how they are spread, whom they moved, and how other weights compare."""

from collections.abc import Callable

import streamlit as st

from iffair_core.results import Study
from pages._ui import frame, shell, show, verbatim, widgets
from pages._ui.weights import beside, clip, feature, movers, spread

PARTS: dict[str, Callable[[Study], None]] = {
    "Spread": spread.section,
    "By feature": feature.section,
    "Who moved most": movers.section,
    "Largest weight": clip.section,
    "Side by side": beside.section,
}


def page() -> None:
    shell.header(
        "Weights",
        "What the operating point made of the training rows: how much each counts, how many are "
        "left in effect, and how that compares with other weights.",
    )
    study = show.reweighted_or_hint("A look at the weights", key="weights_needs_run")
    if study is None:
        return
    widgets.restore_choice("weights_part", "Spread", list(PARTS))
    part = st.segmented_control(
        "Part", list(PARTS), key="weights_part", required=True, label_visibility="collapsed"
    )
    if study.config.task.weight_column:
        own = f"your own from {study.config.task.weight_column}"
        st.caption(verbatim.shown(f"These weights multiply {own}, which are not counted in here."))
    PARTS[part](study)
    shell.next_step(shell.FRONTIER, "See what fairness costs", key="weights_next", primary=False)


frame.run(page, shows_job=widgets.held("weights_part") == "Largest weight")
