"""The points of a frontier as tables, and the operating point among them in words."""

from __future__ import annotations

import pandas as pd

from iffair_core.config import StudyConfig
from iffair_core.fairness.measure import targeted_gap
from iffair_core.frontier import undominated
from iffair_core.results import Study, summarise_weights
from pages._ui import words


def goal(config: StudyConfig) -> str:
    """What the operating point shall keep to: "a gap of at most 2.0 points"."""
    bounds = dict(config.bounds)
    if bounds:
        each = [
            f"{words.gap_title(gap)} {words.points(bounds.get(gap, config.max_gap))}"
            for gap in config.gaps
        ]
        wanted = f"gaps of at most {words.listed(each)}"
    else:
        kind = "a gap" if len(config.gaps) == 1 else "gaps"
        wanted = f"{kind} of at most {words.points(config.max_gap)}"
    if config.max_loss is None:
        return wanted
    return f"{wanted}, for at most {words.points(config.max_loss)} of accuracy"


def frontier_lines(study: Study, gaps: tuple[str, ...], utility: str) -> pd.DataFrame:
    """One line a point and part: step, part, gap, utility, undominated, weights' effective size."""
    lines = []
    for part in ("validation", "test"):
        measures = [getattr(p, part) for p in study.points]
        best = undominated(measures, gaps, utility)
        for point, found, free in zip(study.points, measures, best, strict=True):
            lines.append(
                {
                    "step": point.step,
                    "part": part,
                    "gap": targeted_gap(found, gaps),
                    "utility": found.utility[utility],
                    "undominated": bool(free),
                }
            )
    return pd.DataFrame(lines).astype({"gap": float, "utility": float})


def frontier_sentence(study: Study, lines: pd.DataFrame, gap: str, utility: str) -> str:
    """Where the operating point stands, and how many points there are to choose from."""
    test = lines[lines["part"] == "test"].set_index("step")
    plain, chosen = test.loc[0], test.loc[study.operating.step]
    return (
        f"On test rows the operating point (step {study.operating.step} of {len(test) - 1}) has a "
        f"gap of {words.figure(chosen['gap'], gap)} at {words.utility_title(utility)} "
        f"{words.figure(chosen['utility'], utility)}; the plain model "
        f"{words.figure(plain['gap'], gap)} at {words.figure(plain['utility'], utility)}. Faint "
        "points are dominated: another one is better in both."
    )


def point_table(study: Study) -> pd.DataFrame:
    """One line a point: targeted gap and accuracy on both parts, and its weights."""
    lines = []
    for point in study.points:
        weights = summarise_weights(point.weights)
        lines.append(
            {
                "step": point.step,
                "operating point": point.step == study.operating.step,
                "gap, validation": targeted_gap(point.validation, study.config.gaps),
                "gap, test": targeted_gap(point.test, study.config.gaps),
                "accuracy, validation": point.validation.utility["accuracy"],
                "accuracy, test": point.test.utility["accuracy"],
                "effective sample size": round(weights.effective_sample_size),
                "largest weight": round(weights.largest, 2),
            }
        )
    return pd.DataFrame(lines)
