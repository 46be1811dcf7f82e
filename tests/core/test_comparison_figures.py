"""Hypervolumes in closed form, the choice of points, views and means over splits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from iffair_core.comparison.choice import MOST, spots
from iffair_core.comparison.estimate import (
    difference_over_rows,
    gap_over_splits,
    over_splits,
    share_over_rows,
)
from iffair_core.comparison.hypervolume import Box, box_of, hypervolume
from iffair_core.comparison.trade_off import (
    NO_BOX,
    dominated,
    paired_difference,
)
from iffair_core.comparison.view import Place, View, gap_of
from iffair_core.errors import ConfigError
from tests.core.comparisons import GAP, attempt, comparison, figures, same

BOX = Box(gap=0.2, top=0.8)
VIEW = View(GAP)
PLAIN = attempt("plain", [same(0.2, 0.8)])


@pytest.mark.parametrize(
    ("gaps", "worths", "share"),
    [
        ([], [], 0.0),
        ([0.0], [0.8], 1.0),
        ([0.1], [0.8], 0.5),
        ([0.1], [0.775], 0.25),
        ([0.1, 0.05], [0.8, 0.775], 0.5 + 0.25 * 0.5),
        ([0.1, 0.15], [0.8, 0.775], 0.5),
        ([0.1, 0.1], [0.8, 0.8], 0.5),
    ],
)
def test_hypervolume_is_the_area_under_the_steps(
    gaps: list[float], worths: list[float], share: float
) -> None:
    assert hypervolume(BOX, gaps, worths) == pytest.approx(share)
    assert hypervolume(BOX, gaps[::-1], worths[::-1]) == pytest.approx(share)


def test_a_point_better_than_the_plain_model_counts_as_equal_to_it() -> None:
    assert hypervolume(BOX, [0.1], [0.9]) == pytest.approx(0.5)


@pytest.mark.parametrize(("gap", "worth"), [(0.2, 0.8), (0.3, 0.9), (0.0, 0.75), (0.0, 0.5)])
def test_a_point_outside_the_box_counts_nothing(gap: float, worth: float) -> None:
    assert hypervolume(BOX, [gap], [worth]) == 0.0


def test_hypervolume_is_that_of_random_points_of_the_box() -> None:
    rng = np.random.default_rng(0)
    gaps, worths = rng.uniform(0, 0.25, 6), rng.uniform(0.74, 0.82, 6)
    g, w = rng.uniform(0, 0.2, 100_000), rng.uniform(0.75, 0.8, 100_000)
    share = ((gaps[:, None] <= g) & (worths[:, None] >= w)).any(axis=0).mean()
    assert hypervolume(BOX, list(gaps), list(worths)) == pytest.approx(share, abs=0.006)


def test_there_is_no_box_without_a_gap_and_losses_are_turned_round() -> None:
    assert box_of(None, VIEW) is None
    assert box_of(Place(0.0, 0.8), VIEW) is None
    assert box_of(Place(0.2, 0.5), View(GAP, "log_loss")) == Box(0.2, -0.5)


def test_a_short_series_stands_whole_and_a_long_one_by_eight_of_its_entries() -> None:
    short = attempt("path", [same(0.1, 0.8), same(0.15, 0.79)])
    found = spots(short, PLAIN, VIEW)
    assert [spot.chosen for spot in found] == [True, True]
    assert [spot.dominated for spot in found] == [False, True]
    long = attempt("path", [same(0.19 - 0.01 * i, 0.8 - 0.001 * i) for i in range(19)])
    assert sum(spot.chosen for spot in spots(long, PLAIN, VIEW)) == MOST


def test_points_are_chosen_on_validation_and_not_on_test() -> None:
    places = [((0.1 - 0.001 * i, 0.8), (0.1 + 0.001 * i, 0.8)) for i in range(16)]
    found = spots(attempt("path", places), PLAIN, VIEW)
    assert [spot.dose for spot in found if spot.chosen] == [1, 3, 5, 7, 9, 11, 13, 15]


def test_an_entry_that_the_plain_model_beats_is_dominated() -> None:
    worse = attempt("path", [same(0.25, 0.79)])
    assert [spot.dominated for spot in spots(worse, PLAIN, VIEW)] == [True]


def test_the_gap_of_a_pair_is_read_from_the_rates() -> None:
    found = figures(
        0.9, 0.8, true_positive_rate=(0.5, 0.7, None), false_positive_rate=(0.1, 0.4, 0)
    )
    assert gap_of(found, View("equalized_odds")) == 0.9
    assert gap_of(found, View("equalized_odds", pair=(0, 1))) == pytest.approx(0.3)
    assert gap_of(found, View("equalized_odds", pair=(0, 2))) == pytest.approx(0.1)
    assert gap_of(found, View("equal_opportunity", pair=(0, 2))) is None


def test_a_view_of_a_gap_that_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigError, match="gap"):
        View("nothing")
    with pytest.raises(ConfigError, match="utility"):
        View(GAP, "nothing")


def test_no_interval_of_a_gap_in_shares_passes_the_whole() -> None:
    wide = [0.1, 0.9]
    share, loss = gap_over_splits(wide, GAP), gap_over_splits(wide, "loss_parity")
    assert share is not None
    assert loss is not None
    assert (share.low, share.high) == (0.0, 1.0)
    assert loss.high is not None
    assert loss.high > 1.0


def test_the_interval_over_splits_is_students() -> None:
    values = [0.3, 0.5, 0.4, 0.7]
    found = over_splits(values)
    assert found is not None
    interval = ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert (found.mean, found.low, found.high) == pytest.approx((0.475, *interval))
    one = over_splits([0.4])
    assert one is not None
    assert (one.mean, one.low, one.high) == (0.4, None, None)
    assert over_splits([]) is None


def test_intervals_of_one_split_are_of_its_rows() -> None:
    share = share_over_rows(0.8, 100.0)
    assert (share.low, share.high) == pytest.approx((0.7112, 0.8666), abs=1e-4)
    assert share.over == "rows"
    assert difference_over_rows(0.8, 0.5, 100.0).excludes_zero
    assert not difference_over_rows(0.8, 0.79, 100.0).excludes_zero


def test_dominated_share_is_a_mean_over_splits_and_differences_are_paired() -> None:
    tried = [
        attempt(method, [same(gap, 0.8)], seed)
        for seed, offset in enumerate((0.0, 0.02))
        for method, gap in (("plain", 0.2), ("path", 0.05 + offset), ("reweighing", 0.1 + offset))
    ]
    found = comparison(*tried)
    path, other = (dominated(found, name, VIEW) for name in ("path", "reweighing"))
    assert path.by_seed == pytest.approx({0: 0.75, 1: 0.65})
    assert path.estimate is not None
    assert path.estimate.mean == pytest.approx(0.7)
    difference = paired_difference(path, other)
    assert difference is not None
    assert (difference.low, difference.high) == pytest.approx((0.25, 0.25))


def test_without_a_gap_of_the_plain_model_there_is_a_reason() -> None:
    found = comparison(attempt("plain", [same(0.0, 0.8)]), attempt("path", [same(0.1, 0.8)]))
    path = dominated(found, "path", VIEW)
    assert path.estimate is None
    assert path.reason == NO_BOX


def test_a_method_without_entries_gives_its_reason() -> None:
    found = comparison(PLAIN, attempt("path", [], reason="No such groups."))
    assert dominated(found, "path", VIEW).reason == "No such groups."
    assert found.seconds("path") is None
