"""What has been compared so far, as it is kept with the study; it grows while a worker runs."""

from __future__ import annotations

import streamlit as st

from iffair_core.comparison.result import Comparison
from iffair_core.comparison.store import kept, load_comparison
from iffair_core.config import GapName
from iffair_core.results import Study
from pages._ui import job_panel, state, studies
from pages._ui.jobs import Asked

PERIOD_SECONDS = 1.5


def comparison(gap: GapName) -> Comparison:
    """All attempts at this gap that are kept with the study that is shown."""
    folder = str(studies.folder_of(str(state.study_id())))
    return _load(folder, gap, kept(folder, gap))


@st.cache_resource(max_entries=8, show_spinner=False)
def _load(folder: str, gap: GapName, stamp: tuple[tuple[str, int], ...]) -> Comparison:
    """``stamp`` tells what is kept now from what was kept before."""
    return load_comparison(folder, gap)


def seeds_of(study: Study, splits: int) -> tuple[int, ...]:
    """The seeds of so many splits: that of the study and those that follow."""
    return tuple(range(study.config.seed, study.config.seed + splits))


def asked_for(study: Study, asked: Asked) -> Comparison:
    """What is known of the methods and splits that are asked for."""
    return comparison(asked.gap).only(asked.methods, seeds_of(study, asked.splits))


def running() -> bool:
    """Whether the job of this session compares methods with the study that is shown."""
    return job_panel.waits_for("compare", state.study_id())


@st.fragment(run_every=PERIOD_SECONDS)
def watch(gap: GapName, seen: Comparison) -> None:
    """Draw the page again as soon as another attempt has ended."""
    if len(comparison(gap).attempts) != len(seen.attempts):
        st.rerun()
