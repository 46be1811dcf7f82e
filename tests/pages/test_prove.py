"""Prove it: rows are chosen, the model is trained again, predicted stands beside actual."""

from __future__ import annotations

import dataclasses
import json
import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from iffair_core.cancel import Cancel, cancellable, check_cancelled
from iffair_core.data.prepared import Part
from iffair_core.influence.change import Change, relabel, remove
from iffair_core.influence.retrain import PairShift, Proof, Shift
from iffair_core.models.fit import Solution
from iffair_core.results import Fidelity, Study
from iffair_core.row_influence import Opened, open_point, prove, row_influence
from pages._ui.charts.proof import proof_figure
from pages._ui.influence import how_sure, proof_readings, proofs, row_tables
from tests.pages.helpers import Open, texts, until

GAP = "demographic_parity"
RATES = {"equalized_odds": "selected, good outcome (TPR)", "loss_parity": "log loss"}


@pytest.fixture
def app(open_app: Open, plain_link: str) -> AppTest:
    return open_app("influence", study=plain_link)


@pytest.fixture(scope="module")
def opened(plain: Study) -> Opened:
    return open_point(plain)


def pressed(app: AppTest) -> AppTest:
    """The page with the proof that it was asked for."""
    app.button(key="influence_prove_start").click().run()
    until(app, lambda a: any(e.label == "All reported gaps and utilities" for e in a.expander))
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, tuple[float, ...]]:
    table = next(d.value for d in app.dataframe if "figure" in d.value)
    return {line[0]: line[1:] for line in table.itertuples(index=False)}


def test_most_harmful_rows_are_left_out_and_the_figures_are_those_of_the_core(
    app: AppTest, opened: Opened, home: Path
) -> None:
    before = {f.name: f.read_bytes() for f in (home / "studies").rglob("*.*")}
    pressed(app)
    influence = row_influence(opened, GAP)
    rows, _ = row_tables.extremes(influence, 12)
    proof = prove(opened, remove(rows))
    shift = proof.pairs[GAP].shift
    said = texts(app)
    assert (
        "Influence predicted that the smooth gap between **26 and over** and **under 26** "
        f"(selected) falls from {100 * shift.before:.1f} points to {100 * shift.influence:.1f} "
        f"points, one Newton step to {100 * shift.newton:.1f} points. Trained again with these 12 "
        f"rows left out, it fell to **{100 * shift.actual:.1f} points**."
    ) in said
    assert "The study itself is not changed." in said
    assert said.count("much smaller than the reported gap") == 1
    assert proof_readings.LARGER_IS_WORSE in said
    shown = figures(app)
    hard = proof.gaps[GAP]
    assert shown["Demographic parity"] == pytest.approx(
        [100 * v for v in (hard.before, hard.influence, hard.newton, hard.actual)]
    )
    assert shown["Accuracy"][3] == pytest.approx(100 * proof.utility["accuracy"].actual)
    assert {f.name: f.read_bytes() for f in (home / "studies").rglob("*.*")} == before


@pytest.mark.parametrize("gap", ["equalized_odds", "loss_parity"])
def test_every_gap_can_lead(app: AppTest, opened: Opened, gap: str) -> None:
    app.selectbox(key="influence_gap").set_value(gap).run()
    pressed(app)
    influence = row_influence(opened, gap)
    rows, _ = row_tables.extremes(influence, 12)
    shift = prove(opened, remove(rows)).pairs[gap].shift
    amounts = [shift.before, shift.influence, shift.newton, shift.actual]
    told = [f"{v:.4f}" if gap == "loss_parity" else f"{100 * v:.1f} points" for v in amounts]
    assert (
        f"between **{influence.higher}** and **{influence.lower}** ({RATES[gap]}) falls from "
        f"{told[0]} to {told[1]}, one Newton step to {told[2]}. Trained again with these 12 rows "
        f"left out, it fell to **{told[3]}**."
    ) in texts(app)


def test_another_choice_marks_the_proof_as_stale_and_keeps_it(app: AppTest) -> None:
    pressed(app)
    shown = figures(app)
    assert "proof for another choice" not in texts(app)
    app.selectbox(key="influence_prove_action").set_value("Flip their outcome").run()
    assert "This is the proof for another choice: Demographic parity, the 12 most" in texts(app)
    assert figures(app) == shown
    pressed(app)
    assert "proof for another choice" not in texts(app)
    assert "rows with the other outcome" in texts(app)
    assert figures(app) != shown


