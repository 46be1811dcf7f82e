"""What the other pages will show of a study is worked out while one of them is read.

A page measures what it shows when it is first opened, and keeps it; on Adult that is up to two
seconds. A thread of the server does it beforehand, in the order of the pages. It begins nothing
while a page is being drawn or has just been, since whoever clicks again at once would wait for it,
and gives way to the next study or operating point.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit import runtime

from pages._ui.later import later

if TYPE_CHECKING:
    from pathlib import Path

    from iffair_core.results import Study
    from pages._ui import foreseen
else:
    foreseen = later("pages._ui.foreseen")

THREAD = "ahead"
QUIET_SECONDS = 2.0
"""So long no page has been drawn before a piece of work begins."""
MOST_ROWS = 200_000
"""Of larger tables a page measures what it shows when it is opened."""


@dataclass
class _Work:
    """``drawn`` pages are being drawn, the last one until ``ended`` (seconds, monotonic).

    ``subject`` is what is worked on, or was last.
    """

    drawn: int = 0
    ended: float = 0.0
    subject: Hashable = None
    change: threading.Condition = field(default_factory=threading.Condition)


_work = _Work()


@contextmanager
def drawing() -> Iterator[None]:
    """While a page is drawn no piece of work begins."""
    with _work.change:
        _work.drawn += 1
    try:
        yield
    finally:
        with _work.change:
            _work.drawn -= 1
            _work.ended = time.monotonic()
            _work.change.notify_all()


def begin(study: Study, folder: Path) -> None:
    """Work on what the pages will show of a study, which is kept in ``folder``; answers at once."""
    if len(study.prepared.y) > MOST_ROWS or not runtime.exists():
        return
    subject = foreseen.subject(study)
    with _work.change:
        if _work.subject == subject:
            return
        _work.subject = subject
    _be_silent_about_the_page()
    work = foreseen.pieces(study, folder)
    threading.Thread(target=_do, args=(subject, work), name=THREAD, daemon=True).start()


def _do(subject: Hashable, work: Sequence[Callable[[], object]]) -> None:
    """One piece after the other; what fails is said by the page that needs it."""
    for piece in work:
        with _work.change:
            _wait_for_quiet()
            if _work.subject != subject:
                return
        with suppress(Exception):
            piece()


def _wait_for_quiet() -> None:
    """Held: the lock of ``_work.change``, which the wait gives up meanwhile."""
    while True:
        _work.change.wait_for(lambda: _work.drawn == 0)
        left = _work.ended + QUIET_SECONDS - time.monotonic()
        if left <= 0.0:
            return
        _work.change.wait(left)


def _be_silent_about_the_page() -> None:
    """Streamlit warns of each spinner that has no page to stand on; here none is to have one."""
    name = "streamlit.runtime.scriptrunner_utils.script_run_context"
    logging.getLogger(name).addFilter(_not_of_thread)


def _not_of_thread(record: logging.LogRecord) -> bool:
    return record.threadName != THREAD
