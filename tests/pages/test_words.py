"""Figures, lists and long texts as people read them."""

from __future__ import annotations

import pytest

from iffair_core.words import change
from pages._ui import words
from pages._ui.charts.units import AS_IT_IS, unit_of


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("demographic_parity", "−2.5 points (−3.1 to +0.2)"),
        ("accuracy", "−2.5 points (−3.1 to +0.2)"),
        ("loss_parity", "−0.0250 (−0.0310 to +0.0020)"),
        ("roc_auc", "−0.025 (−0.031 to +0.002)"),
    ],
)
def test_changes_are_in_the_unit_of_their_figure(name: str, told: str) -> None:
    assert change(-0.025, -0.031, 0.002, name) == told


def test_shares_have_percent_on_their_axis_and_losses_do_not() -> None:
    assert unit_of("equalized_odds").titled("Gap") == "Gap, points"
    assert unit_of("accuracy").titled("Accuracy") == "Accuracy, %"
    assert unit_of("loss_parity") == unit_of("f1") == AS_IT_IS


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "1 second"), (48.4, "48 seconds"), (119.0, "119 seconds"), (439.0, "7 minutes")],
)
def test_long_times_are_told_in_minutes(seconds: float, told: str) -> None:
    assert words.duration(seconds) == told


def test_of_many_names_the_first_are_told_and_the_others_counted() -> None:
    assert words.some(["a", "b", "c"], most=3) == "a, b and c"
    assert words.some([str(i) for i in range(1203)], most=3) == "0, 1, 2 and 1,200 more"


def test_long_texts_end_at_a_whole_word() -> None:
    assert words.clipped("one two, three", most=14) == "one two, three"
    assert words.clipped("one two, three four", most=12) == "one two …"
