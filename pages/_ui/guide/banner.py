"""The banner of the guided tour, above the title of whichever page is shown."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import streamlit as st

from pages._ui import shell, state, tables
from pages._ui.guide.stops import ALLOWED, EXAMPLE, STOPS, Stop
from pages._ui.later import later

if TYPE_CHECKING:
    from pages._ui import jobs, studies
    from pages._ui.task import summary
else:
    jobs, studies = later("pages._ui.jobs"), later("pages._ui.studies")
    summary = later("pages._ui.task.summary")


def begin() -> None:
    """Open the example and go to the first stop."""
    state.open_source(*tables.packaged(EXAMPLE))
    state.keep_tour(0)
    st.switch_page(STOPS[0].path)


def show(path: str) -> None:
    """What to look at on this page, and the way on; nothing without a tour."""
    number = state.tour()
    if number is None or not 0 <= number < len(STOPS):
        return
    number = _caught_up(path, number)
    stop = STOPS[number]
    with st.container(border=True, key="tour_banner"):
        if stop.path == path:
            _here(stop, number)
        else:
            _elsewhere(stop)


def _caught_up(path: str, number: int) -> int:
    """Go on to the stop of this page if it is a later one: the page's own buttons lead there too.

    Not before there is something to see at it.
    """
    later_stops = [k for k in range(number + 1, len(STOPS)) if STOPS[k].path == path]
    if not later_stops or not _ready(path):
        return number
    state.keep_tour(later_stops[0])
    if path == shell.REWEIGHT:
        _propose()
    return later_stops[0]


def _ready(path: str) -> bool:
    study = studies.current()
    if path in (shell.FRONTIER, shell.REPORT):
        return study is not None and len(study.points) > 1
    return study is not None or state.job_id() is not None


def _here(stop: Stop, number: int) -> None:
    st.markdown(f"**Tour, {number + 1} of {len(STOPS)}.** {stop.look}")
    with st.container(horizontal=True):
        last = number == len(STOPS) - 1
        if not last and st.button(
            f"Next: {_onward(stop)} →", key="tour_next", disabled=state.job_id() is not None
        ):
            _leave(stop, number)
        _end()


def _elsewhere(stop: Stop) -> None:
    st.markdown("**The tour waits for you.** Look around as long as you like.")
    with st.container(horizontal=True):
        if st.button(f"Back to the tour: {shell.TITLES[stop.path]}", key="tour_back"):
            st.switch_page(stop.path)
        _end()


def _end() -> None:
    if st.button("End the tour", key="tour_end", type="tertiary"):
        state.keep_tour(None)
        st.rerun()


def _onward(stop: Stop) -> str:
    return "Run" if _must_run(stop) else stop.onward


def _must_run(stop: Stop) -> bool:
    """Whether what comes next needs a reweighting that is not there yet."""
    study = studies.current()
    return stop.path == shell.REWEIGHT and study is not None and len(study.points) == 1


def _propose() -> None:
    """Begin the controls of the example's run with the gap that the tour allows."""
    run = studies.current()
    if run is not None and len(run.points) == 1 and run.config.data == EXAMPLE:
        state.reset_settings(dataclasses.replace(run.config, max_gap=ALLOWED))


def _leave(stop: Stop, number: int) -> None:
    """Do what the stop is for, if the user has not, and go to the next one."""
    source, draft, wanted = state.source(), state.draft(), state.settings()
    if _must_run(stop) and wanted is not None:
        state.wait_for(jobs.start(wanted))
        st.rerun()
    state.keep_tour(number + 1)
    unused = studies.current() is None and source is not None and draft is not None
    if STOPS[number + 1].path == shell.REWEIGHT:
        _propose()
    if stop.path == shell.DATA and unused:
        summary.use(source, draft)
        return
    st.switch_page(STOPS[number + 1].path)
