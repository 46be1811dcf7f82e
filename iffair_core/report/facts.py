"""The figures of a report, drawn from a study: plain values, ready to be shown in any form."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import levels
from iffair_core.evidence.rows import figures
from iffair_core.fairness.measure import targeted_gap
from iffair_core.report.svg import CHOSEN, FAINT, PLAIN, Estimate, FrontierPoint, GroupRates
from iffair_core.report.words import RATE_MEANINGS
from iffair_core.results import Point, Study
from iffair_core.words import LOSSES

LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas", "statsmodels")


@dataclass(frozen=True)
class Cell:
    """Training weights of one group and outcome."""

    group: str
    outcome: str
    rows: int
    mean: float
    largest: float
    zero_share: float


def group_rates(study: Study) -> dict[str, list[GroupRates]]:
    """Rates with intervals of every group on the test rows, under both models."""
    plain, chosen = _rates(study, study.plain), _rates(study, study.operating)
    return {
        rate: [
            GroupRates(group, plain.get((rate, group)), chosen.get((rate, group)))
            for group in study.prepared.groups
        ]
        for rate in RATE_MEANINGS
    }


def test_counts(study: Study) -> list[tuple[str, int, int]]:
    """Group, test rows, test rows with the favourable outcome."""
    prepared = study.prepared
    test = prepared.mask(Part.TEST)
    counts = []
    for code, name in enumerate(prepared.groups):
        members = test & (prepared.group == code)
        counts.append((name, int(members.sum()), int(prepared.y[members].sum())))
    return counts


def _rates(study: Study, point: Point) -> dict[tuple[str, str], Estimate]:
    """Rates with intervals of every cell that has enough rows."""
    report = figures(study, point)
    known = report[report["metric"].isin(list(RATE_MEANINGS)) & (report["status"] == "ok")]
    bounds = known[["value", "ci_low", "ci_high"]].to_numpy(dtype=np.float64).tolist()
    return {
        (metric, group): Estimate(*rate)
        for metric, group, rate in zip(known["metric"], known["group"], bounds, strict=True)
    }


def frontier_points(study: Study) -> list[FrontierPoint]:
    """All points on validation and test; the plain and the operating one are marked last.

    Gaps are in points (losses as they are), accuracies in percent; the operating point on test
    rows has its 95 % intervals.
    """
    marks = {study.chosen: ("reweighted", CHOSEN), 0: ("plain", PLAIN)}
    scale = 1.0 if study.config.gaps[0] in LOSSES else 100.0
    shown = []
    for i, point in enumerate(study.points):
        mark, colour = marks.get(i, ("", FAINT))
        for measures, test in ((point.validation, False), (point.test, True)):
            gap, value = targeted_gap(measures, study.config.gaps), measures.utility["accuracy"]
            if gap is not None and value is not None:
                found = levels(study, point) if test and i == study.chosen else None
                shown.append(
                    FrontierPoint(
                        gap=scale * gap,
                        utility=100.0 * value,
                        test=test,
                        mark=mark,
                        colour=colour,
                        gap_interval=_scaled(found.gap, scale) if found else None,
                        utility_interval=_scaled(found.accuracy, 100.0) if found else None,
                    )
                )
    return sorted(shown, key=lambda p: bool(p.mark))


def _scaled(level: Level, scale: float) -> tuple[float, float] | None:
    if level.low is None or level.high is None:
        return None
    return scale * level.low, scale * level.high


def weight_cells(study: Study) -> list[Cell]:
    """Weights of the operating point by group and outcome of the training rows."""
    prepared = study.prepared
    train = prepared.mask(Part.TRAIN)
    rows = pd.DataFrame(
        {
            "group": np.array(prepared.groups)[prepared.group[train]],
            "good": prepared.y[train] == 1.0,
            "weight": study.operating.weights,
        }
    )
    return [
        Cell(
            group=str(group),
            outcome="favourable" if good else "unfavourable",
            rows=len(cell),
            mean=float(cell["weight"].mean()),
            largest=float(cell["weight"].max()),
            zero_share=float((cell["weight"] <= 1e-9).mean()),
        )
        for (group, good), cell in rows.groupby(["group", "good"])
    ]


def split_counts(study: Study) -> list[tuple[str, int]]:
    """Part and number of rows."""
    prepared = study.prepared
    return [(part.name.lower(), int(prepared.mask(part).sum())) for part in Part]


def versions(study: Study) -> list[tuple[str, str]]:
    """What computed the study, and what is installed where the report was made."""
    return [
        ("IFFair", study.version),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in LIBRARIES),
        *([("torch", version("torch"))] if study.config.model == "network" else []),
    ]
