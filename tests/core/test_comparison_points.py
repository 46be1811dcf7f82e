"""Points that are means over splits, what is due and how long it takes, and tables of text."""

from __future__ import annotations

import pytest

from iffair_core.baselines.method import FAMILIES
from iffair_core.baselines.registry import METHODS, QUICK
from iffair_core.comparison.duration import due, seconds_due, split_seconds
from iffair_core.comparison.estimate import utility_over_splits
from iffair_core.comparison.points import mean_points, nobody_beats, points_frame
from iffair_core.comparison.told import box_words, family_lines, method_lines
from iffair_core.comparison.view import View
from iffair_core.comparison.which import which
from tests.core.comparisons import GAP, attempt, comparison, same

VIEW = View(GAP)
PLAIN = [attempt("plain", [same(0.2, 0.8)], seed) for seed in (0, 1)]


def two_splits(name: str, *places: tuple[float, float], lift: float = 0.02):
    """The same places on both splits, on the second with a utility higher by ``lift``."""
    return [
        attempt(name, [same(gap, utility + lift * seed) for gap, utility in places], seed)
        for seed in (0, 1)
    ]


def test_the_kth_entries_of_the_splits_make_one_point() -> None:
    found = comparison(*PLAIN, *two_splits("path", (0.1, 0.79), (0.05, 0.77)))
    first, second = mean_points(found, "path", VIEW)
    assert (first.number, first.doses) == (1, (0.0, 0.0))
    assert (first.gap.mean, first.utility.mean) == (0.1, pytest.approx(0.8))
    assert (second.gap.mean, second.utility.mean) == (0.05, pytest.approx(0.78))
    assert second.utility.splits == 2
    assert not second.dominated


def test_a_split_with_fewer_entries_takes_part_in_those_that_it_has() -> None:
    long = attempt("path", [same(0.1, 0.79), same(0.05, 0.77)], 0)
    found = comparison(*PLAIN, long, attempt("path", [same(0.12, 0.79)], 1))
    first, second = mean_points(found, "path", VIEW)
    assert (first.gap.splits, second.gap.splits) == (2, 1)
    assert first.gap.mean == pytest.approx(0.11)


def test_dominated_is_judged_by_means_on_validation_rows() -> None:
    flattered = [
        attempt("path", [((0.1, 0.79), (0.1, 0.79)), ((0.15, 0.7), (0.0, 0.9))], seed)
        for seed in (0, 1)
    ]
    found = comparison(*PLAIN, *flattered)
    points = mean_points(found, "path", VIEW)
    assert [point.dominated for point in points] == [False, True]
    frame = points_frame(found, VIEW).set_index(["method", "number"])
    assert not frame.loc[("path", 2), "on_frontier"], "nobody would have chosen it"
    assert frame.loc[("path", 1), "on_frontier"]


def test_nobody_beats_what_is_nowhere_behind() -> None:
    found = comparison(
        *PLAIN,
        *two_splits("path", (0.1, 0.79), (0.05, 0.76)),
        *two_splits("reweighing", (0.1, 0.78), (0.04, 0.77)),
    )
    points = [p for m in found.methods for p in mean_points(found, m, VIEW)]
    best = [
        (point.method, point.number)
        for point, free in zip(points, nobody_beats(points, VIEW), strict=True)
        if free
    ]
    assert best == [("path", 1), ("reweighing", 2)]


def test_no_interval_passes_what_a_figure_can_be() -> None:
    wide = {0: 0.1, 1: 0.9}
    accuracy = utility_over_splits(wide, VIEW, {})
    assert accuracy is not None
    assert (accuracy.low, accuracy.high) == (0.0, 1.0)
    loss = utility_over_splits(wide, View(GAP, "log_loss"), {})
    assert loss is not None
    assert loss.low == 0.0
    assert loss.high is not None
    assert loss.high > 1.0


def test_the_accuracy_of_one_split_has_the_interval_of_its_rows() -> None:
    found = comparison(PLAIN[0], attempt("path", [same(0.1, 0.79)]))
    (point,) = mean_points(found, "path", VIEW)
    assert point.utility.over == "rows"
    assert point.utility.low is not None
    assert point.utility.low < 0.79 < (point.utility.high or 0)
    (other,) = mean_points(found, "path", View(GAP, "f1"))
    assert other.utility.low is None


def test_a_frame_without_figures_is_empty() -> None:
    found = comparison(attempt("plain", [((None, None), (None, None))]))  # type: ignore[list-item]
    assert points_frame(found, VIEW).empty


def test_quick_methods_are_two_of_each_family() -> None:
    families = [METHODS[name].family for name in QUICK]
    assert len(QUICK) >= 8
    assert all(families.count(family) >= 2 for family in FAMILIES if family != "plain")
    assert sum(split_seconds(name, comparison(), 0.005) for name in QUICK) < 10


def test_what_is_known_is_not_due_and_forecasts_what_is() -> None:
    known = comparison(*PLAIN, attempt("path", [same(0.1, 0.79)], 0))
    left = due(["path", "adversarial"], (0, 1), known)
    assert left == [("adversarial", 0), ("path", 1), ("adversarial", 1)]
    assert split_seconds("path", known, 100.0) == 1.0
    forecast = seconds_due(["path", "adversarial"], (0, 1), known, 0.01)
    assert forecast == pytest.approx(1.0 + 2 * METHODS["adversarial"].cost.seconds)
    assert split_seconds("grid_search", known, 2.0) == 2.0 * METHODS["grid_search"].cost.fits


def test_tables_tell_the_best_of_each_family_and_why_there_is_none() -> None:
    found = comparison(
        *PLAIN,
        *two_splits("path", (0.01, 0.78)),
        *two_splits("reweighing", (0.03, 0.79)),
        *(attempt("grid_search", [], seed, "Too many groups.") for seed in (0, 1)),
        *two_splits("common_threshold", (0.05, 0.7)),
        *two_splits("group_thresholds", (0.04, 0.75)),
    )
    lines = {line.family: line for line in family_lines(which(found, VIEW, 0.02))}
    best = lines["The training data"]
    assert (best.method, best.standing, best.gap) == (
        "IFFair: path",
        "the best",
        "1.0 points (1.0 to 1.0)",
    )
    assert lines["The training"].reason == "Too many groups."
    none = lines["The decisions"].reason
    assert "None of 2 methods comes down to 2.0 points" in none
    assert "nearest is Thresholds of groups, without chance with 4.0 points" in none
    methods = {line.method: line for line in method_lines(found, VIEW)}
    assert list(methods) == [
        *("path", "reweighing", "grid_search", "common_threshold", "group_thresholds")
    ]
    assert (methods["grid_search"].reached, methods["grid_search"].seconds) == ("", None)
    assert methods["path"].reached.startswith("76.0")
    assert "5.0 points" in box_words(found, VIEW)
    assert "undefined or zero" in box_words(comparison(), VIEW)
