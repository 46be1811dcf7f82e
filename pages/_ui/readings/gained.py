"""What a reweighting did, with intervals, kept in memory by what it depends on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.data.prepared import Part
from iffair_core.evidence.alarm import Alarm, alarm
from iffair_core.evidence.controls import Control, matched_controls
from iffair_core.evidence.effects import Effect, effects
from iffair_core.evidence.levels import Level, Levels, levels
from iffair_core.evidence.rows import changes
from iffair_core.results import Point, Study

KEPT = 32
Key = tuple[str, str, int, float, float]


def changes_of(study: Study) -> pd.DataFrame:
    """From the plain model to the operating point, in the columns of ``fairness_change``."""
    return _changes(_key(study), _study=study)


def effects_of(study: Study) -> tuple[Effect, ...]:
    """The same changes, told better, worse, or not at all."""
    return effects(changes_of(study), study.config.gaps)


def alarm_of(study: Study) -> Alarm:
    """Who is worse off, in words."""
    return alarm(changes_of(study), study.config.min_cell)


def controls_of(study: Study) -> tuple[Control, ...]:
    """The gap of the operating point by other means."""
    return _controls(_key(study), _study=study)


def levels_of(study: Study, gaps: tuple[str, ...], part: Part) -> tuple[Levels, ...]:
    """Gap and accuracy with intervals of every point on one part of the rows."""
    cuts = tuple(point.cut for point in study.points)
    return _levels(study.id, study.table.digest, cuts, gaps, part.value, _study=study)


def gap_of(study: Study, point: Point) -> Level:
    """The largest targeted gap of one point on test rows, with its interval and rows."""
    return _gap(study.id, study.table.digest, point.step, point.cut, _study=study, _point=point)


def _key(study: Study) -> Key:
    """What the operating point's figures depend on."""
    point = study.operating
    return study.id, study.table.digest, point.step, point.cut, study.plain.cut


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _changes(key: Key, *, _study: Study) -> pd.DataFrame:
    return changes(_study)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _gap(
    identifier: str, digest: str, step: int, cut: float, *, _study: Study, _point: Point
) -> Level:
    return levels(_study, _point).gap


@st.cache_resource(max_entries=KEPT, show_spinner="Measuring the controls …")
def _controls(key: Key, *, _study: Study) -> tuple[Control, ...]:
    return matched_controls(_study)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _levels(
    identifier: str,
    digest: str,
    cuts: tuple[float, ...],
    gaps: tuple[str, ...],
    part: int,
    *,
    _study: Study,
) -> tuple[Levels, ...]:
    return tuple(levels(_study, point, Part(part), gaps) for point in _study.points)
