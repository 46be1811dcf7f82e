"""Prove it: which rows are proved, chosen in the chart, in the tables, or by what they share."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.data.prepared import Part
from iffair_core.influence.change import relabel, remove
from iffair_core.results import Study
from iffair_core.row_influence import Opened, open_point, prove, row_influence
from pages._ui.influence import ranked, row_tables
from pages._ui.influence.pattern import as_read
from tests.pages.helpers import Open, texts
from tests.pages.proving import GAP, figures, pressed


@pytest.fixture
def app(open_app: Open, plain_link: str) -> AppTest:
    return open_app("influence", study=plain_link)


@pytest.fixture(scope="module")
def opened(plain: Study) -> Opened:
    return open_point(plain)


def test_rows_selected_in_the_chart_can_be_proved(app: AppTest, opened: Opened) -> None:
    assert app.radio(key="influence_prove_rows").options == [
        "Most harmful",
        "Most helpful",
        "Rows that have something in common",
    ]
    app.session_state["influence_chart"] = {
        "selection": {"points": [{"customdata": f"1|{b}"} for b in range(50)]}
    }
    app.run()
    assert app.radio(key="influence_prove_rows").value == "Selected in the chart"
    assert "48 rows" in app.button(key="influence_prove_start").label
    pressed(app)
    prepared = opened.setting.prepared
    train = prepared.mask(Part.TRAIN)
    cell = (prepared.group[train] == 0) & (prepared.y[train] == 0.0)
    assert cell.sum() == 48
    expected = prove(opened, remove(np.flatnonzero(cell))).gaps[GAP].actual
    assert "these 48 rows left out" in texts(app)
    assert figures(app)["Demographic parity"][3] == pytest.approx(100 * expected)


def test_only_a_new_selection_takes_the_choice_over(app: AppTest) -> None:
    def select(*cells: int) -> None:
        points = [{"customdata": f"{cell}|{b}"} for cell in cells for b in range(50)]
        app.session_state["influence_chart"] = {"selection": {"points": points}}
        app.run()

    select(1)
    ways = app.radio(key="influence_prove_rows")
    ways.set_value("Most helpful").run()
    assert app.radio(key="influence_prove_rows").value == "Most helpful"
    app.selectbox(key="influence_gap").set_value("equal_opportunity").run()
    assert app.radio(key="influence_prove_rows").value == "Most helpful"
    select(1, 3)
    assert app.radio(key="influence_prove_rows").value == "Selected in the chart"


def test_a_drag_over_the_chart_draws_a_box(app: AppTest) -> None:
    chart = next(c for c in app.get("plotly_chart") if "influence_chart" in c.proto.id)
    assert json.loads(chart.proto.spec)["layout"]["dragmode"] == "select"


def test_rows_ticked_in_the_tables_can_be_proved(app: AppTest, opened: Opened) -> None:
    harmful, _ = row_tables.extremes(row_influence(opened, GAP), 15)
    key = row_tables.table_key(ranked.TABLE, GAP, 0, harmful)
    app.session_state[key] = {"selection": {"rows": [0, 4, 7], "columns": [], "cells": []}}
    app.run()
    assert app.radio(key="influence_prove_rows").value == "Ticked in the table"
    assert "3 rows" in app.button(key="influence_prove_start").label
    app.selectbox(key="influence_prove_action").set_value("Flip their outcome").run()
    pressed(app)
    rows = np.sort(harmful[[0, 4, 7]])
    expected = prove(opened, relabel(rows)).utility["log_loss"].actual
    assert figures(app)["Log loss (hundredths)"][3] == pytest.approx(100 * expected)


def test_a_column_is_offered_as_the_task_reads_it(plain: Study) -> None:
    task = dataclasses.replace(
        plain.config.task, numeric=("purpose",), categorical=("credit_amount",)
    )
    frame = plain.prepared.frame.assign(purpose=["12", "unknown"] * (len(plain.prepared.y) // 2))
    study = dataclasses.replace(
        plain,
        config=dataclasses.replace(plain.config, task=task),
        prepared=dataclasses.replace(plain.prepared, frame=frame),
    )
    read = as_read(study)
    assert set(read["purpose"].dropna()) == {12.0}
    assert read["purpose"].isna().any()
    assert isinstance(read["credit_amount"].iloc[0], str)
    assert read["age"].equals(frame["age"][plain.prepared.mask(Part.TRAIN)])


@pytest.mark.parametrize("column", ["credit_amount", "purpose"])
def test_rows_with_a_feature_in_common_can_be_proved(
    app: AppTest, opened: Opened, column: str
) -> None:
    app.radio(key="influence_prove_rows").set_value("Rows that have something in common").run()
    app.selectbox(key="influence_pattern_column").set_value(column).run()
    prepared = opened.setting.prepared
    values = prepared.frame[column].to_numpy()[prepared.mask(Part.TRAIN)]
    if column == "purpose":
        value = app.selectbox(key="influence_pattern_value_purpose").value
        rows = np.flatnonzero(values == value)
    else:
        app.slider(key="influence_pattern_range_credit_amount").set_value((1000, 2000)).run()
        rows = np.flatnonzero((values >= 1000) & (values <= 2000))
    pressed(app)
    assert re.search(rf"these {len(rows)} rows left out|this row left out", texts(app))
    expected = prove(opened, remove(rows)).gaps[GAP].actual
    assert figures(app)["Demographic parity"][3] == pytest.approx(100 * expected)
