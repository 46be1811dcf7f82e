"""The audit of a plain study, and a study of groups that are alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.tables import table_from_frame
from iffair_core.results import Study
from iffair_core.study import plain_study
from tests.pages.helpers import Open


@pytest.fixture
def audit(open_app: Open, plain_link: str) -> AppTest:
    return open_app("audit", study=plain_link)


@pytest.fixture(scope="module")
def even() -> Study:
    """Groups a and b are alike; "tiny" has five rows, none of them a test row with y = 1."""
    random = np.random.default_rng(2)
    group = np.array(["a"] * 300 + ["b"] * 300 + ["tiny"] * 5)
    x = random.normal(size=605)
    y = (random.random(605) < 1 / (1 + np.exp(-2 * x))).astype(int)
    y[600:] = 0
    frame = pd.DataFrame({"y": y, "g": group, "x": x})
    task = Task(Outcome("y", favourable=("1",)), (Attribute("g"),))
    return plain_study(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))
