"""What the first screen does without is loaded in the background, so that a click finds it there.

A thread imports; it never calls Streamlit. Pages other than the first screen wait for it to end:
they need what it loads, and two threads that import one library at a time may meet it half loaded.

After every click Streamlit has Python look for garbage before the browser hears that the page is
done. Through the 200,000 objects of the libraries, which stay, that took a tenth of a second each
time; they are left out of the search.
"""

from __future__ import annotations

import gc
import pkgutil
import threading
from dataclasses import dataclass, field
from importlib import import_module

import pages._ui

LIBRARIES = ("pyarrow.dataset", "pyarrow.parquet", "streamlit.emojis")
"""Those that pandas loads when it reads its first Parquet file, and Streamlit at a first box."""


@dataclass
class _Work:
    thread: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_work = _Work()


def begin() -> None:
    """Load in the background, once in the life of the server; answers at once."""
    with _work.lock:
        if _work.thread is None:
            _work.thread = threading.Thread(target=_load, name="warm-up", daemon=True)
            _work.thread.start()


def wait() -> None:
    """Until what was begun is loaded."""
    if _work.thread is not None:
        _work.thread.join()


def _load() -> None:
    for module in pkgutil.walk_packages(pages._ui.__path__, "pages._ui."):
        import_module(module.name)
    for name in LIBRARIES:
        import_module(name)
    gc.collect()
    gc.freeze()
