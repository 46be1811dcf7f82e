"""Rates of the groups at a point of a study, as tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.fairness.gaps import MIN_CELL, RateTable, group_rates
from iffair_core.fairness.report import fairness_report
from iffair_core.results import Point, Study
from iffair_core.study import logits, probabilities
from pages._ui import words

SHOWN_RATES = ("base_rate", *words.RATES)


def rates_by_group(study: Study, point: Point, part: Part = Part.TEST) -> pd.DataFrame:
    """Lines of (metric, group, value, ci_low, ci_high, n) in the order of the groups."""
    prepared = study.prepared
    rows = prepared.mask(part)
    report = fairness_report(
        prepared.y[rows],
        (probabilities(study, point)[rows] >= point.cut).astype(np.float64),
        np.array(prepared.groups, dtype=object)[prepared.group[rows]],
        sample_weight=prepared.weight[rows] if study.config.task.weight_column else None,
    )
    own = report[report["metric"].isin(SHOWN_RATES) & (report["group"] != "")]
    order = {group: i for i, group in enumerate(prepared.groups)}
    own = own.sort_values("group", key=lambda names: names.map(order), kind="stable")
    return own[["metric", "group", "value", "ci_low", "ci_high", "n"]].reset_index(drop=True)


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


def base_rates(lines: pd.DataFrame) -> pd.DataFrame:
    """(group, rows, base_rate, selection_rate) from the lines of ``rates_by_group``."""
    wide = lines.pivot_table(index="group", columns="metric", values="value", sort=False)
    rows = lines[lines["metric"] == "selection_rate"].set_index("group")["n"]
    table = wide[["base_rate", "selection_rate"]].astype(float)
    table.insert(0, "rows", rows.reindex(table.index))
    return table.reset_index()


def stacked(models: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The lines of several models under one another, the model's name in front."""
    return pd.concat([lines.assign(model=name) for name, lines in models.items()])[
        ["model", "metric", "group", "value", "ci_low", "ci_high", "n"]
    ]


def small_groups(study: Study) -> str:
    """Which groups have too few test rows for their rates to say much; empty if none."""
    prepared = study.prepared
    counts = np.bincount(prepared.group[prepared.mask(Part.TEST)], minlength=len(prepared.groups))
    few = [f"{prepared.groups[g]} ({counts[g]})" for g in np.flatnonzero(counts < MIN_CELL)]
    if not few:
        return ""
    return (
        f"Fewer than {MIN_CELL} test rows: {words.some(few)}. Their rates may be chance, and a "
        "largest difference may rest on them alone. Merge groups on the data page if they belong "
        "together."
    )
