"""Spread over splits: the same study on other divisions of its rows.

The interval of a figure says how far it may lie from the truth because the test rows of one split
are a sample. It knows nothing of other training rows, another operating point or another path:
that is what the spread over splits shows. Both are reported, each by its name; neither contains
the other, and as all splits share one table the spread is no interval for other tables.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.cancel import Cancel
from iffair_core.config import StudyConfig
from iffair_core.data.tables import Table
from iffair_core.errors import ConfigError
from iffair_core.fairness.measure import Measures
from iffair_core.results import Study
from iffair_core.study import Progress, open_table, run
from iffair_core.version import __version__

LEAST_SPLITS = 2
COLUMNS = ("metric", "when", "mean", "sd", "smallest", "largest", "splits")
WHEN = ("before", "after", "change")


@dataclass(frozen=True)
class SplitFigures:
    """Test figures of one split, gaps and utilities by name; None is undefined.

    step  the operating point that the rule chose on the split's validation rows
    """

    seed: int
    step: int
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]


@dataclass(frozen=True)
class Spread:
    """Figures of every split, and the version that computed them."""

    version: str
    splits: tuple[SplitFigures, ...]

    def to_dict(self) -> dict[str, Any]:
        splits = [dataclasses.asdict(split) for split in self.splits]
        return {"version": self.version, "splits": splits}


def from_dict(saved: Mapping[str, Any]) -> Spread:
    """What ``Spread.to_dict`` gave."""
    splits = tuple(SplitFigures(**split) for split in saved["splits"])
    return Spread(saved["version"], splits)


def other_seeds(config: StudyConfig, count: int) -> tuple[int, ...]:
    """The ``count`` seeds that follow that of the config."""
    return tuple(config.seed + i for i in range(1, count + 1))


def repeat(
    config: StudyConfig,
    seeds: Sequence[int],
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    *,
    table: Table | None = None,
) -> Spread:
    """Run the study with each seed for the split; the seed of the config itself plays no part.

    The operating point is chosen anew on every split, by the rule of the config. ``table``
    replaces reading ``config.data``. Raises ConfigError with fewer than two seeds or where rows
    are divided by date, Cancelled when ``cancel`` says so.
    """
    _check(config, seeds)
    table = open_table(config.data) if table is None else table
    found = []
    for i, seed in enumerate(seeds):
        split = dataclasses.replace(config, seed=seed)
        study = run(split, _part(progress, i, len(seeds)), cancel, table=table)
        found.append(_figures(study))
    return Spread(__version__, tuple(found))


def _check(config: StudyConfig, seeds: Sequence[int]) -> None:
    if len(set(seeds)) < max(LEAST_SPLITS, len(seeds)):
        raise ConfigError(
            f"A spread needs at least {LEAST_SPLITS} seeds, each once; got "
            f"{list(seeds) or 'none'}. Ask for more splits."
        )
    if config.split == "date":
        raise ConfigError(
            "The rows are divided by date, so other seeds give the same split. A spread needs a "
            "split that is drawn: divide the rows at random."
        )


def spread_table(spread: Spread) -> pd.DataFrame:
    """One line a metric and moment ("before", "after", "change"), over the splits.

    mean, sd (n - 1), smallest, largest; <NA> where fewer than two splits define the figure, whose
    number is ``splits``.
    """
    lines = [
        (metric, when, *_summary(_values(spread, metric, when)))
        for metric in spread.splits[0].before
        for when in WHEN
    ]
    table = pd.DataFrame.from_records(lines, columns=list(COLUMNS))
    return table.astype({"metric": "str", "when": "str", **dict.fromkeys(COLUMNS[2:6], "Float64")})


def _part(progress: Progress | None, i: int, of: int) -> Progress | None:
    """Progress of one run as progress of all of them."""
    if progress is None:
        return None

    def show(stage: str, fraction: float, text: str) -> None:
        progress(stage, (i + fraction) / of, f"Split {i + 1} of {of}: {text}")

    return show


def _figures(study: Study) -> SplitFigures:
    return SplitFigures(
        study.config.seed,
        study.operating.step,
        _flat(study.plain.test),
        _flat(study.operating.test),
    )


def _flat(measures: Measures) -> dict[str, float | None]:
    return {**measures.gaps, **measures.utility}


def _values(spread: Spread, metric: str, when: str) -> list[float]:
    """The figure on every split that defines it before and after."""
    pairs = [(s.before[metric], s.after[metric]) for s in spread.splits]
    known = [(b, a) for b, a in pairs if b is not None and a is not None]
    return [{"before": b, "after": a, "change": a - b}[when] for b, a in known]


def _summary(values: Sequence[float]) -> tuple[float | None, ...]:
    if len(values) < LEAST_SPLITS:
        return None, None, None, None, len(values)
    x = np.array(values)
    return float(x.mean()), float(x.std(ddof=1)), float(x.min()), float(x.max()), len(x)
