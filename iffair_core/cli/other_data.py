"""The commands that look at other rows: a second table, or slices of the test rows."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from iffair_core.cli.command import Actions, add, add_folder, add_json
from iffair_core.cli.values import cuts
from iffair_core.data.tables import read_table
from iffair_core.evidence.shift import Shift, shift
from iffair_core.evidence.slices import Slices, slices, slicing
from iffair_core.evidence.summary import records
from iffair_core.kept.load import load_study
from iffair_core.words import UNDEFINED


def add_commands(actions: Actions) -> None:
    """Add them to the commands of the parser."""
    second = add(
        actions, "shift", shift_study, "measure a study on a second table (another year or place)"
    )
    add_folder(second)
    second.add_argument("file", metavar="FILE", type=Path, help="the table, with its outcomes")
    add_json(second)
    parts = add(actions, "slices", slice_study, "measure a study by the values of a column")
    add_folder(parts)
    parts.add_argument("column", metavar="COLUMN", help="a column, or a packaged set's sites")
    parts.add_argument(
        "--bins", metavar="25,40", type=cuts, default=(), help="cut points of a numeric column"
    )
    add_json(parts)


def shift_study(given: Namespace) -> int:
    """Measure a study's models on a second table, beside its own test rows."""
    found = shift(load_study(given.folder), read_table(given.file))
    if given.json:
        print(json.dumps(found.to_dict(), indent=2, allow_nan=False))
    else:
        print("\n".join(shift_lines(found)))
    return 0


def slice_study(given: Namespace) -> int:
    """Measure a study's models in every slice of its test rows."""
    study = load_study(given.folder)
    by = slicing(study, given.column, given.bins)
    plain = slices(study, study.plain, by)
    chosen = plain if study.chosen == 0 else slices(study, study.operating, by)
    if given.json:
        found: dict[str, Any] = {"by": plain.name, "rows": plain.rows}
        found |= {"plain": records(plain.figures), "chosen": records(chosen.figures)}
        print(json.dumps(found, indent=2, allow_nan=False))
    else:
        gap = study.config.gaps[0]
        for title, each in (("plain", plain), ("reweighted", chosen)):
            print("\n".join(slice_lines(each, gap, title)))
    return 0


def shift_lines(found: Shift) -> Iterator[str]:
    """Gaps and utilities of both models on test rows and on the table, then what to know of it."""
    yield f"{found.name}: {found.now_rows:,} rows, beside {found.then_rows:,} test rows"
    for title, frame in (("plain", found.plain), ("reweighted", found.operating)):
        yield ""
        yield f"{title:<24}{'test':>10}{'table':>10}{'change':>10}  95 % interval"
        for line in frame[frame["group"] == ""].to_dict("records"):
            figures = "".join(f"{_text(line[name]):>10}" for name in ("then", "now", "change"))
            yield f"{line['metric']:<24}{figures}  {_bounds(line['ci_low'], line['ci_high'])}"
    yield ""
    if found.repeated:
        yield f"{found.repeated:,} of its rows also stand among the training rows"
    for entry in found.left_out:
        yield f"left out: {entry.what}: {entry.count} ({entry.reason})"
    for change in found.columns:
        yield f"differs: {change}"


def slice_lines(found: Slices, gap: str, title: str) -> Iterator[str]:
    """One gap and the accuracy in every slice, with their intervals."""
    yield f"{title + ', by ' + found.name:<28}{'rows':>8}  {gap:<30}  accuracy"
    for name, lines in found.figures.groupby("slice", sort=False):
        own = {line["metric"]: line for line in records(lines) if not line["group"]}
        yield (
            f"{name:<28}{found.rows[str(name)]:>8,}  {_figure(own[gap]):<30}  "
            f"{_figure(own['accuracy'])}"
        )


def _figure(line: Mapping[str, Any]) -> str:
    if line["value"] is None:
        return line["reason"] or UNDEFINED
    return f"{_text(line['value'])} ({_bounds(line['value_low'], line['value_high'])})"


def _bounds(low: Any, high: Any) -> str:
    return UNDEFINED if pd.isna(low) or pd.isna(high) else f"{low:.4f} to {high:.4f}"


def _text(value: Any) -> str:
    return UNDEFINED if pd.isna(value) else f"{value:.4f}"
