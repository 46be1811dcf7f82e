"""Rates of the groups at a point of a study, as tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.fairness.gaps import RateTable, group_rates
from iffair_core.results import Point, Study
from iffair_core.study import logits
from iffair_core.words import short_of
from pages._ui import words
from pages._ui.readings.measured import figures_of

SHOWN_RATES = ("base_rate", *words.RATES)
COLUMNS = ("metric", "group", "value", "ci_low", "ci_high", "n", "status")
MOST_NAMED = 3


def rates_by_group(study: Study, point: Point) -> pd.DataFrame:
    """Lines of (metric, group, value, ci_low, ci_high, n, status) on test rows, group by group."""
    found = figures_of(study, point)
    own = found[found["metric"].isin(SHOWN_RATES) & (found["group"] != "")]
    return own[list(COLUMNS)].reset_index(drop=True)


def rate_table(study: Study, point: Point, part: Part = Part.TEST) -> RateTable:
    """Hard rates of every group at a point."""
    prepared = study.prepared
    rows = prepared.mask(part)
    return group_rates(
        prepared.y[rows],
        logits(study, point)[rows],
        prepared.group[rows],
        n_groups=len(prepared.groups),
        weight=prepared.weight[rows],
        cut=point.cut,
        min_cell=study.config.min_cell,
    )


def stacked(models: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The lines of several models under one another, the model's name in front."""
    return pd.concat([lines.assign(model=name) for name, lines in models.items()])[
        ["model", *COLUMNS]
    ]


def small_groups(study: Study) -> str:
    """Which groups have too few test rows for a figure; empty if none."""
    prepared, fewest = study.prepared, study.config.min_cell
    counts = np.bincount(prepared.group[prepared.mask(Part.TEST)], minlength=len(prepared.groups))
    few = [
        f"{prepared.groups[g]} ({short_of(int(counts[g]), fewest)})"
        for g in np.flatnonzero(counts < fewest)
    ]
    if not few:
        return ""
    rest = "" if len(few) <= MOST_NAMED else " “What was left out, and why” below lists them."
    return (
        f"Not enough evidence: {words.some(few, MOST_NAMED)}. Gaps say nothing of these groups."
        f"{rest} Merge groups on the data page if they belong together."
    )
