"""Which rows train, which choose, which judge: 60/20/20, one rule for each kind of split.

random    stratified on outcome x group: in every cell each part gets its share to within a row
id        rows of one id stay together; ids in random order fill the parts one after the other
date      the oldest rows train, the newest test; rows of one date stay together
official  the table says; without a validation part a stratified quarter of train becomes it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.arrays import Codes, Vector
from iffair_core.config import SplitName, Task
from iffair_core.data.prepared import Exclusion, Part
from iffair_core.data.task import canonical
from iffair_core.data.tidy import numbers, texts
from iffair_core.errors import TaskError

TRAIN_SHARE, VALIDATION_SHARE = 0.6, 0.2
PART_WORDS = {
    "train": Part.TRAIN,
    "training": Part.TRAIN,
    "validation": Part.VALIDATION,
    "valid": Part.VALIDATION,
    "val": Part.VALIDATION,
    "dev": Part.VALIDATION,
    "test": Part.TEST,
    "testing": Part.TEST,
    "holdout": Part.TEST,
}
DIVIDED: Mapping[SplitName, str] = {
    "random": "at random",
    "id": "by the id of a person or site",
    "date": "by date",
    "official": "as a column of the table says",
}
_DATE_FORMATS = ("ISO8601", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
_RANDOM_CYCLE = (Part.TRAIN, Part.VALIDATION, Part.TRAIN, Part.TEST, Part.TRAIN)
_OFFICIAL_CYCLE = (Part.TRAIN, Part.VALIDATION, Part.TRAIN, Part.TRAIN)


def split_rows(
    frame: pd.DataFrame, y: Vector, group: Codes, config_split: SplitName, seed: int, task: Task
) -> Codes:
    """(n,) a Part for every row of ``frame``; y (n,) outcomes, group (n,) group indices.

    Raises TaskError if the split's column cannot be used or a part lacks one of the outcomes.
    """
    rng = np.random.default_rng(seed)
    cells = 2 * group + y.astype(np.int64)
    if config_split == "random":
        part = _stratified(cells, _RANDOM_CYCLE, rng)
    elif config_split == "official":
        part = _official(frame[str(task.split_column)], cells, rng)
    elif config_split == "id":
        codes = _id_codes(frame[str(task.id_column)])
        part = _by_blocks(rng.permutation(codes.max() + 1)[codes])
    else:
        dates = order_values(frame[str(task.date_column)])
        part = _by_blocks(np.unique(dates, return_inverse=True)[1])
    _check_parts(part, y, config_split)
    return part


def split_notes(part: Codes, group: Codes, groups: tuple[str, ...]) -> tuple[Exclusion, ...]:
    """Groups without a row in some part: they are kept, and their figures there are undefined."""
    notes = []
    for code, name in enumerate(groups):
        rows = part[group == code]
        absent = [p.name.lower() for p in Part if not np.any(rows == p)]
        if absent:
            reason = (
                f"too small to split ({len(rows)} of all rows): no row in the "
                f"{' and '.join(absent)} part, so its figures there are undefined"
            )
            notes.append(Exclusion("groups", name, 1, reason))
    return tuple(notes)


def order_values(series: pd.Series[Any]) -> Vector:
    """(n,) points in time as ordered numbers, NaN where missing.

    Raises TaskError if fewer than half of the values can be read as one.
    """
    if pd.api.types.is_numeric_dtype(series):
        return numbers(series).to_numpy(dtype=np.float64)
    if pd.api.types.is_datetime64_any_dtype(series):
        times = pd.Series(series)
    else:
        shown = texts(series)
        readings = [
            pd.to_datetime(shown, format=f, errors="coerce", utc=True) for f in _DATE_FORMATS
        ]
        times = max(readings, key=lambda reading: int(reading.notna().sum()))
        if times.notna().sum() < 0.5 * max(series.notna().sum(), 1):
            example = shown.dropna().iloc[0] if series.notna().any() else "nothing"
            raise TaskError(
                f"The column {series.name!r} does not hold dates (its first value is {example!r}). "
                "Dates are read as 2024-03-31, 31.03.2024, 31/03/2024 or 03/31/2024, and years as "
                "numbers."
            )
    stamps = times.astype("int64").to_numpy()
    return np.where(times.isna(), np.nan, stamps)


def _stratified(cells: Codes, cycle: tuple[Part, ...], rng: np.random.Generator) -> Codes:
    """Deal the rows, cell after cell and at random within one, to the parts in turn."""
    shuffled = rng.permutation(len(cells))
    dealt = shuffled[np.argsort(cells[shuffled], kind="stable")]
    part = np.empty(len(cells), dtype=np.int64)
    part[dealt] = np.resize(np.array(cycle, dtype=np.int64), len(cells))
    return part


def _by_blocks(block: Codes) -> Codes:
    """Blocks 0, 1, 2, ... fill the parts in that order; a block goes where its middle row falls."""
    sizes = np.bincount(block)
    middle = (np.cumsum(sizes) - sizes / 2) / len(block)
    edges = [TRAIN_SHARE, TRAIN_SHARE + VALIDATION_SHARE]
    part: Codes = np.searchsorted(edges, middle, side="right")[block].astype(np.int64)
    return part


def _id_codes(series: pd.Series[Any]) -> Codes:
    """One code an id; every missing id is one of its own."""
    codes, values = pd.factorize(series)
    alone = codes == -1
    own = (len(values) + np.cumsum(alone) - 1).astype(np.int64)
    return np.where(alone, own, codes.astype(np.int64))


def _official(series: pd.Series[Any], cells: Codes, rng: np.random.Generator) -> Codes:
    words = texts(series).map(lambda v: canonical(v).lower(), na_action="ignore")
    part = words.map(PART_WORDS)
    if part.isna().any():
        strange = sorted({str(w) for w in words[part.isna()].fillna("(missing)")})
        raise TaskError(
            f"The split column {series.name!r} must say train, validation or test in every row; "
            f"it also has {', '.join(strange[:5])}. Change those, or divide the rows at random."
        )
    codes: Codes = np.array(part, dtype=np.int64)
    if not np.any(codes == Part.VALIDATION):
        train = codes == Part.TRAIN
        codes[train] = _stratified(cells[train], _OFFICIAL_CYCLE, rng)
    return codes


def _check_parts(part: Codes, y: Vector, split: SplitName) -> None:
    for p in Part:
        found = y[part == p]
        for value, word in ((1.0, "favourable"), (0.0, "unfavourable")):
            if not np.any(found == value):
                few = " The id column may have too few different values." if split == "id" else ""
                rows = "1 row" if len(found) == 1 else f"{len(found):,} rows"
                raise TaskError(
                    f"The {p.name.lower()} part has {rows} and none with a {word} outcome; the "
                    f"rows are divided {DIVIDED[split]}.{few} Use more rows, another outcome, or "
                    "divide the rows in another way."
                )
