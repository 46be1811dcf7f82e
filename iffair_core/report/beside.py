"""The section of a report that stands the result beside other methods."""

from __future__ import annotations

from dataclasses import dataclass

from iffair_core.comparison.result import Comparison
from iffair_core.comparison.told import (
    FamilyLine,
    MethodLine,
    box_words,
    family_lines,
    method_lines,
)
from iffair_core.comparison.view import View
from iffair_core.comparison.which import which
from iffair_core.comparison.words import sentence
from iffair_core.config import StudyConfig
from iffair_core.words import TITLES


@dataclass(frozen=True)
class Beside:
    """One comparison as the report tells it: at the gap that the study allows, with accuracy."""

    gap: str
    splits: int
    answer: str
    families: list[FamilyLine]
    methods: list[MethodLine]
    reach: str


def beside(config: StudyConfig, found: Comparison) -> Beside:
    """What a comparison of the study says."""
    view = View(found.gap)
    told = which(found, view, config.allowed(found.gap))
    return Beside(
        TITLES[found.gap],
        len(found.complete_seeds or found.seeds),
        sentence(told),
        family_lines(told),
        method_lines(found, view),
        box_words(found, view),
    )
