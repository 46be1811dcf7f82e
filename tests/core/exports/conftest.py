"""A study with decisions, and all that it is exported as."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.tables import table_from_frame
from iffair_core.report import EXPORTS, findings
from iffair_core.report.findings import Findings
from iffair_core.study import run
from tests.core.exports.parts import LOG, opened


@pytest.fixture(scope="session")
def found() -> Findings:
    """An uploaded table with names that a page, a sheet or a file of XML could stumble over."""
    rng = np.random.default_rng(5)
    n = 900
    group = rng.choice(np.array(["=1+1", "b<i>&", "late\x0b 26"], dtype=object), n)
    size = rng.normal(0, 1, n) + 1.2 * (group == "=1+1")
    frame = pd.DataFrame(
        {
            "person": [f"person-{i:04d}" for i in range(n)],
            "group": group,
            "size": size,
            "good": np.where(size > rng.normal(0, 1, n), "yes", "no"),
        }
    )
    frame.loc[:9, "good"] = None
    task = Task(Outcome("good", favourable=("yes",)), (Attribute("group"),), id_column="person")
    config = StudyConfig(data="/home/someone/private/loans.csv", task=task, steps=3)
    study = run(config, table=table_from_frame(frame, "loans.csv"))
    return findings(dataclasses.replace(study, decisions=LOG))


@pytest.fixture(scope="session")
def made(found: Findings) -> dict[str, str]:
    """Every export as text; of PowerPoint all that its slides, notes and charts say."""
    texts = {}
    for name, export in EXPORTS.items():
        content = export.make(found)
        texts[name] = "\n".join(said(content)) if isinstance(content, bytes) else content
    return texts


def said(content: bytes) -> Iterator[str]:
    for slide in opened(content).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
        yield slide.notes_slide.notes_text_frame.text
