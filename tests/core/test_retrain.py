"""Changes of training rows: what is refused, what stays, and what a proof holds."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from iffair_core.errors import ConfigError, FitError
from iffair_core.influence.change import Change, relabel, remove, reweigh
from iffair_core.influence.problem import Decision, refit
from iffair_core.influence.retrain import retrain
from tests.oracles.studies import plain

ROWS = np.array([3, 5, 8])


def test_changes_of_weights_and_outcomes() -> None:
    weights, y = np.linspace(0.5, 1.5, 11), np.tile([0.0, 1.0], 6)[:11]
    others = np.setdiff1d(np.arange(11), ROWS)
    for change, expected in (
        (remove(ROWS), np.zeros(3)),
        (reweigh(ROWS, 2.0), 2.0 * weights[ROWS]),
        (relabel(ROWS), weights[ROWS]),
    ):
        np.testing.assert_array_equal(change.weights(weights)[ROWS], expected)
        np.testing.assert_array_equal(change.weights(weights)[others], weights[others])
        flipped = 1.0 - y[ROWS] if change.flip else y[ROWS]
        np.testing.assert_array_equal(change.outcomes(y)[ROWS], flipped)
        np.testing.assert_array_equal(change.outcomes(y)[others], y[others])


@pytest.mark.parametrize("value", [-0.1, np.nan, np.inf])
def test_a_factor_must_be_a_number_of_at_least_zero(value: float) -> None:
    with pytest.raises(ConfigError, match="factor of a change must be a number of at least 0"):
        reweigh(ROWS, value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "needs at least one training row"),
        ([-1, 2], "positions, 0 to 599; got -1 to 2"),
        ([0, 600], "positions, 0 to 599; got 0 to 600"),
        ([4, 4], "name each training row once"),
    ],
)
def test_rows_that_are_not_there_are_refused(rows: list[int], message: str) -> None:
    setting, state = plain("german", "demographic_parity")
    with pytest.raises(ConfigError, match=message):
        retrain(setting.problem, state, remove(np.array(rows, dtype=int)), setting.validation)


def test_leaving_out_one_outcome_altogether_is_refused_in_words() -> None:
    setting, state = plain("german", "demographic_parity")
    rows = np.flatnonzero(setting.problem.train.y == 1.0)
    with pytest.raises(FitError, match="same outcome"):
        retrain(setting.problem, state, remove(rows), setting.validation)


def test_a_change_of_nothing_changes_nothing() -> None:
    setting, state = plain("german", "demographic_parity")
    proof = retrain(setting.problem, state, Change(ROWS), setting.validation)
    for shift in (*proof.gaps.values(), *proof.utility.values()):
        assert shift.before == shift.influence == shift.newton
        assert shift.actual == pytest.approx(shift.before, abs=1e-9)


def test_the_pair_is_positive_before_and_named_by_its_higher_side() -> None:
    setting, state = plain("compas", "error_rate_parity", "demographic_parity")
    proof = retrain(setting.problem, state, remove(ROWS), setting.validation)
    assert set(proof.pairs) == {"error_rate_parity", "demographic_parity"}
    for k, contrast in enumerate(setting.problem.targets.contrasts):
        pair = proof.pairs[contrast.gap]
        assert pair.rate == contrast.rate
        assert pair.shift.before == pytest.approx(abs(state.smooth[k]))
        expected = (contrast.reference, contrast.other)
        assert (pair.higher, pair.lower) == (expected if state.smooth[k] > 0 else expected[::-1])


def test_a_selected_share_is_selected_after_the_change_too() -> None:
    """The cut moves with the model, for the predictions as for the retrained one."""
    setting, _ = plain("compas", "demographic_parity")
    problem = dataclasses.replace(setting.problem, decision=Decision(share=0.2))
    state = refit(problem, np.ones(len(problem.train.y)))
    selected = []

    class Counting:
        rows = setting.validation.rows

        def measure(self, z: np.ndarray, cut: float) -> object:
            selected.append(float(np.mean(1 / (1 + np.exp(-z)) >= cut - 1e-12)))
            return setting.validation.measure(z, cut)

    retrain(problem, state, reweigh(np.flatnonzero(problem.train.y == 1.0), 2.0), Counting())
    assert len(selected) == 4
    np.testing.assert_allclose(selected, 0.2, atol=0.01)
