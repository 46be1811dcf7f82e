"""Reading the pages of a running AppTest."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import NoReturn

from streamlit.testing.v1 import AppTest

from iffair_core.cancel import Cancel, cancellable, check_cancelled

ROOT = Path(__file__).resolve().parents[2]
IDENTIFIER = "0123456789abcdef"
Open = Callable[..., AppTest]


def until(app: AppTest, reached: Callable[[AppTest], bool], seconds: float = 180) -> None:
    """Run the page again, as its polling does, until ``reached``; fail after ``seconds``."""
    ends = time.monotonic() + seconds
    while not reached(app):
        assert time.monotonic() < ends, [e.value for e in (*app.error, *app.info, *app.success)]
        time.sleep(0.2)
        app.run()
        assert not app.exception


def texts(app: AppTest) -> str:
    """Everything that the page says in words."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def opened(app: AppTest, key: str, part: str | bool = True) -> AppTest:
    """With the tab of this title chosen, or the folded box of this key opened."""
    app.session_state[key] = part
    app.run()
    assert not app.exception
    return app


def endless_until(cancel: Cancel, ended: Event) -> NoReturn:
    """Work that goes on until it is cancelled, and tells that it has ended."""
    try:
        with cancellable(cancel):
            while True:
                time.sleep(0.01)
                check_cancelled()
    finally:
        ended.set()
