"""The influence: which training rows make the model unfair?"""

import numpy as np
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.results import Point, Study
from iffair_core.row_influence import RowInfluence
from pages._ui import frame, row_tables, shell, show, state, words
from pages._ui.charts.cells import Binned, binned, cells_figure, cells_of


def controls(study: Study) -> tuple[GapName, Point, int]:
    """Gap, model and number of rows."""
    left, middle, right = st.columns([3, 2, 2])
    state.restore("influence_gap", study.config.gaps[0])
    gap = left.selectbox("Gap", list(GAP_RATES), key="influence_gap", format_func=words.gap_title)
    points = {"Plain model": study.plain}
    if len(study.points) > 1:
        points["Operating point"] = study.operating
    state.restore_choice("influence_at", "Plain model", list(points))
    at = middle.selectbox("Model", list(points), key="influence_at")
    state.restore("influence_count", 15)
    count = right.slider("Rows to list", 5, 100, step=5, key="influence_count")
    st.caption(words.GAPS[gap].question)
    return gap, points[at], count


def distribution(study: Study, influence: RowInfluence) -> tuple[Binned, list[str]]:
    """The chart, and the marks that are selected in it."""
    prepared = study.prepared
    train = prepared.mask(Part.TRAIN)
    cells = cells_of(prepared.group[train], prepared.y[train], prepared.groups)
    shown = binned(row_tables.POINTS * influence.value, cells)
    marks = show.chart(
        cells_figure(
            shown,
            title="Influence on the gap, in points per unit of weight (right: widens it; the "
            "outermost bars hold all beyond)",
            mark=0.0,
        ),
        reading=row_tables.reading(influence),
        data=shown.lines(),
        key="influence_chart",
        selection=("points", "box"),
    )
    return shown, marks


def rows(study: Study, point: Point, influence: RowInfluence, count: int) -> None:
    """The most harmful and the most helpful rows."""
    harmful, helpful = row_tables.extremes(influence, count)
    for title, positions, key in (
        ("Most harmful: they widen the gap", harmful, "influence_harmful"),
        ("Most helpful: they narrow the gap", helpful, "influence_helpful"),
    ):
        st.subheader(title, anchor=False)
        table(study, point, influence, positions, key)


def table(study: Study, point: Point, influence: RowInfluence, positions: Codes, key: str) -> None:
    lines = row_tables.lines(study, point, influence, positions)
    st.dataframe(
        lines,
        hide_index=True,
        key=key,
        column_config=row_tables.COLUMNS,
        alt="Training rows with group, outcome, prediction, influence and features",
    )
    show.download("Download these rows", lines, f"{key}.csv", key=f"{key}_csv")


def page() -> None:
    shell.header("Influence", "Which training rows does the gap rest on?")
    study = show.study_or_hint("Influence", key="influence_needs_task")
    if study is None:
        return
    show.threshold(study)
    gap, point, count = controls(study)
    influence = row_tables.influence_of(study, gap, point.step)
    text, poor = row_tables.proof(influence)
    (st.warning if poor else st.caption)(text)
    st.info(words.NOT_AN_ERROR_LIST)
    shown, marks = distribution(study, influence)
    if marks:
        inside = np.flatnonzero(shown.rows_in(marks))
        order = inside[np.argsort(-np.abs(influence.value[inside]), kind="stable")]
        st.subheader(f"Selected in the chart: {words.plural(len(inside), 'row')}", anchor=False)
        table(study, point, influence, order[:count], "influence_selected")
    else:
        st.caption("Select bars in the chart (click, or draw a box) to list their rows here.")
    rows(study, point, influence, count)
    every = row_tables.lines(study, point, influence, np.arange(len(influence.value)))
    show.download(
        "Download the influence of every training row", every, "influence.csv", key="influence_csv"
    )
    shell.next_step(shell.REWEIGHT, "Weigh those rows less", key="influence_next")


frame.run(page)
