"""Operating point and dominated points."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.frontier import operating_point, undominated
from iffair_core.results import Measures, Point

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
    assert "0.0500 on validation" in warning


def test_an_undefined_gap_everywhere_is_said() -> None:
    chosen, warning = operating_point([point(0, 0.9, None)], GAPS, 0.02)
    assert chosen == 0
    assert warning is not None
    assert "undefined" in warning


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
