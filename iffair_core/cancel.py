"""Long work that looks, at every iteration of a fit, whether its caller still wants it.

A caller does the work within ``cancellable``; loops call ``check_cancelled``. What was asked holds
for the thread that asked, so that two pieces of work of one process do not end each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from iffair_core.errors import Cancelled

Cancel = Callable[[], bool]
"""True once the caller wants the work to stop"""


def never() -> bool:
    """Of work that is not cancelled."""
    return False


_wanted: ContextVar[Cancel | None] = ContextVar("wanted", default=None)


@contextmanager
def cancellable(cancel: Cancel) -> Iterator[None]:
    """Within it ``check_cancelled`` raises Cancelled once ``cancel`` says so."""
    token = _wanted.set(cancel)
    try:
        yield
    finally:
        _wanted.reset(token)


def check_cancelled() -> None:
    """Raise Cancelled if the caller of this work wants it to stop."""
    cancel = _wanted.get()
    if cancel is not None and cancel():
        raise Cancelled("The work was cancelled.")
