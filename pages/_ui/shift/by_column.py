"""Part by part: the test rows by the values of a column, and a part that training never saw."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from iffair_core.config import GAP_NAMES, Attribute
from iffair_core.data.groups import cut_points
from iffair_core.errors import IFFairError
from iffair_core.evidence.shift import Shift
from iffair_core.evidence.slices import (
    MOST_SLICES,
    Slices,
    can_be_held_out,
    held_out,
    sites,
    slices,
)
from iffair_core.results import Point, Study
from pages._ui import show, verbatim, widgets, words
from pages._ui.charts.shift import slices_figure
from pages._ui.readings import measured
from pages._ui.readings.keys import Key, of_points, of_study
from pages._ui.shift import said, then_now

FIGURES = (*GAP_NAMES, "accuracy", "roc_auc")
QUARTERS = 4


def section(study: Study, point: Point) -> None:
    """Choose a column and a figure; see the figure in every part, then hold a part out."""
    st.header("Part by part", anchor=False)
    st.markdown(
        "The test rows of the study by place, time or any other column. Training saw rows of every "
        "part, so this shows where the model does worse, not what it would do somewhere new."
    )
    choices = {by.name: by for by in parts(study)}
    left, right = st.columns(2)
    with left:
        column = widgets.choice("By", choices, key="shift_column", first=_first(study, choices))
    with right:
        metric = widgets.choice(
            "Figure",
            FIGURES,
            key="shift_figure",
            first=study.config.gaps[0],
            title=words.measure_title,
        )
    try:
        found = _slices(study, point, choices[column])
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    lines = slice_lines(found, metric)
    show.chart(
        slices_figure(lines, metric, whole(study, point, metric)),
        reading=said.slices_differ(found, metric),
        data=lines,
        key="shift_slices",
    )
    show.download(
        "Download every figure of every part", found.figures, "slices.csv", key="shift_every"
    )
    _never_seen(study, choices[column], list(found.rows))


def _first(study: Study, choices: Mapping[str, Attribute]) -> str:
    """A column that is not compared: within a part of one there is nobody of the other groups."""
    compared = {attribute.column for attribute in study.config.task.sensitive}
    others = (name for name, by in choices.items() if by.column not in compared)
    return next(others, next(iter(choices)))


def foresee(study: Study) -> None:
    """The parts that the page begins with."""
    choices = {by.name: by for by in parts(study)}
    _slices(study, study.operating, choices[_first(study, choices)])


def parts(study: Study) -> tuple[Attribute, ...]:
    """Columns that divide the rows: a packaged set's sites, those of few values, then numbers.

    Many numbers are divided in four parts. A column that has another value in every row, as an
    identifier has, divides nothing.
    """
    frame, task = study.prepared.frame, study.config.task
    found, in_quarters = [*sites(study)], []
    for name in map(str, frame.columns):
        distinct = frame[name].nunique()
        if name in (task.outcome.column, task.weight_column) or distinct in (1, len(frame)):
            continue
        if distinct <= MOST_SLICES:
            found.append(Attribute(name))
        elif pd.api.types.is_numeric_dtype(frame[name]):
            cuts = cut_points(frame[name], "quantiles", QUARTERS)
            in_quarters.append(Attribute(name, cuts))
    return (*found, *in_quarters)


def slice_lines(found: Slices, metric: str) -> pd.DataFrame:
    """One line a slice of one figure, the largest slice first."""
    figures = found.figures
    lines = figures[(figures["metric"] == metric) & (figures["group"] == "")]
    beyond = [said.excludes_zero(line) for _, line in lines.iterrows()]
    lines = lines.assign(rows=lines["slice"].map(found.rows), beyond=beyond)
    return lines.sort_values("rows", ascending=False, kind="stable").reset_index(drop=True)


def whole(study: Study, point: Point, metric: str) -> float | None:
    """The figure of all test rows."""
    if metric in GAP_NAMES:
        value = measured.largest(measured.figures_of(study, point), metric)["value"]
    else:
        lines = measured.utilities_of(study, point)
        value = lines[lines["metric"] == metric]["value"].iloc[0]
    return None if pd.isna(value) else float(value)


def _never_seen(study: Study, by: Attribute, names: list[str]) -> None:
    """The plain model trained without one part, on that part."""
    st.subheader("A part that training never saw", anchor=False)
    if study.config.model != "logistic":
        st.caption("Offered for logistic regression, which is trained again within seconds.")
        return
    st.markdown(
        "The plain model is trained again without one part and measured on all of its rows: what "
        "to expect in a place like it. The reweighting is not done again."
    )
    offered = can_be_held_out(study, by, names)
    if len(offered) < len(names):
        st.caption(
            verbatim.shown(said.cannot_be_held_out([name for name in names if name not in offered]))
        )
    if not offered:
        return
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        name = widgets.choice(
            verbatim.shown(f"Without which {by.name}?"), offered, key="shift_held", first=offered[0]
        )
    wanted = (study.id, by.name, name)
    if right.button("Train without it", key="shift_hold_out"):
        widgets.keep("shift_held_out", wanted)
    if widgets.kept("shift_held_out", None) != wanted:
        return
    try:
        found = _held_out(study, by, name)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    owner = "the parts that it was trained on"
    then_now.panel(found, "plain", study.config.gaps, key="shift_held", owner=owner)


def _slices(study: Study, point: Point, by: Attribute) -> Slices:
    return _sliced(of_points(study, point), by, _study=study, _point=point)


@st.cache_resource(max_entries=16, show_spinner="Measuring every part …")
def _sliced(key: Key, by: Attribute, *, _study: Study, _point: Point) -> Slices:
    return slices(_study, _point, by)


def _held_out(study: Study, by: Attribute, name: str) -> Shift:
    threshold = study.config.cut, study.config.share
    return _left_out(of_study(study), threshold, by, name, _study=study)


@st.cache_resource(max_entries=8, show_spinner="Training without these rows …")
def _left_out(key: Key, threshold: Key, by: Attribute, name: str, *, _study: Study) -> Shift:
    return held_out(_study, by, name)