def test_the_proof_stands_after_a_visit_to_another_page(app: AppTest) -> None:
    shown = figures(pressed(app))
    app.switch_page("pages/audit.py").run()
    app.switch_page("pages/influence.py").run()
    assert figures(app) == shown


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
    influence = row_influence(opened, GAP)
    harmful, helpful = row_tables.extremes(influence, 15)
    ticks = {"influence_harmful": (harmful, [0, 4]), "influence_helpful": (helpful, [1])}
    for table, (positions, rows) in ticks.items():
        key = row_tables.table_key(table, GAP, 0, positions)
        app.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    app.run()
    assert app.radio(key="influence_prove_rows").value == "Ticked in the tables"
    assert "3 rows" in app.button(key="influence_prove_start").label
    app.selectbox(key="influence_prove_action").set_value("Flip their outcome").run()
    pressed(app)
    rows = np.sort([harmful[0], harmful[4], helpful[1]])
    expected = prove(opened, relabel(rows)).utility["log_loss"].actual
    assert figures(app)["Log loss (hundredths)"][3] == pytest.approx(100 * expected)


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


def test_what_cannot_be_fitted_is_said_in_words(app: AppTest) -> None:
    """All rows with a good outcome left out: nothing is left to learn."""
    points = [{"customdata": f"{cell}|{b}"} for cell in (0, 2) for b in range(50)]
    app.session_state["influence_chart"] = {"selection": {"points": points}}
    app.run()
    app.radio(key="influence_prove_rows").set_value("Selected in the chart").run()
    app.button(key="influence_prove_start").click().run()
    until(app, lambda a: len(a.error) > 0)
    assert "same outcome" in app.error[0].value


