"""What the weights did for the study's other learner, with intervals, on test rows.

The learner was trained with the weights of every point; its probabilities on test rows are kept
with the study, so its figures have the same intervals as those of the study's own model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iffair_core.config import LearnerName
from iffair_core.evidence.rows import changes_at, figures_at, part_rows
from iffair_core.evidence.utilities import utility_figures_at
from iffair_core.fairness.inputs import Predictions
from iffair_core.results import Point, Study


@dataclass(frozen=True, eq=False)
class Carried:
    """The other learner without the weights (plain) and with those of the operating point.

    plain, chosen  rates, gaps and utilities, in the columns of ``fairness_report``
    change         from plain to chosen, in the columns of ``fairness_change``
    """

    learner: LearnerName
    plain: pd.DataFrame
    chosen: pd.DataFrame
    change: pd.DataFrame


def carried(study: Study) -> Carried | None:
    """None where no other learner was measured, or its probabilities were not kept."""
    before, after = _predictions(study.plain), _predictions(study.operating)
    if study.config.learner is None or before is None or after is None:
        return None
    at = part_rows(study)
    plain, chosen = (
        pd.concat([figures_at(at, said), utility_figures_at(at, said)], ignore_index=True)
        for said in (before, after)
    )
    return Carried(study.config.learner, plain, chosen, changes_at(at, before, after))


def _predictions(point: Point) -> Predictions | None:
    found = point.transfer
    if found is None or found.probability is None:
        return None
    decision = (found.probability >= found.cut).astype(np.float64)
    return Predictions(decision, found.probability)
