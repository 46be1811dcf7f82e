"""Prove it: the model is trained again, predicted stands beside actual, and it can be cancelled."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.cancel import Cancel
from iffair_core.influence.change import Change, remove
from iffair_core.influence.retrain import Proof
from iffair_core.results import Study
from iffair_core.row_influence import Opened, open_point, prove, row_influence
from pages._ui.influence import proof_readings, proofs, row_tables
from tests.pages.helpers import Open, endless_until, texts, until
from tests.pages.proving import GAP, figures, pressed

RATES = {"equalized_odds": "selected, good outcome (TPR)", "loss_parity": "log loss"}


@pytest.fixture
def app(open_app: Open, plain_link: str) -> AppTest:
    return open_app("influence", study=plain_link)


@pytest.fixture(scope="module")
def opened(plain: Study) -> Opened:
    return open_point(plain)


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
        endless_until(cancel, ended)

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
