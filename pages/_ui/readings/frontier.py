"""The points of a frontier as tables, and the operating point among them in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.level import Level
from iffair_core.fairness.measure import targeted_gap
from iffair_core.frontier import undominated
from iffair_core.results import Study
from iffair_core.weights.describe import summarise_weights
from iffair_core.words import UNDEFINED, bare, interval, with_interval
from pages._ui import words
from pages._ui.readings import gained, measured


def frontier_lines(study: Study, gaps: tuple[str, ...], utility: str) -> pd.DataFrame:
    """One line a point and part: step, part, gap and utility with intervals, undominated.

    The interval of the utility is that of the operating point on test rows alone.
    """
    lines = []
    for part in (Part.VALIDATION, Part.TEST):
        name = part.name.lower()
        measures = [getattr(p, name) for p in study.points]
        best = undominated(measures, gaps, utility)
        intervals = gained.levels_of(study, gaps, part)
        for point, found, level, free in zip(study.points, measures, intervals, best, strict=True):
            lines.append(
                {
                    "step": point.step,
                    "part": name,
                    "gap": targeted_gap(found, gaps),
                    "gap_low": level.gap.low,
                    "gap_high": level.gap.high,
                    "utility": found.utility[utility],
                    "undominated": bool(free),
                }
            )
    table = pd.DataFrame(lines).astype(dict.fromkeys(("gap", "gap_low", "gap_high"), float))
    here = (table["part"] == "test") & (table["step"] == study.operating.step)
    known = measured.utilities_of(study, study.operating).set_index("metric").loc[utility]
    for bound in ("low", "high"):
        table[f"utility_{bound}"] = np.where(here, _number(known[f"ci_{bound}"]), np.nan)
    return table.astype({"utility": float})


def _number(value: Any) -> float:
    return float("nan") if pd.isna(value) else float(value)


def frontier_sentence(study: Study, lines: pd.DataFrame, gap: str, utility: str) -> str:
    """Where the operating point stands, and how many points there are to choose from."""
    test = lines[lines["part"] == "test"].set_index("step")
    plain, chosen = test.loc[0], test.loc[study.operating.step]
    rows = int(study.prepared.mask(Part.TEST).sum())
    bounds = [
        f" (95\N{NO-BREAK SPACE}% interval {told})" if told else ""
        for name, kind in ((gap, "gap"), (utility, "utility"))
        for told in [interval(chosen[f"{kind}_low"], chosen[f"{kind}_high"], name)]
    ]
    return (
        f"On {words.plural(rows, 'test row')} the operating point (step {study.operating.step} of "
        f"{len(test) - 1}) has a gap of {words.figure(chosen['gap'], gap)}{bounds[0]} and "
        f"{words.utility_name(utility)} {words.figure(chosen['utility'], utility)}{bounds[1]}; "
        f"the plain model {words.figure(plain['gap'], gap)} and "
        f"{words.figure(plain['utility'], utility)}. Faint "
        "points are dominated: another one is better in both. Lines through the operating point "
        "are its intervals."
    )


def point_table(study: Study) -> pd.DataFrame:
    """One line a point: targeted gap and accuracy with intervals on both parts, and its weights.

    Intervals are text, in points (or log loss) and in percent.
    """
    gaps = study.config.gaps
    validation, test = (gained.levels_of(study, gaps, p) for p in (Part.VALIDATION, Part.TEST))
    lines = []
    for point, before, after in zip(study.points, validation, test, strict=True):
        weights = summarise_weights(point.weights)
        lines.append(
            {
                "step": point.step,
                "operating point": point.step == study.operating.step,
                "gap, validation": _with_interval(before.gap, gaps[0]),
                "gap, test": _with_interval(after.gap, gaps[0]),
                "accuracy, validation": _with_interval(before.accuracy, "accuracy"),
                "accuracy, test": _with_interval(after.accuracy, "accuracy"),
                "effective sample size": round(weights.effective_sample_size),
                "largest weight": round(weights.largest, 2),
            }
        )
    return pd.DataFrame(lines)


def _with_interval(level: Level, name: str) -> str:
    """ "2.8 (1.3 to 4.3)"."""
    if level.value is None:
        return UNDEFINED
    return with_interval(bare(level.value, name), level.low, level.high, name)
