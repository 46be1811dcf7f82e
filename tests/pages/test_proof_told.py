"""A proof in words and as a chart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from iffair_core.influence.change import remove
from iffair_core.influence.retrain import PairShift, Proof, Shift
from iffair_core.models.fit import Solution
from iffair_core.results import Study
from iffair_core.row_influence import Opened, open_point, prove
from pages._ui.charts.proof import proof_figure
from pages._ui.influence import proof_readings
from tests.pages.proving import GAP


@pytest.fixture(scope="module")
def opened(plain: Study) -> Opened:
    return open_point(plain)


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
    assert "or larger where the decisions happen to agree" in proof_readings.notes(proof)
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
