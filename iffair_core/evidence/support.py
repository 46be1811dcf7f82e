"""Which gaps each group can support, before a study is run: rows of its cells on the test part.

A group takes part in a gap if every rate of the gap has at least ``min_cell`` test rows in it. The
counts are those of the very split that the study will make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iffair_core.arrays import Codes, Vector
from iffair_core.config import SplitName, Task
from iffair_core.data.groups import group_labels, group_order
from iffair_core.data.prepare import usable_rows
from iffair_core.data.prepared import Part
from iffair_core.data.split import split_rows
from iffair_core.fairness.gaps import CELL_WORDS, GAP_RATES, RATES
from iffair_core.words import counted


@dataclass(frozen=True)
class Support:
    """One group: its usable rows, and what its test rows can be used for.

    positives, test_positives  rows with the favourable outcome
    lacking                    gaps that it stays out of, for want of test rows
    reason                     the smallest of the cells that are too small: "4 test rows with
                               a favourable outcome (10 are needed)"; empty if none is
    """

    group: str
    rows: int
    positives: int
    test_rows: int
    test_positives: int
    lacking: tuple[str, ...]
    reason: str

    @property
    def test_negatives(self) -> int:
        return self.test_rows - self.test_positives

    @property
    def base_rate(self) -> float:
        return self.positives / self.rows


@dataclass(frozen=True, eq=False)
class GroupedRows:
    """The n rows that a study can use: outcomes y (n,) and groups, ``code`` (n,) in ``names``."""

    frame: pd.DataFrame
    y: Vector
    code: Codes
    names: tuple[str, ...]


def grouped_rows(frame: pd.DataFrame, task: Task, split: SplitName) -> GroupedRows:
    """Raises TaskError where outcome or groups cannot be formed."""
    usable, y, _ = usable_rows(frame, task, split)
    rows = frame[usable]
    labels = group_labels(rows, task.sensitive)
    names = group_order(labels, task.sensitive)
    code = pd.Index(names).get_indexer(pd.Index(labels)).astype(np.int64)
    return GroupedRows(rows, y[usable], code, names)


def group_support(
    rows: GroupedRows, task: Task, split: SplitName, seed: int, min_cell: int
) -> tuple[Support, ...]:
    """Every group of the rows at the split of the study. Raises TaskError if it cannot be made."""
    test = split_rows(rows.frame, rows.y, rows.code, split, seed, task) == Part.TEST
    return support(
        rows.names,
        _counts(rows.code, rows.y, len(rows.names)),
        _counts(rows.code[test], rows.y[test], len(rows.names)),
        min_cell,
    )


Counts = tuple[Codes, Codes]
"""Rows and rows with the favourable outcome of each group, both (k,)."""


def support(names: Sequence[str], rows: Counts, test: Counts, min_cell: int) -> tuple[Support, ...]:
    """From the counts of all usable rows and of the test rows of each group."""
    columns = (*rows, *test)
    return tuple(
        _one(name, [int(column[g]) for column in columns], min_cell) for g, name in enumerate(names)
    )


def _one(name: str, counts: Sequence[int], min_cell: int) -> Support:
    rows, positives, test_rows, test_positives = counts
    lacking, reason = _lacking(test_rows, test_positives, min_cell)
    return Support(name, rows, positives, test_rows, test_positives, lacking, reason)


def _counts(code: Codes, y: Vector, groups: int) -> Counts:
    total = np.bincount(code, minlength=groups).astype(np.int64)
    return total, np.bincount(code, weights=y, minlength=groups).astype(np.int64)


def _lacking(rows: int, positives: int, min_cell: int) -> tuple[tuple[str, ...], str]:
    """The gaps that need a larger cell, and which cell lacks most."""
    cells = {"all": rows, "positives": positives, "negatives": rows - positives}
    small = {name: count for name, count in cells.items() if count < min_cell}
    gaps = tuple(
        gap for gap, rates in GAP_RATES.items() if any(RATES[rate].rows in small for rate in rates)
    )
    if not small:
        return gaps, ""
    least = "all" if "all" in small else min(small, key=lambda name: small[name])
    return gaps, f"{counted(small[least], f'test {CELL_WORDS[least]}')} ({min_cell} are needed)"
