"""The influence: which training rows make the model unfair?"""

import numpy as np
import streamlit as st

from iffair_core.config import GapName
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.results import Point, Study
from pages._ui import frame, shell, show, studies, widgets, words
from pages._ui.influence import card, filters, how_sure, ranked, rests_on, row_tables
from pages._ui.influence.prove import section


def controls(study: Study) -> tuple[GapName, Point]:
    """Gap and model."""
    left, right = st.columns([3, 2])
    widgets.restore("influence_gap", study.config.gaps[0])
    gap = left.selectbox("Gap", list(GAP_RATES), key="influence_gap", format_func=words.gap_title)
    points = show.models(study)
    widgets.restore_choice("influence_at", "Plain model", list(points))
    at = right.selectbox("Model", list(points), key="influence_at")
    st.caption(words.GAPS[gap].question)
    return gap, points[at]


def page() -> None:
    shell.header("Influence", "Which training rows does the gap rest on?")
    study = show.study_or_hint("Influence", key="influence_needs_task")
    if study is None:
        return
    show.threshold(study)
    gap, point = controls(study)
    influence = row_tables.influence_of(study, gap, point.step)
    sureness = st.container(key="influence_sureness")
    st.header("What the gap rests on", anchor=False)
    kept = filters.controls(study, point)
    inside = rests_on.chart(study, point, gap, kept.rows)
    st.header("The rows", anchor=False)
    st.info(words.NOT_AN_ERROR_LIST)
    st.page_link(shell.PATTERNS, label="What have these rows in common? Search for patterns →")
    picked = ranked.table(study, gap, point, kept, inside)
    if picked.opened is not None:
        card.card(study, gap, point, picked.opened)
    with st.container(key="influence_proving"):
        section(study, gap, point, inside=inside, ticked=picked.ticked)
    show.download(
        "Download the influence of every training row",
        lambda: row_tables.lines(study, point, influence, np.arange(len(influence.value))),
        "influence.csv",
        key="influence_csv",
    )
    if st.button("Weigh those rows less", key="influence_next", type="primary"):
        studies.target(gap)
        st.switch_page(shell.REWEIGHT)
    with sureness:
        how_sure.shown(
            row_tables.fidelity_of(study, gap, point.step),
            influence,
            row_tables.opened_at(study, point.step),
        )


frame.run(page)
