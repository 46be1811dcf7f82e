"""What the choices of a run are called."""

from __future__ import annotations

from collections.abc import Mapping

COMPARE_WORDS: Mapping[str, str] = {
    "largest": "every group with every other (the largest difference)",
    "reference": "each group with the reference group",
    "rest": "each group with all others together",
}
TARGET_WORDS: Mapping[str, str] = {
    "pooled": "training and validation rows together",
    "validation": "validation rows alone",
}
