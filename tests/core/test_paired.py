"""Changes on the same rows: closed forms for rates, losses and largest differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, ttest_rel

from iffair_core.fairness.paired import (
    Paired,
    largest_change,
    mean_change,
    paired,
    rate_changes,
)

Z = norm.ppf(0.975)


def decided(counts: list[list[int]], weight: float = 1.0) -> Paired:
    """Groups from their numbers of (0, 0), (0, 1), (1, 0), (1, 1) decisions before and after."""
    outcome = np.repeat(np.tile(np.arange(4), len(counts)), np.ravel(counts))
    group = np.repeat(np.arange(len(counts)), np.sum(counts, axis=1))
    return paired(
        (outcome >= 2).astype(float),
        (outcome % 2).astype(float),
        group,
        np.full(len(group), weight),
        n_groups=len(counts),
        proportion=True,
    )


def agresti_min(counts: list[int]) -> tuple[float, float]:
    """Change of a rate and its variance with half a row added to each outcome."""
    n = sum(counts) + 2
    up, down = counts[1] + 0.5, counts[2] + 0.5
    return (up - down) / n, ((up + down) - (up - down) ** 2 / n) / n**2


def test_a_rates_change_is_agresti_and_mins() -> None:
    counts = [[40, 12, 5, 30], [3, 0, 0, 7]]
    rate = decided(counts)
    found = rate_changes(rate)
    assert rate.before == pytest.approx([35 / 87, 0.7])
    assert rate.after == pytest.approx([42 / 87, 0.7])
    for g, of_group in enumerate(counts):
        change, variance = agresti_min(of_group)
        margin = Z * np.sqrt(variance)
        assert (found.low[g], found.high[g]) == pytest.approx((change - margin, change + margin))
    assert found.low[1] < 0.0 < found.high[1]


def test_a_common_weight_changes_nothing() -> None:
    counts = [[40, 12, 5, 30], [3, 2, 0, 7]]
    plain, scaled = (decided(counts, weight) for weight in (1.0, 6.5))
    assert rate_changes(scaled).low == pytest.approx(rate_changes(plain).low)
    assert largest_change([scaled]) == pytest.approx(largest_change([plain]))


def test_a_mean_loss_changes_as_in_the_paired_t_test() -> None:
    random = np.random.default_rng(0)
    before = random.exponential(size=30)
    after = before + random.normal(0.1, 0.2, 30)
    group = np.repeat([0, 1], [18, 12])
    found = rate_changes(paired(before, after, group, np.ones(30), n_groups=2, proportion=False))
    for g in range(2):
        expected = ttest_rel(after[group == g], before[group == g]).confidence_interval()
        assert (found.low[g], found.high[g]) == pytest.approx((expected.low, expected.high))


def test_two_groups_far_apart_have_one_contrast() -> None:
    """The same pair is the largest before and after: an interval of one normal contrast."""
    counts = [[100, 20, 10, 870], [850, 10, 40, 100]]
    found = largest_change([decided(counts)])
    (a, var_a), (b, var_b) = (agresti_min(of_group) for of_group in counts)
    margin = norm.ppf(1.0 - 0.9 * 0.025) * np.sqrt(var_a + var_b)
    assert found == pytest.approx((a - b - margin, a - b + margin))
    assert found[0] < (890 - 880) / 1000 - (110 - 140) / 1000 < found[1]


def test_groups_that_compete_widen_the_interval() -> None:
    apart = largest_change([decided([[100, 20, 10, 870], [850, 10, 40, 100]])])
    tied = largest_change([decided([[480, 20, 10, 490], [480, 10, 20, 490]])])
    others = [[470, 40, 20, 470], [490, 10, 40, 460]] * 2
    crowd = largest_change([decided([[480, 20, 10, 490], [480, 10, 20, 490], *others])])
    assert apart[1] - apart[0] < tied[1] - tied[0] < crowd[1] - crowd[0]


def test_a_pair_that_competes_has_half_of_the_error_for_its_own_change() -> None:
    counts = [[480, 20, 10, 490], [480, 10, 20, 490]]
    variance = sum(agresti_min(of_group)[1] for of_group in counts)
    (up, _), (down, _) = (agresti_min(of_group) for of_group in counts)
    margin = norm.ppf(1.0 - 0.9 * 0.025 / 2.0) * np.sqrt(variance)
    expected = up - down + margin
    assert largest_change([decided(counts)]) == pytest.approx((-expected, expected))


def test_the_largest_of_two_rates_is_that_of_the_rate_that_is_clearly_larger() -> None:
    wide = decided([[100, 20, 10, 870], [850, 10, 40, 100]])
    narrow = decided([[480, 20, 20, 480], [480, 20, 20, 480]])
    low, high = largest_change([wide])
    assert largest_change([wide, narrow]) == pytest.approx((low, high), abs=1e-3)
    assert largest_change([narrow, wide]) == largest_change([wide, narrow])


def test_the_change_back_is_the_mirror_image() -> None:
    counts = [[30, 8, 2, 20], [25, 3, 6, 26], [10, 1, 1, 8]]
    back = [[c[0], c[2], c[1], c[3]] for c in counts]
    low, high = largest_change([decided(counts)])
    assert largest_change([decided(back)]) == pytest.approx((-high, -low))


def test_the_mean_of_two_rates_squares_and_adds_the_distances_of_their_bounds() -> None:
    rates = [decided([[30, 8, 2, 20], [25, 3, 6, 26]]), decided([[50, 4, 1, 9], [12, 3, 6, 40]])]
    changes = [abs(np.diff(r.mean_after)[0]) - abs(np.diff(r.mean_before)[0]) for r in rates]
    bounds = [largest_change([rate]) for rate in rates]
    below = np.hypot(*(c - low for c, (low, _) in zip(changes, bounds, strict=True))) / 2.0
    above = np.hypot(*(high - c for c, (_, high) in zip(changes, bounds, strict=True))) / 2.0
    middle = np.mean(changes)
    assert mean_change(rates) == pytest.approx((middle - below, middle + above))


def test_a_mean_of_a_rate_without_two_groups_is_undefined() -> None:
    rate = decided([[30, 8, 2, 20], [25, 3, 6, 26]])
    assert np.isnan(mean_change([rate, decided([[30, 8, 2, 20]])])).all()


def test_bounds_of_rates_stay_within_what_is_possible() -> None:
    tiny = decided([[1, 1, 0, 0], [0, 0, 1, 1]])
    assert largest_change([tiny])[0] >= -1.0
    assert largest_change([tiny])[1] <= 1.0
    assert rate_changes(decided([[0, 1, 0, 0]])).high[0] == 1.0


def test_undefined_cells_have_no_change_and_are_left_out() -> None:
    counts = [[40, 12, 5, 30], [0, 0, 0, 0], [60, 2, 9, 20]]
    rate = decided(counts)
    assert np.isnan(rate.before).tolist() == [False, True, False]
    assert np.isnan(rate_changes(rate).low).tolist() == [False, True, False]
    assert largest_change([rate]) == largest_change([decided([counts[0], counts[2]])])
    assert np.isnan(largest_change([decided(counts[:2])])).all()


@pytest.mark.parametrize("weight", [[1.0] * 6, [1.0] * 5 + [0.0]], ids=["single", "no weight"])
def test_a_loss_of_one_row_leaves_no_interval(weight: list[float]) -> None:
    before, after = np.array([0.1, 0.4, 0.2, 0.6, 0.3, 5.0]), np.full(6, 0.5)
    group = np.array([0, 0, 0, 0, 1, 1]) if weight[-1] == 0 else np.array([0, 0, 0, 0, 0, 1])
    loss = paired(before, after, group, np.array(weight), n_groups=2, proportion=False)
    assert np.isnan(largest_change([loss])).all()
    assert np.isnan(rate_changes(loss).low).tolist() == [False, True]


def test_many_groups_are_compared_with_fewer_pairs_and_a_bound_that_is_no_narrower(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(4)
    groups = decided(random.integers(5, 40, (8, 4)).tolist())
    low, high = largest_change([groups])
    monkeypatch.setattr("iffair_core.fairness.paired.CONTRASTS", 1)
    fewer_low, fewer_high = largest_change([groups])
    assert fewer_low <= low <= high <= fewer_high
    monkeypatch.setattr("iffair_core.fairness.paired.LEAST_COMPARED", 56)
    assert largest_change([groups]) == (low, high)


def test_hundreds_of_groups_fit_into_memory() -> None:
    random = np.random.default_rng(4)
    groups = decided(random.integers(1, 9, (150, 4)).tolist())
    low, high = largest_change([groups])
    assert -1.0 <= low <= high <= 1.0
