"""What the gap rests on: the influence of the training rows as a chart, in two views."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.results import Point, Study
from iffair_core.row_influence import RowInfluence
from iffair_core.study import probabilities
from pages._ui import show, widgets
from pages._ui.charts.cells import Binned, Cells, binned, cells_figure, cells_of
from pages._ui.charts.rows import drawn, rows_figure
from pages._ui.influence import row_tables

SPREAD, POINTS = "By group and outcome", "Against the prediction"
Subject = tuple[str, GapName, int, int]
"""What a chart depends on: the study, the gap, the point and the rows."""
HINT = (
    "Select in the chart (click, or draw a box) to list these rows below; a single one opens its "
    "card. What is selected can be proved."
)


def chart(study: Study, point: Point, gap: GapName, rows: Codes) -> Codes:
    """The chart of the training rows at ``rows``; positions of those selected in it."""
    if not len(rows):
        return rows
    widgets.restore_choice("influence_view", SPREAD, [SPREAD, POINTS])
    view = st.segmented_control(
        "See the rows", [SPREAD, POINTS], key="influence_view", required=True
    )
    subject = (row_tables.seen(study), gap, point.step, crc32(rows.tobytes()))
    draw = _points if view == POINTS else _spread
    selected = draw(study, point, row_tables.influence_of(study, gap, point.step), rows, subject)
    if not len(selected):
        st.caption(HINT)
    return selected


def cells(study: Study) -> Cells:
    """Group and outcome of the training rows."""
    prepared = study.prepared
    train = prepared.mask(Part.TRAIN)
    return cells_of(prepared.group[train], prepared.y[train], prepared.groups)


def _spread(
    study: Study, point: Point, influence: RowInfluence, rows: Codes, subject: Subject
) -> Codes:
    """Histograms, one a group and outcome."""
    shown, figure = _histograms(subject, _study=study, _influence=influence, _rows=rows)
    marks = show.chart(
        figure,
        reading=row_tables.reading(influence),
        data=shown.lines(),
        key="influence_chart",
        selection=("points", "box"),
    )
    return rows[shown.rows_in(marks)] if marks else rows[:0]


def _points(
    study: Study, point: Point, influence: RowInfluence, rows: Codes, subject: Subject
) -> Codes:
    """A point a row, at its predicted probability."""
    lines, figure, told = _scatter(
        subject, point.cut, _study=study, _point=point, _influence=influence, _rows=rows
    )
    marks = show.chart(
        figure,
        reading=told,
        data=lines.drop(columns=["position", "cell"]),
        key="influence_scatter",
        selection=("points", "box"),
    )
    return np.unique(np.array([int(mark) for mark in marks], dtype=np.int64))


@st.cache_resource(max_entries=16, show_spinner=False)
def _histograms(
    subject: Subject, *, _study: Study, _influence: RowInfluence, _rows: Codes
) -> tuple[Binned, go.Figure]:
    every = cells(_study)
    own = Cells(every.code[_rows], every.names, every.good)
    shown = binned(row_tables.POINTS * _influence.value[_rows], own)
    title = (
        "Influence on the gap, in points per unit of weight<br>Right: weight on such a row widens "
        "the gap."
    )
    return shown, cells_figure(shown, title=title, mark=0.0)


@st.cache_resource(max_entries=8, show_spinner=False)
def _scatter(
    subject: Subject,
    cut: float,
    *,
    _study: Study,
    _point: Point,
    _influence: RowInfluence,
    _rows: Codes,
) -> tuple[pd.DataFrame, go.Figure, str]:
    """The points that are drawn, their figure, and the sentence that reads it."""
    every = cells(_study)
    train = np.flatnonzero(_study.prepared.mask(Part.TRAIN))
    p = probabilities(_study, _point)[train]
    found = drawn(_influence.value, _rows)
    at = found.positions
    lines = pd.DataFrame(
        {
            "position": at,
            "row": _study.prepared.row[train[at]],
            "cell": every.code[at],
            "group and outcome": np.array(every.names, dtype=object)[every.code[at]],
            "probability": p[at],
            "influence": row_tables.POINTS * _influence.value[at],
        }
    )
    told = row_tables.reading_by_prediction(_influence, p, cut) + found.told
    return lines, rows_figure(lines, every, cut), told
