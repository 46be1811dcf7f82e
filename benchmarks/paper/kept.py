"""What is kept of every attempt: one line an entry, one CSV file a data set and model.

A line has the figures of an entry on validation and on test rows. An attempt without entries is a
line with its reason and without figures. Equalised odds are not kept: they are the larger one of
the gaps at y = 1 and y = 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.paper.plan import Split, Unit
from iffair_core.comparison.entries import Attempt, Entry, Figures
from iffair_core.fairness.measure import Measures
from iffair_core.version import __version__

UTILITIES = ("accuracy", "roc_auc")
ODDS = ("equal_opportunity", "predictive_equality")
KEPT_GAPS = ("demographic_parity", *ODDS, "error_rate_parity")
PARTS = ("validation", "test")
UNIT = ["data", "model", "gap", "seed", "method"]
FIGURES = [f"{part}_{name}" for part, name in product(PARTS, (*UTILITIES, *KEPT_GAPS))]
TEXTS = ["data", "model", "gap", "method", "reason", "version"]
COLUMNS = [*UNIT, "dose", *FIGURES, "seconds", "reason", "version"]
ENTRIES = "entries"
DIGITS = 5


def frame_of(unit: Unit, attempt: Attempt) -> pd.DataFrame:
    """The lines of one attempt."""
    split = unit.split
    common = {
        "data": split.data,
        "model": split.model,
        "gap": split.gap,
        "seed": split.seed,
        "method": unit.method,
        "seconds": attempt.seconds,
        "reason": attempt.reason,
        "version": __version__,
    }
    lines = [
        {**common, "dose": e.dose, **kept_figures(e.validation.measures, e.test.measures)}
        for e in attempt.entries
    ]
    return _typed(pd.DataFrame(lines or [common]))


def units_of(frame: pd.DataFrame) -> set[Unit]:
    """The units whose attempts are in the frame."""
    keys = frame[UNIT].drop_duplicates().itertuples(index=False, name=None)
    return {Unit(Split(data, model, gap, seed), name) for data, model, gap, seed, name in keys}


def attempts_of(frame: pd.DataFrame) -> Iterator[tuple[Unit, Attempt]]:
    """Every attempt of the frame with what was kept of its entries."""
    for (data, model, gap, seed, method), lines in frame.groupby(UNIT, sort=False):
        there = lines[lines["dose"].notna()]
        entries = tuple(_entry(line) for line in there.to_dict("records"))
        first = lines.iloc[0]
        attempt = Attempt(method, gap, seed, entries, first["seconds"], first["reason"])
        yield Unit(Split(data, model, gap, seed), method), attempt


def read(folder: Path) -> pd.DataFrame:
    """All lines that this version of the package wrote."""
    files = sorted((folder / ENTRIES).glob("*.csv"))
    frames = [pd.read_csv(path, dtype=dict.fromkeys(TEXTS, "str")) for path in files]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    whole = _typed(whole)
    return whole[whole["version"] == __version__].reset_index(drop=True)


def merged(whole: pd.DataFrame, unit: Unit, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of all attempts with those of one made anew."""
    split = unit.split
    own = pd.Series([split.data, split.model, split.gap, split.seed, unit.method], index=UNIT)
    others = whole[(whole[UNIT] != own).any(axis=1)]
    return pd.concat([others, lines], ignore_index=True)


def write(frame: pd.DataFrame, folder: Path, data: str, model: str) -> None:
    """The lines of a data set and model, in a fixed order; a reader never meets half a file."""
    mine = frame[(frame["data"] == data) & (frame["model"] == model)]
    ordered = mine.sort_values(UNIT, kind="stable")
    write_table(ordered, folder / ENTRIES, f"{data}-{model}")


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """A table that this version of the package wrote; empty if there is none."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return pd.DataFrame()
    frame = pd.read_csv(path)
    return frame[frame["version"] == __version__].reset_index(drop=True)


def write_table(frame: pd.DataFrame, folder: Path, name: str) -> None:
    """A reader never meets half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    fresh = path.with_suffix(".partial")
    frame.to_csv(fresh, index=False)
    fresh.replace(path)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    whole = frame.reindex(columns=COLUMNS).fillna(dict.fromkeys(TEXTS, ""))
    kinds = dict.fromkeys(("dose", "seconds", *FIGURES), "float64")
    kinds |= dict.fromkeys(TEXTS, "str") | {"seed": "int64"}
    return whole.astype(kinds)


def kept_figures(validation: Measures, test: Measures) -> dict[str, float]:
    """What is kept of a model's figures; an undefined one is missing."""
    found = {}
    for part, measures in zip(PARTS, (validation, test), strict=True):
        values = {name: measures.utility[name] for name in UTILITIES}
        values |= {name: measures.gaps[name] for name in KEPT_GAPS}
        for name, value in values.items():
            found[f"{part}_{name}"] = np.nan if value is None else round(value, DIGITS)
    return found


def _entry(line: dict[str, float]) -> Entry:
    validation, test = (_read_figures(line, part) for part in PARTS)
    return Entry(line["dose"], validation, test)


def _read_figures(line: dict[str, float], part: str) -> Figures:
    def told(name: str) -> float | None:
        value = line[f"{part}_{name}"]
        return None if np.isnan(value) else float(value)

    gaps = {name: told(name) for name in KEPT_GAPS}
    odds = [gaps[name] for name in ODDS]
    both = [size for size in odds if size is not None]
    gaps["equalized_odds"] = max(both) if len(both) == len(odds) else None
    return Figures(Measures({name: told(name) for name in UTILITIES}, gaps, {}), {})
