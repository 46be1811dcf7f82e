"""Work beside the script that draws a page: training again may take minutes for a network.

A page waits a moment for a result, so that a quick one is there at once; then it goes on and
looks again every second.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

import streamlit as st

PATIENCE_SECONDS = 2.0
PERIOD_SECONDS = 1.0
Result = TypeVar("Result")


def submit(work: Callable[[], Result]) -> Future[Result]:
    """Begin ``work`` on a thread of the server, as soon as a core is free."""
    return _workers().submit(work)


def ready(result: Result) -> Future[Result]:
    """A result that is there already."""
    future: Future[Result] = Future()
    future.set_result(result)
    return future


def done(result: Future[Any], text: str, patience: float = PATIENCE_SECONDS) -> bool:
    """Whether a result is there, after a moment of waiting under ``text``."""
    if not result.done():
        with st.spinner(text):
            wait([result], timeout=patience)
    return result.done()


@st.fragment(run_every=PERIOD_SECONDS)
def watch(result: Future[Any], say: Callable[[], None]) -> None:
    """``say`` what is going on; the page begins again when the result is there."""
    if result.done():
        st.rerun()
    say()


@st.cache_resource
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=os.cpu_count())
