"""Operating point and dominated points."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.fairness.measure import Measures
from iffair_core.frontier import operating_point, undominated
from iffair_core.results import Point

GAPS = ("demographic_parity",)


def figures(accuracy: float | None, gap: float | None) -> Measures:
    return Measures({"accuracy": accuracy, "log_loss": accuracy}, {GAPS[0]: gap}, {})


def point(step: int, accuracy: float, gap: float | None) -> Point:
    measures = figures(accuracy, gap)
    one = np.ones(1)
    return Point(step, one, one, 0.5, measures, measures, None, 0.0, 0.0)


def test_the_most_accurate_point_within_the_gap_is_chosen() -> None:
    points = [point(0, 0.9, 0.2), point(1, 0.88, 0.02), point(2, 0.89, 0.01), point(3, 0.7, 0.0)]
    assert operating_point(points, GAPS, 0.02) == (2, None)
    assert operating_point(points, GAPS, 0.5) == (0, None)


def test_without_such_a_point_the_smallest_gap_is_chosen_with_a_warning() -> None:
    points = [point(0, 0.9, 0.2), point(1, 0.88, 0.05), point(2, 0.8, None)]
    chosen, warning = operating_point(points, GAPS, 0.02)
    assert chosen == 1
    assert warning is not None
    assert "of at most 2.0 points on validation; the smallest gap there is 5.0 points" in warning


def test_an_undefined_gap_everywhere_is_said() -> None:
    chosen, warning = operating_point([point(0, 0.9, None)], GAPS, 0.02)
    assert chosen == 0
    assert warning is not None
    assert "Demographic parity cannot be measured on validation rows" in warning
    assert "smallest gap" not in warning


BOTH = ("demographic_parity", "error_rate_parity")


def joint(step: int, accuracy: float, *gaps: float | None) -> Point:
    measures = Measures(
        {"accuracy": accuracy, "log_loss": accuracy}, dict(zip(BOTH, gaps, strict=True)), {}
    )
    one = np.ones(1)
    return Point(step, one, one, 0.5, measures, measures, None, 0.0, 0.0)


def test_each_gap_is_held_to_its_own_bound() -> None:
    points = [joint(0, 0.9, 0.2, 0.1), joint(1, 0.89, 0.1, 0.09), joint(2, 0.87, 0.04, 0.08)]
    loose = (("error_rate_parity", 0.09),)
    assert operating_point(points, BOTH, 0.05, loose) == (2, None)
    assert operating_point(points, BOTH, 0.1, loose) == (1, None)
    assert operating_point(points, BOTH, 0.05)[1] is not None


def test_no_point_may_cost_more_accuracy_than_allowed() -> None:
    points = [point(0, 0.9, 0.2), point(1, 0.89, 0.1), point(2, 0.88, 0.01)]
    chosen, warning = operating_point(points, GAPS, 0.02, max_loss=0.01)
    assert chosen == 1
    assert warning is not None
    assert "for at most 1.0 points of accuracy; the smallest gap there is 10.0 points" in warning
    assert operating_point(points, GAPS, 0.02, max_loss=0.02) == (2, None)
    assert operating_point(points, GAPS, 0.02, max_loss=0.0)[0] == 0


def test_of_several_gaps_the_least_excess_in_sum_is_nearest() -> None:
    """Point 2 has the smallest largest gap, but passes the bounds by .16, not by .11."""
    points = [joint(0, 0.9, 0.2, 0.1), joint(1, 0.8, 0.06, 0.15), joint(2, 0.9, 0.14, 0.12)]
    chosen, warning = operating_point(points, BOTH, 0.05)
    assert chosen == 1
    assert warning is not None
    assert (
        "step 1 (demographic parity 6.0 points of 5.0 points allowed, "
        "error-rate parity 15.0 points of 5.0 points allowed)"
    ) in warning


def test_a_gap_that_passes_its_bound_by_little_is_not_told_as_the_bound() -> None:
    warning = operating_point([point(0, 0.9, 0.0203)], GAPS, 0.02)[1]
    assert warning is not None
    assert "the smallest gap there is just over 2.0 points (step 0)" in warning


def test_gaps_are_called_as_everywhere_and_losses_are_no_points() -> None:
    gaps = ("equalized_odds", "loss_parity")
    measures = Measures({"accuracy": 0.9}, dict(zip(gaps, (0.158, 0.05), strict=True)), {})
    one = np.ones(1)
    found = Point(0, one, one, 0.5, measures, measures, None, 0.0, 0.0)
    warning = operating_point([found], gaps, 0.02)[1]
    assert warning is not None
    assert "equalised odds 15.8 points of 2.0 points allowed" in warning
    assert "loss parity 0.0500 of 0.0200 allowed" in warning


@pytest.mark.parametrize(
    ("utility", "kept"),
    [
        ("accuracy", [True, True, False, True, False]),
        ("log_loss", [False, False, False, True, False]),
    ],
)
def test_dominated_points(utility: str, kept: list[bool]) -> None:
    measures = [
        figures(0.9, 0.2),
        figures(0.9, 0.2),
        figures(0.8, 0.2),
        figures(0.7, 0.1),
        figures(0.9, None),
    ]
    assert undominated(measures, GAPS, utility).tolist() == kept
