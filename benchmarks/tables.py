"""The raw figures as Markdown: one table a gap, means and standard deviations over the seeds."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import version

import pandas as pd

from benchmarks.quality import DATASETS, GAPS, MAX_GAP, RULES

LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas")
HEAD = (
    "| data | model | accuracy | change of accuracy | gap | within bound (validation) | seconds |",
    "|---|---|---|---|---|---|---|",
)
SUMMARY_HEAD = (
    "| rule | gap | gap closed | change of accuracy | within bound (validation) | seconds |",
    "|---|---|---|---|---|---|",
)


def markdown(frame: pd.DataFrame, *, command: str, workers: int) -> str:
    """The whole page. Runs that failed or left a group out are listed below their table."""
    lines = ["# Quality of the reweighting rules", "", *_made(frame, command, workers)]
    for gap in GAPS:
        of_gap = frame[frame["gap_name"] == gap]
        if len(of_gap):
            lines += ["", f"## {gap}", "", *SUMMARY_HEAD, *_summary(of_gap)]
            lines += ["", *HEAD, *_rows(of_gap), *_remarks(of_gap)]
    return "\n".join(lines) + "\n"


def _made(frame: pd.DataFrame, command: str, workers: int) -> Iterator[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield (
        "Figures on test rows, mean ± standard deviation over seeds "
        f"{_listed(frame['seed'])}. The operating point is the most accurate one on validation "
        f"rows with a gap of at most {MAX_GAP:g} there (the bound), or the one of the smallest "
        "gap. How to read this: [README](../README.md)."
    )
    yield ""
    yield f"- IFFair {_listed(frame['version'])}; Python {platform.python_version()}, {libraries}"
    yield f"- {_listed(frame['machine'])}; {workers} runs at a time, one BLAS thread each"
    yield f"- {_listed(frame['date'])}, `{command}`, {len(frame)} runs"


def _rows(frame: pd.DataFrame) -> Iterator[str]:
    for data in (name for name in DATASETS if name in set(frame["data"])):
        of_data = frame[frame["data"] == data]
        once = of_data.drop_duplicates("seed")
        yield f"| {data} | one decision for all | {_spread(once['majority_accuracy'])} | | 0 | | |"
        yield (
            f"| | plain | {_spread(once['plain_accuracy'])} | | {_spread(once['plain_gap'])} | | |"
        )
        for rule in (name for name in RULES if name in set(of_data["rule"])):
            cells = _cells(of_data[of_data["rule"] == rule])
            yield f"| | {rule} | " + " | ".join(cells) + " |"


def _cells(frame: pd.DataFrame) -> tuple[str, ...]:
    return (
        _spread(frame["accuracy"]),
        _spread(frame["accuracy"] - frame["plain_accuracy"], sign="+"),
        _spread(frame["gap"]),
        _share(frame["within"]),
        _median(frame["seconds"]),
    )


def _summary(frame: pd.DataFrame) -> Iterator[str]:
    """One line a rule: median and range over the data sets of the means over the seeds."""
    for rule in (name for name in RULES if name in set(frame["rule"])):
        of_rule = frame[frame["rule"] == rule]
        numbers = of_rule.assign(change=of_rule["accuracy"] - of_rule["plain_accuracy"])
        mean = numbers.groupby("data")[["plain_gap", "gap", "change"]].mean()
        cells = (
            _range(mean["gap"], ".4f"),
            _range(1 - mean["gap"] / mean["plain_gap"], ".0%"),
            _range(mean["change"], "+.4f"),
            _share(of_rule["within"]),
            _median(of_rule["seconds"]),
        )
        yield f"| {rule} | " + " | ".join(cells) + " |"


def _remarks(frame: pd.DataFrame) -> list[str]:
    """Whatever makes a mean cover less than it seems to."""
    reason = frame["failed"] + frame["undefined"]
    told = frame.assign(reason=reason)[reason != ""].sort_values(["data", "rule", "seed"])
    if told.empty:
        return []
    columns = (told[name] for name in ("data", "rule", "seed", "reason"))
    lines = ("- {}, {}, seed {}: {}".format(*row) for row in zip(*columns, strict=True))
    return ["", "Failed runs, and groups that have no rate on the test rows:", "", *lines]


def _spread(values: pd.Series, sign: str = "") -> str:
    """Mean ± standard deviation; the count stands beside it where a value is undefined."""
    known = values.dropna()
    if known.empty:
        return "undefined"
    text = f"{known.mean():{sign}.4f}"
    if len(known) > 1:
        text += f" ± {known.std():.4f}"
    return text if len(known) == len(values) else f"{text} ({len(known)} of {len(values)})"


def _range(values: pd.Series, form: str) -> str:
    if values.isna().all():
        return "undefined"
    return f"{values.median():{form}} ({values.min():{form}} to {values.max():{form}})"


def _share(values: pd.Series) -> str:
    return f"{int(values.fillna(False).sum())} of {len(values)}"


def _median(values: pd.Series) -> str:
    return "undefined" if values.isna().all() else f"{values.median():.1f}"


def _listed(values: pd.Series) -> str:
    return ", ".join(str(value) for value in sorted(values.unique()))
