"""A table scored with the model of a study's operating point."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.special import expit

from iffair_core.data.encode import score_frame
from iffair_core.data.tables import Table
from iffair_core.models.registry import learner_of
from iffair_core.results import Study

PROBABILITY = "probability"
DECISION = "decision"


def score_table(study: Study, table: Table) -> pd.DataFrame:
    """``table`` with a probability of the favourable outcome and a decision (1 = favourable).

    The table needs the study's features and may have any other columns; the two new ones stand
    last, under a name with a number where the table uses theirs. Raises TableError if a feature
    is missing.
    """
    prepared, point = study.prepared, study.operating
    encoded = score_frame(prepared.encoder, prepared.features, table.frame)
    probability = expit(learner_of(study.config).logit(encoded, point.theta))
    scored = table.frame.copy()
    scored[_free_name(PROBABILITY, scored.columns)] = probability
    scored[_free_name(DECISION, scored.columns)] = (probability >= point.cut).astype(np.int64)
    return scored


def _free_name(name: str, taken: Collection[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
