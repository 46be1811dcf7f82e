"""Utilities of a model with their intervals, as a table like that of ``fairness_report``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.rows import PartRows, part_rows, predictions
from iffair_core.fairness.inputs import Predictions
from iffair_core.fairness.utility_influences import (
    Scored,
    utility_influences,
    utility_rows,
)
from iffair_core.fairness.utility_intervals import utility_bounds
from iffair_core.results import Point, Study


def utility_figures(study: Study, point: Point, part: Part = Part.TEST) -> pd.DataFrame:
    """One line a utility, in the columns of ``fairness_report`` with empty group and reference.

    One that rests on a cell of fewer than the config's ``min_cell`` rows has the status "few".
    """
    at = part_rows(study, part)
    return utility_figures_at(at, predictions(study, point, at))


def utility_figures_at(at: PartRows, said: Predictions) -> pd.DataFrame:
    """As ``utility_figures``, of any decisions on the rows."""
    rows = Scored(at.y, said.decision, said.probability, at.weight)
    value = {name: influenced[0] for name, influenced in utility_influences(rows).items()}
    bounds = utility_bounds(rows)
    frame = pd.DataFrame(
        {
            "metric": pd.Series(list(value), dtype="str"),
            "group": pd.Series([""] * len(value), dtype="str"),
            "reference": pd.Series([""] * len(value), dtype="str"),
            "value": pd.array(list(value.values()), dtype="Float64"),
            "ci_low": pd.array([bounds[name][0] for name in value], dtype="Float64"),
            "ci_high": pd.array([bounds[name][1] for name in value], dtype="Float64"),
            "n": np.full(len(value), len(at.y), dtype=np.int64),
        }
    )
    fewest = utility_rows(rows)
    few = np.array([fewest[name] < at.min_cell for name in value])
    status = np.select([frame["value"].isna(), few], ["undefined", "few"], "ok")
    return frame.assign(status=pd.Series(status, dtype="str"))
