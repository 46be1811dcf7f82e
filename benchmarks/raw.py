"""The raw figures as a CSV file, one line a run: what is there need not be computed again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.quality import Figures, Run

_TYPES = {
    "str": "str",
    "int": "int64",
    "int | None": "Int64",
    "float | None": "float64",
    "bool | None": "boolean",
}
COLUMNS = {field.name: _TYPES[str(field.type)] for field in dataclasses.fields(Figures)}
TEXT = [name for name, kind in COLUMNS.items() if kind == "str"]


def frame_of(figures: Iterable[Figures]) -> pd.DataFrame:
    """One row a run; an undefined number is missing."""
    return pd.DataFrame([dataclasses.asdict(f) for f in figures], columns=list(COLUMNS)).astype(
        COLUMNS
    )


def read_raw(path: Path, runs: Sequence[Run]) -> pd.DataFrame:
    """The finished ones of ``runs``: another version, config or table, or a failed run, is not."""
    if not path.exists():
        return frame_of([])
    frame = pd.read_csv(path, dtype=dict.fromkeys(TEXT, "str"))
    frame = frame.reindex(columns=list(COLUMNS))
    frame = frame.fillna(dict.fromkeys(TEXT, "")).astype(COLUMNS)
    wanted = frame["study"].isin([planned.study for planned in runs])
    return frame[wanted & (frame["failed"] == "")].reset_index(drop=True)


def write_raw(frame: pd.DataFrame, path: Path) -> None:
    """Write in a fixed order; a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".partial")
    frame.sort_values(["data", "gap_name", "rule", "seed"]).to_csv(fresh, index=False)
    fresh.replace(path)
