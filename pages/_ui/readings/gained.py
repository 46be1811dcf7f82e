"""What a reweighting did, with intervals, kept in memory by what it depends on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import streamlit as st

from iffair_core.comparison.store import load_comparisons
from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.evidence.alarm import Alarm, alarm
from iffair_core.evidence.control_words import control_lines
from iffair_core.evidence.controls import Control, matched_controls
from iffair_core.evidence.effects import Effect, effects
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import Levels, levels
from iffair_core.evidence.rows import changes
from iffair_core.kept.beside import load_spread
from iffair_core.report.findings import Findings, findings
from iffair_core.report.story import Story, story
from iffair_core.results import Point, Study
from pages._ui.readings.keys import Key, of_points, of_result

KEPT = 32


def changes_of(study: Study) -> pd.DataFrame:
    """From the plain model to the operating point, in the columns of ``fairness_change``."""
    return changes_at(study, study.operating)


def changes_at(study: Study, point: Point) -> pd.DataFrame:
    """From the plain model to any point, in the same columns."""
    return _changes(of_points(study, point, study.plain), _study=study, _point=point)


def effects_of(study: Study) -> tuple[Effect, ...]:
    """The same changes, told better, worse, or not at all."""
    return _effects(of_result(study), study.config.gaps, _study=study)


def alarm_of(study: Study) -> Alarm:
    """Who is worse off, in words."""
    return alarm(changes_of(study), study.config.min_cell)


def controls_of(study: Study) -> tuple[Control, ...]:
    """The gap of the operating point by other means."""
    return _controls(of_result(study), _study=study)


def control_lines_of(study: Study) -> tuple[str, ...]:
    """The same in sentences, as ``control_lines``."""
    return _control_lines(of_result(study), study.config.gaps, _study=study)


def findings_of(study: Study, folder: Path, remark: str = "") -> Findings:
    """All that a study is handed on with; ``folder`` is where it is kept."""
    return dataclasses.replace(
        _findings(of_result(study), _study=study),
        study=study,
        spread=load_spread(folder),
        comparisons=load_comparisons(folder),
        remark=remark,
    )


def story_of(found: Findings) -> Story:
    """The findings as a story."""
    study = found.study
    beside = repr((found.spread, study.yardsticks, study.chosen_by, found.remark))
    return _story(of_result(study), beside, _found=found)


def levels_of(study: Study, gaps: tuple[str, ...], part: Part) -> tuple[Levels, ...]:
    """Gap and accuracy with intervals of every point on one part of the rows."""
    return _levels(of_points(study, *study.points), gaps, part.value, _study=study)


def gap_of(study: Study, point: Point) -> Level:
    """The largest targeted gap of one point on test rows, with its interval and rows."""
    return _gap(of_points(study, point), _study=study, _point=point)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _gap(key: Key, *, _study: Study, _point: Point) -> Level:
    return levels(_study, _point).gap


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _changes(key: Key, *, _study: Study, _point: Point) -> pd.DataFrame:
    return changes(_study, after=_point)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _effects(key: Key, gaps: tuple[GapName, ...], *, _study: Study) -> tuple[Effect, ...]:
    return effects(changes_of(_study), gaps)


@st.cache_resource(max_entries=KEPT, show_spinner="Measuring the controls …")
def _controls(key: Key, *, _study: Study) -> tuple[Control, ...]:
    return matched_controls(_study)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _control_lines(key: Key, gaps: tuple[GapName, ...], *, _study: Study) -> tuple[str, ...]:
    return tuple(control_lines(controls_of(_study), gaps))


@st.cache_resource(max_entries=KEPT, show_spinner="Putting the story together …")
def _findings(key: Key, *, _study: Study) -> Findings:
    return findings(_study, controls=controls_of(_study))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _story(key: Key, beside: str, *, _found: Findings) -> Story:
    return story(_found)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _levels(key: Key, gaps: tuple[str, ...], part: int, *, _study: Study) -> tuple[Levels, ...]:
    return tuple(levels(_study, point, Part(part), gaps) for point in _study.points)
