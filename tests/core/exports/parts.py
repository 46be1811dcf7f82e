"""The decisions of the exported study, and a PowerPoint file opened."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation

from iffair_core.decisions.log import Decision, DecisionLog

LOG = DecisionLog(
    (
        Decision("metric", "Demographic parity", "the charter | asks", "Ada B.", "Head of credit"),
        Decision("sign_off", "Step 2", by="Bo C.", role="Board", at="2026-03-31T08:00:00+00:00"),
    ),
    "Discussed with the works council.",
)


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))
