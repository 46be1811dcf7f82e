"""The measured figures as Markdown: the bars, then one table a task."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from benchmarks.speed.bars import BARS

LIBRARIES = (
    *("numpy", "scipy", "scikit-learn", "torch", "statsmodels"),
    *("pyinfluence", "pydvl", "captum", "dattri", "kronfluence"),
)
HEAD = (
    "| | seconds | runs | / IFFair | rank correlation | largest error | extra MB | |",
    "|---|---|---|---|---|---|---|---|",
)
BARS_HEAD = ("| bar | asked | measured | met |", "|---|---|---|---|")


def markdown(frame: pd.DataFrame, *, command: str) -> str:
    """The whole page."""
    lines = ["# Speed", "", *_made(frame, command), "", "## Bars", "", *BARS_HEAD]
    lines += [bar.line(frame) for bar in BARS]
    for (case, size), of_case in frame.groupby(["case", "size"], sort=False):
        lines += ["", f"## {case}, {size.replace(' x ', ' × ')}"]
        for task, of_task in of_case.groupby("task", sort=False):
            lines += ["", f"### {task}", "", *HEAD, *_rows(of_task)]
    return "\n".join(lines) + "\n"


def _made(frame: pd.DataFrame, command: str) -> Iterator[str]:
    yield (
        "Medians of the timed runs; contenders take turns, and a ratio is the median over the "
        "rounds of seconds in the same round. How to read this: [README](../README.md)."
    )
    yield ""
    libraries = ", ".join(_versions())
    yield f"- IFFair {_listed(frame['version'])}; Python {platform.python_version()}, {libraries}"
    yield f"- {_listed(frame['machine'])}; one BLAS thread, one torch thread"
    yield f"- {_listed(frame['date'])}, `{command}`"


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} not installed"


def _rows(frame: pd.DataFrame) -> Iterator[str]:
    for row in frame.itertuples(index=False):
        cells = (
            _number(row.seconds, ".3g"),
            str(row.runs) if row.runs else "",
            _number(row.ratio, ".2f"),
            _number(row.correlation, ".4f"),
            _number(row.error, ".0e"),
            _number(row.megabytes, ".0f"),
        )
        yield f"| {row.name} | " + " | ".join(cells) + f" | {row.note} |"


def _number(value: float | None, form: str) -> str:
    return "" if pd.isna(value) else f"{value:{form}}"


def _listed(values: pd.Series) -> str:
    return ", ".join(str(value) for value in sorted(values.unique()))
