"""Which training rows are listed and drawn: by group, outcome, decision, and any feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from iffair_core.arrays import Codes, Mask
from iffair_core.data.prepared import Part
from iffair_core.results import Point, Study
from iffair_core.study import probabilities
from pages._ui import widgets, words
from pages._ui.influence import pattern

ALL = "All"
OUTCOMES = {ALL: None, "Good": 1.0, "Bad": 0.0}
DECISIONS = {ALL: None, "Selected": True, "Not selected": False}
ANY = "Any"
PREFIX = "influence_filter"


@dataclass(frozen=True, eq=False)
class Kept:
    """Positions of the training rows that pass, and what was asked of them ("" for nothing)."""

    rows: Codes
    told: str


def controls(study: Study, point: Point) -> Kept:
    """The filters, folded away; all rows pass at first."""
    prepared = study.prepared
    train = np.flatnonzero(prepared.mask(Part.TRAIN))
    with st.expander("Filter the rows", key=f"{PREFIX}_box"):
        left, middle, right = st.columns([3, 2, 2])
        widgets.restore(f"{PREFIX}_groups", [])
        groups = left.multiselect(
            "Groups", prepared.groups, key=f"{PREFIX}_groups", placeholder="All groups"
        )
        widgets.restore_choice(f"{PREFIX}_outcome", ALL, list(OUTCOMES))
        outcome = middle.selectbox("Outcome", list(OUTCOMES), key=f"{PREFIX}_outcome")
        widgets.restore_choice(f"{PREFIX}_decision", ALL, list(DECISIONS))
        decision = right.selectbox("Decision", list(DECISIONS), key=f"{PREFIX}_decision")
        told, passes = _feature(study, train)
    said = [told] if told else []
    if groups:
        wanted = [prepared.groups.index(name) for name in groups]
        passes = passes & np.isin(prepared.group[train], wanted)
        said.append(words.listed(groups))
    if OUTCOMES[outcome] is not None:
        passes = passes & (prepared.y[train] == OUTCOMES[outcome])
        said.append(f"{outcome.lower()} outcome")
    if DECISIONS[decision] is not None:
        selected = probabilities(study, point)[train] >= point.cut
        passes = passes & (selected == DECISIONS[decision])
        said.append(decision.lower())
    return Kept(np.flatnonzero(passes), ", ".join(said))


def _feature(study: Study, train: Codes) -> tuple[str, Mask]:
    """A column and its values; every row where none is chosen."""
    frame = pattern.as_read(study)
    columns = [ANY, *pattern.offered(frame, study.prepared.features)]
    widgets.restore_choice(f"{PREFIX}_column", ANY, columns)
    column = st.selectbox("Feature", columns, key=f"{PREFIX}_column")
    if column == ANY:
        return "", np.ones(len(train), dtype=bool)
    return pattern.values_of(column, frame[column], PREFIX)
