"""Where the progress of a run is shown: a bar on standard error, a file for a calling process."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from iffair_core.errors import ConfigError
from iffair_core.study import Progress

# Errors in what was given show within this time: they shall stand alone on standard error.
BAR_DELAY_SECONDS = 0.3


@contextmanager
def progress_shown(file: Path | None) -> Iterator[Progress]:
    """A bar, or a file if one is named: then this process ends with the one that started it."""
    if file is not None:
        end_with_parent()
    with progress_bar() if file is None else progress_file(file) as progress:
        yield progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error; it stays when the work was done and is taken away when not."""
    layout = "{desc} {percentage:3.0f}%|{bar}| {elapsed}"
    with tqdm(
        total=1.0, bar_format=layout, file=sys.stderr, leave=False, delay=BAR_DELAY_SECONDS
    ) as bar:

        def show(stage: str, fraction: float, text: str) -> None:
            bar.set_description_str(text or stage, refresh=False)
            bar.update(fraction - bar.n)

        yield show
        bar.delay, bar.leave = 0.0, True


@contextmanager
def progress_file(path: Path) -> Iterator[Progress]:
    """Keep ``{"stage", "fraction", "text", "state", "error"}`` in ``path``, replaced atomically.

    ``state`` is running, then done, or failed with the reason under ``error``. Raises ConfigError
    before anything is done if the file cannot be written.
    """
    now = {"stage": "start", "fraction": 0.0, "text": ""}

    def show(stage: str, fraction: float, text: str) -> None:
        now.update(stage=stage, fraction=fraction, text=text)
        _replace(path, {**now, "state": "running", "error": None})

    try:
        _replace(path, {**now, "state": "running", "error": None})
    except OSError as error:
        raise ConfigError(
            f"--progress {str(path)!r} cannot be written: {error.strerror}. Name a file in a "
            "folder that exists and may be written to."
        ) from error
    try:
        yield show
    except BaseException as error:
        _replace(path, {**now, "state": "failed", "error": str(error) or type(error).__name__})
        raise
    _replace(path, {**now, "fraction": 1.0, "state": "done", "error": None})


def end_with_parent(period: float = 0.5) -> None:
    """End this process when the one that started it is gone; looks every ``period`` seconds.

    The kernel's own signal for this (PR_SET_PDEATHSIG) follows the starting *thread*, which in a
    dashboard ends long before the work does.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(period)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="end-with-parent").start()


def _replace(path: Path, content: dict[str, object]) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(content), encoding="utf-8")
    try:
        fresh.replace(path)
    except OSError:
        fresh.unlink()
        raise
