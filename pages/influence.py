"""The influence: which training rows make the model unfair?"""

import numpy as np
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.results import Point, Study
from iffair_core.row_influence import RowInfluence
from pages._ui import frame, shell, show, state, studies, words
from pages._ui.charts.cells import Binned, binned, cells_figure, cells_of
from pages._ui.influence import how_sure, row_tables
from pages._ui.influence.prove import section


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
            title="Influence on the gap, in points per unit of weight<br>Right: weight on such a "
            "row widens the gap.",
            mark=0.0,
        ),
        reading=row_tables.reading(influence),
        data=shown.lines(),
        key="influence_chart",
        selection=("points", "box"),
    )
    return shown, marks


def rows(study: Study, gap: GapName, point: Point, count: int, inside: Codes) -> Codes:
    """Tables of the rows selected in the chart and of both extremes; the rows ticked in them."""
    influence = row_tables.influence_of(study, gap, point.step)
    harmful, helpful = row_tables.extremes(influence, count)
    tables = [
        ("Most harmful: they widen the gap", harmful, "influence_harmful"),
        ("Most helpful: they narrow the gap", helpful, "influence_helpful"),
    ]
    if len(inside):
        order = inside[np.argsort(-np.abs(influence.value[inside]), kind="stable")]
        title = f"Selected in the chart: {words.plural(len(inside), 'row')}"
        tables.insert(0, (title, order[:count], "influence_selected"))
    ticked = []
    for title, positions, key in tables:
        st.subheader(title, anchor=False)
        ticked.append(table(study, gap, point, positions, key))
    return np.unique(np.concatenate(ticked))


def table(study: Study, gap: GapName, point: Point, positions: Codes, key: str) -> Codes:
    """Training rows at ``positions``; those of them that are ticked."""
    opened = row_tables.opened_at(study, point.step)
    influence = row_tables.influence_of(study, gap, point.step)
    lines = row_tables.lines(study, point, influence, positions, opened)
    event = st.dataframe(
        lines,
        hide_index=True,
        key=row_tables.table_key(key, gap, point.step, positions),
        column_config=row_tables.COLUMNS,
        alt="Training rows with group, outcome, prediction, influence and features",
        on_select="rerun",
        selection_mode="multi-row",
    )
    show.download("Download these rows", lines, f"{key}.csv", key=f"{key}_csv")
    return positions[event["selection"]["rows"]]


def page() -> None:
    shell.header("Influence", "Which training rows does the gap rest on?")
    study = show.study_or_hint("Influence", key="influence_needs_task")
    if study is None:
        return
    show.threshold(study)
    gap, point, count = controls(study)
    influence = row_tables.influence_of(study, gap, point.step)
    sureness = st.container(key="influence_sureness")
    st.info(words.NOT_AN_ERROR_LIST)
    shown, marks = distribution(study, influence)
    inside = np.flatnonzero(shown.rows_in(marks))
    if not marks:
        st.caption(
            "Select bars in the chart (click, or draw a box) to list their rows here, or tick "
            "rows in the tables: what is selected can be proved."
        )
    st.page_link(shell.PATTERNS, label="What have these rows in common? Search for patterns →")
    proving = st.container(key="influence_proving")
    ticked = rows(study, gap, point, count, inside)
    with proving:
        section(study, gap, point, inside=inside, ticked=ticked)
    every = row_tables.lines(study, point, influence, np.arange(len(influence.value)))
    show.download(
        "Download the influence of every training row", every, "influence.csv", key="influence_csv"
    )
    if st.button("Weigh those rows less", key="influence_next", type="primary"):
        studies.target(gap)
        st.switch_page(shell.REWEIGHT)
    with sureness:
        how_sure.shown(
            row_tables.fidelity_of(study, gap, point.step),
            influence,
            row_tables.opened_at(study, point.step),
        )


frame.run(page)
