"""The decision log as a file of a study folder: ``decisions.json``."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable
from pathlib import Path

from iffair_core.decisions.log import Decision, DecisionLog, log_from, with_entry
from iffair_core.errors import ConfigError, StudyError
from iffair_core.kept.mirror import publish
from iffair_core.places import DECISIONS, FIGURES
from iffair_core.writing import write_whole

_LOCK = threading.Lock()


def load_log(folder: str | Path) -> DecisionLog:
    """The log of the study in ``folder``; an empty one if none was kept. Raises StudyError."""
    place = Path(folder) / DECISIONS
    if not place.exists():
        return DecisionLog()
    try:
        return log_from(json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, ConfigError) as error:
        raise StudyError(
            f"{str(place)!r} cannot be read ({error}). Mend it, or move it away to go on without "
            "the decisions that it holds."
        ) from error


def note(entry: Decision, folder: str | Path) -> DecisionLog:
    """Add an entry to the log of the study in ``folder``; the log. Raises StudyError."""
    return _change(folder, lambda log: with_entry(log, entry))


def keep_notes(text: str, folder: str | Path) -> DecisionLog:
    """Put ``text`` in place of the free notes; the log. Raises StudyError."""
    return _change(folder, lambda log: dataclasses.replace(log, notes=text.strip()))


def write_log(log: DecisionLog, folder: str | Path) -> None:
    """Write the log, whole; an empty one takes the former away."""
    path = Path(folder) / DECISIONS
    if not log:
        path.unlink(missing_ok=True)
        return
    text = json.dumps(log.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(text.encode(), path)


def _change(folder: str | Path, change: Callable[[DecisionLog], DecisionLog]) -> DecisionLog:
    """Read, change and write as one, so that two sessions of a server lose no entry."""
    place = Path(folder)
    if not (place / FIGURES).exists():
        raise StudyError(
            f"{str(place)!r} is not a study folder. Name a folder that `run --out` wrote, or the "
            "id of a kept study (`studies` lists them)."
        )
    with _LOCK:
        before = load_log(place)
        after = change(before)
        if after != before:
            write_log(after, place)
            publish(place)
    return after
