"""Studies to tell of: German with two gaps, and one of many groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.tables import table_from_frame
from iffair_core.report.findings import Findings, findings
from iffair_core.report.story import story
from iffair_core.report.story.values import Story
from iffair_core.results import Study
from iffair_core.study import run


@pytest.fixture(scope="session")
def german() -> Study:
    task = BUILTIN["german"].task
    gaps = ("demographic_parity", "equalized_odds")
    return run(StudyConfig(data="german", task=task, gaps=gaps, steps=4))


@pytest.fixture(scope="session")
def found(german: Study) -> Findings:
    return findings(german)


@pytest.fixture(scope="session")
def told(found: Findings) -> Story:
    return story(found)


@pytest.fixture(scope="session")
def many() -> Study:
    """Fourteen groups of which one is too small, with a name that a sheet would compute."""
    rng = np.random.default_rng(3)
    n = 1500
    group = rng.choice([f"town {i}" for i in range(13)], n).astype(object)
    group[:6] = "=1+1"
    size = rng.normal(0, 1, n) + (group == "town 3") - (group == "town 7")
    frame = pd.DataFrame(
        {"group": group, "size": size, "good": np.where(size > rng.normal(0, 1, n), "yes", "no")}
    )
    task = Task(Outcome("good", favourable=("yes",)), (Attribute("group"),))
    return run(
        StudyConfig(data="towns.csv", task=task, steps=2), table=table_from_frame(frame, "t")
    )
