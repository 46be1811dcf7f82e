"""The weights of a study as a table, one line a usable row of the source."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.results import Study

WEIGHT_COLUMN = "weight"
SAMPLE_WEIGHT_COLUMN = "sample_weight"
PART_NAMES = {int(part): part.name.lower() for part in Part}


def weights_table(study: Study) -> pd.DataFrame:
    """Weights of the operating point: row, the id if one is named, split, weight.

    row            position in the source table; 0 is the first row below the header
    split          train, validation or test
    weight         ours, mean 1 over the training rows; missing on the rows not trained on
    sample_weight  only if the task names a column of the user's own weights: those (scaled to
                   mean 1) times ours, which is what a learner should be given
    """
    prepared = study.prepared
    train = prepared.mask(Part.TRAIN)
    weight = np.full(len(prepared.row), np.nan)
    weight[train] = study.operating.weights
    table = pd.DataFrame({"row": prepared.row})
    if study.config.task.id_column is not None:
        name = study.config.task.id_column
        table[name] = prepared.frame[name].to_numpy()
    table["split"] = [PART_NAMES[part] for part in prepared.part.tolist()]
    table[WEIGHT_COLUMN] = weight
    if study.config.task.weight_column is not None:
        table[SAMPLE_WEIGHT_COLUMN] = weight * prepared.weight
    return table
