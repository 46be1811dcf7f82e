"""Figures of a study with intervals and statuses, kept in memory by what they depend on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.data.prepared import Exclusion
from iffair_core.evidence.base_rates import BaseRateDifference, base_rate_difference
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.rows import figures, part_rows, predictions
from iffair_core.evidence.screening import Screened, screen
from iffair_core.evidence.utilities import utility_figures
from iffair_core.results import Point, Study
from iffair_core.yardsticks import ScreeningLine
from pages._ui.readings.keys import Key, of_points, of_study

KEPT = 32


def figures_of(study: Study, point: Point) -> pd.DataFrame:
    """Rates and gaps on test rows, in the columns of ``fairness_report``."""
    return _figures(of_points(study, point), _study=study, _point=point)


def largest(lines: pd.DataFrame, gap: str) -> pd.Series:
    """The line of a gap over all groups."""
    return lines[(lines["metric"] == gap) & (lines["group"] == "")].iloc[-1]


def utilities_of(study: Study, point: Point) -> pd.DataFrame:
    """Utilities on test rows, in the same columns; one line each."""
    return _utilities(of_points(study, point), _study=study, _point=point)


def selected_of(study: Study, point: Point) -> list[int]:
    """How many test rows of each group the model selects (predicted positives)."""
    at = part_rows(study)
    chosen = predictions(study, point, at).decision > 0
    return np.bincount(at.groups.code[chosen], minlength=len(at.groups.names)).tolist()


def screened_of(
    study: Study, point: Point, lines: tuple[ScreeningLine, ...]
) -> tuple[Screened, ...]:
    """Screening lines on test rows."""
    return _screened(of_points(study, point), lines, _study=study, _point=point)


def ledger_of(study: Study) -> tuple[Exclusion, ...]:
    """What was left out, and why."""
    return _ledger(of_study(study), _study=study)


def base_rates_of(study: Study) -> BaseRateDifference | None:
    """The largest difference of base rates in the data."""
    return _base_rates(of_study(study), _study=study)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _figures(key: Key, *, _study: Study, _point: Point) -> pd.DataFrame:
    return figures(_study, _point)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _utilities(key: Key, *, _study: Study, _point: Point) -> pd.DataFrame:
    return utility_figures(_study, _point)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _screened(
    key: Key, lines: tuple[ScreeningLine, ...], *, _study: Study, _point: Point
) -> tuple[Screened, ...]:
    return screen(_study, _point, lines)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _ledger(key: Key, *, _study: Study) -> tuple[Exclusion, ...]:
    return ledger(_study)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _base_rates(key: Key, *, _study: Study) -> BaseRateDifference | None:
    return base_rate_difference(_study)
