"""The lines of all trials as one Markdown table, a row for each kind of interval."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
import pandas as pd

from benchmarks.coverage.bootstrap import NAME
from iffair_core.version import __version__

LIBRARIES = ("numpy", "scipy", "statsmodels", "scikit-learn")
CONSERVATIVE = 0.97
SHORT = 0.93
HEAD = (
    "| interval | settings, draws | mean coverage | truth 0 | 1:50 groups | worst setting | "
    "its coverage | mean width |",
    "|---|---|---|---|---|---|---|---|",
)
ABOUT = (
    "Share of simulated samples whose 95 % interval contains the truth, in per cent; ± is one "
    "standard error of the simulation. The mean is over all settings of the interval: rates, "
    "group sizes (equal, or the last group with a fiftieth of the rows of each other), numbers of "
    "rows from 200 to 20,000 (single rates and cells from 10), gaps of zero and above. The worst "
    "setting is the one of the lowest coverage in the first run (plus two standard errors, for "
    "settings have unlike numbers of draws); it is drawn again with other seeds, and the coverage "
    "told is that of the second run, since the lowest of many noisy figures is too low. Every "
    "setting is a line of `coverage.csv`. How to read this: [README](../README.md)."
)


def markdown(frame: pd.DataFrame, command: str) -> str:
    """The whole page; ``frame`` has the fields of ``Line`` and whether the line is a repeat."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = [
        "# Coverage of the intervals",
        "",
        ABOUT,
        "",
        f"- IFFair {__version__}; Python {platform.python_version()}, {libraries}",
        f"- {datetime.now(UTC):%Y-%m-%d}, `{command}`",
        "",
        *HEAD,
        *(_row(str(name), rows) for name, rows in frame.groupby("interval", sort=False)),
    ]
    return "\n".join(lines) + "\n" + "\n".join(["", *_remarks(frame)]) + "\n"


def summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean coverage of each kind of interval over its settings, without repeats."""
    first = frame[~frame["repeat"]]
    return first.groupby("interval", sort=False)["coverage"].mean().to_frame()


def _row(name: str, rows: pd.DataFrame) -> str:
    first, again = rows[~rows["repeat"]], rows[rows["repeat"]].iloc[0]
    small = first[first["setting"].str.contains("1:50")]
    cells = (
        name,
        f"{len(first)}, {first['draws'].sum():,}",
        f"**{_percent(first)}**",
        _percent(first[first["truth"] == 0]),
        _percent(small),
        f"n {again['n']}, {again['setting']}",
        f"{100 * again['coverage']:.1f} ± {100 * _error(again['coverage'], again['draws']):.1f}",
        f"{first['width'].mean():.3f}",
    )
    return "| " + " | ".join(cells) + " |"


def _percent(rows: pd.DataFrame) -> str:
    """Mean coverage and its simulation error; empty without a setting."""
    if rows.empty:
        return ""
    error = np.sqrt(np.sum(_error(rows["coverage"], rows["draws"]) ** 2)) / len(rows)
    return f"{100 * rows['coverage'].mean():.1f} ± {100 * error:.1f}"


def _error(coverage: pd.Series, draws: pd.Series) -> pd.Series:
    return np.sqrt(coverage * (1.0 - coverage) / draws)


def _remarks(frame: pd.DataFrame) -> Iterator[str]:
    """Which intervals hold too much or too little, and how often one was undefined."""
    mean = summary(frame)["coverage"].drop(NAME, errors="ignore")
    for words, chosen in (
        ("Conservative on average (above 97 %)", mean > CONSERVATIVE),
        ("Short on average (below 93 %)", mean < SHORT),
    ):
        yield f"{words}: {'; '.join(mean.index[chosen]) or 'none'}."
        yield ""
    missing = frame[frame["undefined"] > 0]
    share = missing["undefined"].max() if len(missing) else 0.0
    yield f"Samples without an interval are left out: at most {share:.1%} in a setting."
