"""Another largest weight: what it would touch at once, and the weights found anew with it."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from iffair_core.results import Study
from pages._ui import job_panel, jobs, state, studies, widgets, words
from pages._ui.weights import beside, others

LEAD = (
    "Cutting weights off would leave the gap wider than it was. So the weights are found anew, "
    "none of them above the limit; the result stands beside the present one."
)
LEAST, MOST, STEP = 1.1, 50.0, 0.1


def section(study: Study) -> None:
    """The limit, what lies above it now, the run, and the former weights beside the new ones."""
    st.markdown(LEAD)
    run = studies.current() or study
    limit = _limit(run)
    weights = run.operating.weights
    st.caption(
        f"Now the limit is {run.config.max_weight:g} and the largest weight {weights.max():.2f}. "
        + above(weights, limit)
    )
    if state.job_id() is not None:
        job_panel.panel()
    elif st.button(
        f"Find the weights anew, none above {limit:g}",
        key="weights_clip_start",
        type="primary",
        disabled=limit == run.config.max_weight,
    ):
        widgets.keep(others.FORMER, state.study_id())
        state.wait_for(jobs.start(dataclasses.replace(run.config, max_weight=limit)))
        st.rerun()
    _former(study)


def above(weights: np.ndarray, limit: float) -> str:
    """Which rows the limit would touch."""
    over = weights > limit + 1e-9
    if not over.any():
        return "No row weighs more than the new limit, so it changes nothing on the way there."
    held = float(weights[over].sum() / weights.sum())
    return (
        f"{words.plural(int(over.sum()), 'row weighs', 'rows weigh')} more than {limit:g}; they "
        f"hold {words.percent(held)} of all weight."
    )


def _limit(run: Study) -> float:
    """Half of the present largest weight at first, which is a limit that does something."""
    first = float(np.clip(round(0.5 * (1 + run.operating.weights.max()), 1), LEAST, MOST))
    widgets.restore("weights_limit", first)
    return round(
        st.slider(
            "Largest weight allowed",
            LEAST,
            MOST,
            step=STEP,
            key="weights_limit",
            help="Weights have mean 1.",
        ),
        1,
    )


def _former(study: Study) -> None:
    """What the present weights are beside those before, once there are any."""
    former = widgets.kept(others.FORMER, None)
    title = others.titles(study).get(former or "")
    if former is None or title is None:
        return
    st.subheader("Beside the former weights", anchor=False)
    other = others.opened(study, former, title)
    limits = f"limit {study.config.max_weight:g} now, {other.study.config.max_weight:g} before"
    st.caption(f"The run above is the study that all pages show: {limits}.")
    if st.button("Go back to the former study", key="weights_back"):
        widgets.keep(others.FORMER, state.study_id())
        studies.return_to(former)
        state.notify(f"The former study is shown. {studies.SETTINGS_COME_WITH_IT}")
        st.rerun()
    beside.compare(others.own(study), other)
