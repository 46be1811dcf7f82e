"""The card of a row, the filters, and the chart of rows on the influence page."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.cancel import Cancel
from iffair_core.data.prepared import Part
from iffair_core.evidence.moved import Moved
from iffair_core.evidence.row_words import effect
from iffair_core.influence.problem import utility_influence
from iffair_core.results import Study
from iffair_core.row_influence import open_point, row_influence
from iffair_core.study import probabilities
from pages._ui.charts.rows import EXTREME, MOST_POINTS, drawn
from pages._ui.influence import facts, ranked, rests_on, row_tables, why
from tests.pages.helpers import Open, endless_until, texts, until

GAP = "demographic_parity"


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("influence", study=reweighted_link)


def test_following_a_weight_back_can_be_cancelled_and_asked_again(
    app: AppTest, reweighted: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, found = threading.Event(), facts.moved

    def endless(study: Study, step: int, cancel: Cancel) -> Moved:
        endless_until(cancel, ended)

    facts._moved.clear()
    monkeypatch.setattr(facts, "moved", endless)
    monkeypatch.setattr(why, "PATIENCE_SECONDS", 0.0)
    open_card(app, reweighted, 0)
    assert why.ASKING in texts(app)
    app.button(key="influence_why_cancel").click().run()
    assert ended.wait(5)
    assert "it was cancelled" in texts(app)
    assert not any(b.key == "influence_why_cancel" for b in app.button)
    monkeypatch.setattr(facts, "moved", found)
    app.button(key="influence_why_again").click().run()
    until(app, lambda a: "What moved it" in texts(a))


def listed(study: Study) -> np.ndarray:
    influence = row_influence(open_point(study), GAP)
    return np.argsort(-influence.value, kind="stable")[:15]


def open_card(app: AppTest, study: Study, line: int) -> int:
    """Click into a line of the table; the position of its row."""
    positions = listed(study)
    key = row_tables.table_key(ranked.TABLE, GAP, 0, positions)
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(line, "row")]}}
    app.run()
    assert not app.exception
    return int(positions[line])


def test_a_click_opens_the_card_of_the_row(app: AppTest, reweighted: Study) -> None:
    assert not any(s.value.startswith("Row ") for s in app.subheader)
    row = open_card(app, reweighted, 3)
    prepared = reweighted.prepared
    place = np.flatnonzero(prepared.mask(Part.TRAIN))[row]
    assert f"Row {prepared.row[place]}" in [s.value for s in app.subheader]
    p = probabilities(reweighted, reweighted.plain)[place]
    assert f"**{100 * p:.1f}\N{NO-BREAK SPACE}%** for a good outcome" in texts(app)
    assert "it ranks 4 of 600 training rows" in texts(app)


def test_the_card_tells_the_influence_on_every_gap_and_on_the_loss(
    app: AppTest, reweighted: Study
) -> None:
    row = open_card(app, reweighted, 0)
    opened = open_point(reweighted)
    for gap in (GAP, "equal_opportunity", "loss_parity"):
        found = row_influence(opened, gap)
        told = effect(gap, found.value[row], higher=found.higher, lower=found.lower)
        assert told in texts(app)
    loss = utility_influence(opened.setting.problem, opened.state)[row]
    assert effect("log_loss", loss) in texts(app)


def test_the_card_tells_why_the_weight_moved(app: AppTest, reweighted: Study) -> None:
    row = open_card(app, reweighted, 0)
    weight = reweighted.operating.weights[row]
    assert f"goes from 1 to **{weight:.2f}**" in texts(app)
    until(app, lambda a: "the parts add up to the change" in texts(a))
    assert "Demographic parity: 26 and over against under 26 (in all" in texts(app)


def test_without_a_reweighting_the_weight_is_one(
    open_app: Open, plain_link: str, plain: Study
) -> None:
    app = open_app("influence", study=plain_link)
    key = row_tables.table_key(ranked.TABLE, GAP, 0, listed(plain))
    app.session_state[key] = {"selection": {"rows": [2], "columns": [], "cells": []}}
    app.run()
    assert "nothing was reweighted yet" in texts(app)


def test_values_and_similar_rows_stand_in_the_card(app: AppTest, reweighted: Study) -> None:
    row = open_card(app, reweighted, 1)
    values = next(d.value for d in app.dataframe if "place" in d.value)
    similar = next(d.value for d in app.dataframe if "distance" in d.value)
    prepared = reweighted.prepared
    train = np.flatnonzero(prepared.mask(Part.TRAIN))
    own = prepared.frame.iloc[train[row]]
    shown = values.set_index("feature")["row"]
    assert shown["purpose"] == own["purpose"]
    assert float(shown["credit_amount"].replace(",", "")) == own["credit_amount"]
    distance = np.linalg.norm(prepared.X[train] - prepared.X[train[row]], axis=1)
    distance[row] = np.inf
    np.testing.assert_allclose(similar["distance"], np.sort(distance)[:8])
    assert prepared.row[train[row]] not in similar["row"].tolist()


def test_filters_narrow_the_table_and_the_chart(app: AppTest, reweighted: Study) -> None:
    app.multiselect(key="influence_filter_groups").set_value(["under 26"])
    app.selectbox(key="influence_filter_outcome").set_value("Bad")
    app.selectbox(key="influence_filter_column").set_value("purpose").run()
    purpose = app.selectbox(key="influence_filter_value_purpose").options[0]
    app.selectbox(key="influence_filter_value_purpose").set_value(purpose).run()
    prepared = reweighted.prepared
    train = prepared.mask(Part.TRAIN)
    wanted = (prepared.group[train] == prepared.groups.index("under 26")) & (prepared.y[train] == 0)
    wanted &= (prepared.frame["purpose"].to_numpy() == purpose)[train]
    assert f"**{wanted.sum()} rows** (purpose = {purpose}, under 26, bad outcome)" in texts(app)
    table = app.dataframe[0].value
    assert set(table["purpose"]) == {purpose}
    assert set(table["group"]) == {"under 26"}
    app.selectbox(key="influence_filter_decision").set_value("Selected").run()
    assert (app.dataframe[0].value["probability"] >= 0.5).all()


def test_a_filter_that_no_row_passes_says_so(app: AppTest, reweighted: Study) -> None:
    prepared = reweighted.prepared
    amounts = np.sort(prepared.frame["credit_amount"].to_numpy()[prepared.mask(Part.TRAIN)])
    widest = int(np.argmax(np.diff(amounts)))
    between = int(amounts[widest]) + 1, int(amounts[widest + 1]) - 1
    app.selectbox(key="influence_filter_column").set_value("credit_amount").run()
    app.slider(key="influence_filter_range_credit_amount").set_value(between).run()
    assert not app.exception
    low, high = between
    assert f"passes the filter (credit_amount from {low} to {high})." in texts(app)
    assert not any("rank" in d.value for d in app.dataframe)


def test_a_point_of_the_chart_opens_its_card(app: AppTest, reweighted: Study) -> None:
    app.segmented_control(key="influence_view").set_value(rests_on.POINTS).run()
    assert "of the threshold hold" in texts(app)
    app.session_state["influence_scatter"] = {"selection": {"points": [{"customdata": ["17"]}]}}
    app.run()
    assert not app.exception
    prepared = reweighted.prepared
    place = np.flatnonzero(prepared.mask(Part.TRAIN))[17]
    assert f"Row {prepared.row[place]}" in [s.value for s in app.subheader]
    assert app.radio(key="influence_prove_rows").value == "Selected in the chart"


def test_of_many_rows_the_extreme_ones_are_drawn_and_some_others() -> None:
    values = np.random.default_rng(1).normal(size=30_000)
    found = drawn(values, np.arange(30_000))
    assert len(found.positions) == len(np.unique(found.positions)) == MOST_POINTS
    assert set(np.argsort(-np.abs(values))[:EXTREME]) <= set(found.positions)
    assert "Of 30,000 rows 6,000 are drawn" in found.told
    assert drawn(values, np.arange(50)).told == ""
