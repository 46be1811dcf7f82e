"""A study of German credit, one of a table with odd names, and the report of the first."""

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.tables import table_from_frame
from iffair_core.report import (
    html_report,
)
from iffair_core.results import Study
from iffair_core.study import run
from tests.core.report.reader import Reader


@pytest.fixture(scope="session")
def german() -> Study:
    config = StudyConfig(data="german", task=BUILTIN["german"].task, steps=4)
    return run(config)


@pytest.fixture(scope="session")
def messy() -> Study:
    """A table of our own: missing numbers, a missing group, an id, a user weight, odd names."""
    rng = np.random.default_rng(1)
    n = 500
    group = rng.choice(np.array(["a", "b<i>", "c & d", None], dtype=object), n)
    score = rng.normal(0, 1, n) + (group == "a")
    frame = pd.DataFrame(
        {
            "person": [f"p{i:04d}" for i in range(n)],
            "group": group,
            "size": np.where(rng.random(n) < 0.1, np.nan, score + rng.normal(0, 0.5, n)),
            "colour": rng.choice(np.array(["red", "green", None], dtype=object), n),
            "survey": rng.uniform(0.5, 3.0, n).round(3),
            "good": np.where(score > 0.3, "yes", "no"),
        }
    )
    frame.loc[:9, "good"] = None
    task = Task(
        outcome=Outcome("good", favourable=("yes",)),
        sensitive=(Attribute("group"),),
        id_column="person",
        weight_column="survey",
    )
    config = StudyConfig(data="loans <2024>.csv", task=task, steps=2)
    return run(config, table=table_from_frame(frame, "loans <2024>.csv"))


@pytest.fixture(scope="session")
def report(german) -> Reader:
    return Reader(html_report(german))