def test_a_long_training_leaves_the_page_free(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(opened: Opened, change: Change, cancel: Cancel) -> Proof:
        assert go_on.wait(60)
        return prove(opened, change, cancel)

    monkeypatch.setattr(proofs, "prove", slow)
    monkeypatch.setattr("pages._ui.influence.background.PATIENCE_SECONDS", 0.0)
    app.button(key="influence_prove_start").click().run()
    assert "seconds so far" in texts(app)
    app.slider(key="influence_count").set_value(5).run()
    assert "seconds so far" in texts(app)
    assert len(app.dataframe[0].value) == 5
    go_on.set()
    until(app, lambda a: "Trained again with" in texts(a))


def test_a_running_proof_can_be_cancelled(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def endless(opened: Opened, change: Change, cancel: Cancel) -> Proof:
        try:
            with cancellable(cancel):
                while True:
                    time.sleep(0.01)
                    check_cancelled()
        finally:
            ended.set()

    monkeypatch.setattr(proofs, "prove", endless)
    monkeypatch.setattr("pages._ui.influence.background.PATIENCE_SECONDS", 0.0)
    app.button(key="influence_prove_start").click().run()
    assert "seconds so far" in texts(app)
    app.button(key="influence_prove_cancel").click().run()
    assert "The proof was cancelled." in texts(app)
    assert "seconds so far" not in texts(app)
    assert ended.wait(5)
    assert "proof" not in app.query_params
    assert not app.exception


def test_the_proof_stands_after_a_reload(app: AppTest, open_app: Open, plain_link: str) -> None:
    shown = figures(pressed(app))
    identifier = str(app.session_state["_proof"])
    assert app.query_params["proof"] == identifier
    again = open_app("influence", study=plain_link, proof=identifier)
    assert figures(again) == shown


def test_a_proof_that_the_server_does_not_have_is_told(open_app: Open, plain_link: str) -> None:
    app = open_app("influence", study=plain_link, proof="feedfeedfeedfeed")
    assert "The last proof is gone" in texts(app)
    app.run()
    assert "The last proof is gone" not in texts(app)


def shifted(before: float, influence: float, newton: float, actual: float) -> Proof:
    """A proof with one pair."""
    shift = Shift(before, influence, newton, actual)
    return Proof(
        change=remove(np.array([0])),
        pairs={GAP: PairShift("selection_rate", 0, None, shift)},
        gaps={GAP: shift},
        utility=dict.fromkeys(("accuracy", "balanced_accuracy", "log_loss"), shift),
        seconds=0.5,
        gradient_norm=1e-11,
        residual=1e-6,
        solution=Solution(np.zeros((1, 1)), np.zeros(1), 0.0, 0),
    )


def test_small_changes_are_told_with_more_digits(opened: Opened) -> None:
    said = proof_readings.headline(
        shifted(0.1, 0.09991, 0.0999, 0.09989), GAP, opened, 1, "left out"
    )
    assert "falls from 10.000 points to 9.991 points" in said
    assert "with this row left out, it fell to **9.989 points**" in said
    assert "and **all others**" in said
    still = proof_readings.headline(shifted(0.1, 0.1001, 0.1, 0.1), GAP, opened, 2, "left out")
    assert "rises from" in still
    assert "it stayed at **10.000 points**" in still


def test_a_training_too_short_to_time_is_told_so() -> None:
    proof = shifted(0.1, 0.09, 0.09, 0.09)
    assert "Training took 0.50 seconds" in proof_readings.notes(proof)
    quick = dataclasses.replace(proof, seconds=0.001)
    assert "Training took less than 0.01 seconds" in proof_readings.notes(quick)


@pytest.mark.parametrize(
    ("newton", "actual", "far"), [(0.07, 0.06, False), (0.09, 0.06, True), (0.1, 0.1, False)]
)
def test_far_predictions_are_warned_of(newton: float, actual: float, far: bool) -> None:
    said = proof_readings.verdict(shifted(0.1, 0.1, newton, actual), GAP)
    assert (said is not None) is far


def test_chart_shows_changes_of_every_gap_and_of_the_utility(opened: Opened) -> None:
    proof = prove(opened, remove(np.arange(30)))
    lines = proof_readings.lines(proof, GAP)
    figure = proof_figure(lines)
    gaps = lines[lines["kind"] == "gap"]
    assert len(gaps) == 6
    trained = [t for t in figure.data if t.name == "Trained again"]
    assert [len(t.x) for t in trained] == [6, 3]
    assert any("log loss: left" in a.text for a in figure.layout.annotations)
    shift = proof.pairs[GAP].shift
    marked = dict(zip(trained[0].y, trained[0].x, strict=True))
    assert marked["<b>Demographic parity ◂</b>"] == pytest.approx(
        100 * (shift.actual - shift.before)
    )
    accuracy = proof.utility["accuracy"]
    assert trained[1].x[0] == pytest.approx(100 * (accuracy.actual - accuracy.before))


@pytest.mark.parametrize(
    ("correlation", "slope", "poor", "words"),
    [
        (0.999, 1.05, False, "correlate at 0.999, slope 1.05"),
        (0.7, 1.0, True, "That is poor"),
        (0.99, 1.6, True, "the size of the changes does not"),
        (0.99, 0.5, True, "the size of the changes does not"),
    ],
)
def test_poor_fidelity_is_a_warning(
    correlation: float, slope: float, poor: bool, words: str
) -> None:
    text, found = how_sure.proof(Fidelity(correlation, slope, 7, 30))
    assert found is poor
    assert words in text
    assert "retraining 7 times without 30 random rows" in text


def test_the_run_is_not_checked_twice(
    open_app: Open, reweighted_link: str, reweighted: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own fidelity stands at its gap and plain model; another point is checked on the page."""
    checked = []

    def counting(opened: Opened, gap: str, **settings: object) -> Fidelity:
        checked.append((gap, opened.state.weights.std() > 0))
        return Fidelity(0.5, 1.0, 4, 12)

    monkeypatch.setattr(row_tables, "influence_fidelity", counting)
    st.cache_resource.clear()
    app = open_app("influence", study=reweighted_link)
    own = reweighted.fidelity
    assert own is not None
    assert f"correlate at {own.correlation:.3f}" in texts(app)
    assert checked == []
    app.selectbox(key="influence_at").set_value("Operating point").run()
    until(app, lambda a: "correlate at 0.500" in texts(a))
    assert checked == [(GAP, True)]
    st.cache_resource.clear()


def test_the_ground_of_the_figures_is_told(app: AppTest) -> None:
    assert "How sure" in [e.label for e in app.expander]
    assert "were solved directly" in texts(app)
    solution = Solution(np.zeros((1, 1)), np.array([0.02]), 1e-3, 36)
    fidelity = Fidelity(0.9, 1.3, 7, 30, 0.998, 1.02)
    said = how_sure.grounds(solution, 1e-7, fidelity)
    assert "step by step, in 36 iterations; an error of 2e-02" in said[1]
    assert "read the ranking with care" in said[1]
    assert "A damping of 1e-03" in said[2]
    assert "it correlates at 0.998, slope 1.02" in said[3]
    assert "Newton" not in how_sure.grounds(solution, 1e-7, None)[3]
