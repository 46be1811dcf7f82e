"""The measured figures as a CSV file, one line a contender: a case is made again as a whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from benchmarks.machine import machine
from benchmarks.speed.contest import Timed
from iffair_core.version import __version__

KEY = ["case", "size"]
COLUMNS = [
    *KEY,
    "task",
    *(field.name for field in dataclasses.fields(Timed)),
    "version",
    "machine",
    "date",
]
TEXT = [*KEY, "task", "name", "note", "version", "machine", "date"]


def frame_of(case: str, size: str, task: str, timed: Sequence[Timed]) -> pd.DataFrame:
    """One line a contender; an undefined figure is missing."""
    made = {
        "case": case,
        "size": size,
        "task": task,
        "version": __version__,
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
    }
    return pd.DataFrame([{**made, **dataclasses.asdict(t)} for t in timed], columns=COLUMNS)


def read(path: Path) -> pd.DataFrame:
    """What the file holds; nothing if there is none."""
    if not path.exists():
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.read_csv(path, dtype=dict.fromkeys(TEXT, "str"))
    return frame.reindex(columns=COLUMNS).fillna(dict.fromkeys(TEXT, ""))


def holds(frame: pd.DataFrame, case: str, size: str) -> bool:
    """Whether the case was made at this size by this version of the package."""
    same = (frame["case"] == case) & (frame["size"] == size)
    return bool((same & (frame["version"] == __version__)).any())


def replaced(frame: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """The lines of ``frame``, those of the same case and size exchanged for ``made``."""
    keys = set(made[KEY].itertuples(index=False, name=None))
    stays = [key not in keys for key in frame[KEY].itertuples(index=False, name=None)]
    kept = frame[stays]
    return made if kept.empty else pd.concat([kept, made], ignore_index=True)


def write(frame: pd.DataFrame, path: Path) -> None:
    """A reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".partial")
    frame.to_csv(fresh, index=False)
    fresh.replace(path)
