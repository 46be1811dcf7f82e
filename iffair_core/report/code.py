"""Python lines that train any learner with the weights of a study."""

from __future__ import annotations

from pprint import pformat

from iffair_core.data.builtin import builtin_name
from iffair_core.report.weights import SAMPLE_WEIGHT_COLUMN, WEIGHT_COLUMN
from iffair_core.results import Study

LINES = """\
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from iffair_core import {reader}

table = {reader}({name!r}){frame}
weights = pd.read_csv("weights.csv").query("split == 'train'")
train = table.loc[weights["row"]]
features = {features}
X = pd.get_dummies(train[features])
y = {outcome}

learner = HistGradientBoostingClassifier()  # or any other that takes sample_weight
learner.fit(X, y, sample_weight=weights["{weight}"].to_numpy())
"""
WIDTH = 88


def code_lines(study: Study) -> str:
    """A script that reads the study's table and ``weights.csv`` and fits a learner with them."""
    config = study.config
    packaged = builtin_name(config.data) is not None
    features = pformat(list(study.prepared.features), width=WIDTH, compact=True)
    return LINES.format(
        reader="load_builtin" if packaged else "read_table",
        name=config.data if packaged else study.table.name,
        frame=".table.frame" if packaged else ".frame",
        features=features.replace("\n", "\n" + " " * len("features = ")),
        outcome=_outcome(study),
        weight=SAMPLE_WEIGHT_COLUMN if config.task.weight_column is not None else WEIGHT_COLUMN,
    )


def _outcome(study: Study) -> str:
    """An expression for the favourable outcome of the rows in ``train``."""
    outcome = study.config.task.outcome
    column = f"train[{outcome.column!r}]"
    if outcome.above is not None:
        return f"{column} > {outcome.above!r}"
    if outcome.at_most is not None:
        return f"{column} <= {outcome.at_most!r}"
    favourable = study.prepared.frame.loc[study.prepared.y == 1.0, outcome.column]
    return f"{column}.isin({favourable.drop_duplicates().tolist()!r})"
