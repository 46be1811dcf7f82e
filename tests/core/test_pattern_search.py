"""The lattice search against brute force, near-duplicates, and readable cut points."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from iffair_core.arrays import Codes, Mask, Vector
from iffair_core.config import Condition
from iffair_core.errors import Cancelled
from iffair_core.patterns.cuts import ranges, roundest
from iffair_core.patterns.distinct import OVERLAP, best
from iffair_core.patterns.search import GAIN, MOST, NOBODY, possible_depth, search

SUBJECT = np.array([0, 0, 0, 1, 1, 2, 3, 3])
LEAST = 12


def table(seed: int = 3) -> tuple[Mask, Vector]:
    """150 rows, values that go with some of the conditions."""
    generator = np.random.default_rng(seed)
    level = generator.integers(0, 3, (150, 4))
    mask = np.array([level[:, 0] == k for k in range(3)])
    mask = np.vstack([mask, level[:, 1] == 0, level[:, 1] > 0, level[:, 2] == 1])
    mask = np.vstack([mask, level[:, 3] < 2, level[:, 3] == 0])
    value = generator.normal(size=150) + 3 * (mask[0] & mask[4] & mask[6]) - (mask[1] & mask[5])
    return mask, value


def brute(mask: Mask, value: Vector, depth: int) -> dict[tuple[int, ...], tuple[int, float]]:
    """Every conjunction of enough rows, one after another."""
    found = {}
    for size in range(1, depth + 1):
        for members in combinations(range(len(mask)), size):
            rows = mask[list(members)].all(axis=0)
            if len(set(SUBJECT[list(members)])) == size and rows.sum() >= LEAST:
                found[members] = int(rows.sum()), float(value[rows].sum())
    return found


def earns(members: tuple[int, ...], found: dict[tuple[int, ...], tuple[int, float]]) -> bool:
    def signed(part: tuple[int, ...]) -> float:
        count, total = found[part]
        return np.sign(total) * total**2 / count

    own = signed(members)
    parts = (part for size in range(1, len(members)) for part in combinations(members, size))
    return all(abs(own) > GAIN * abs(q) for q in map(signed, parts) if np.sign(q) == np.sign(own))


def listed(members: Codes) -> list[tuple[int, ...]]:
    return [tuple(m for m in line if m != NOBODY) for line in members.tolist()]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_search_finds_what_brute_force_finds(depth: int) -> None:
    mask, value = table()
    every = brute(mask, value, depth)
    found, seen = search(mask, SUBJECT, value, depth=depth, least=LEAST)
    assert seen == len(every)
    told = dict(zip(listed(found.members), zip(found.count, found.total, strict=True), strict=True))
    assert set(told) == {members for members in every if earns(members, every)}
    for members, (count, total) in told.items():
        assert count == every[members][0]
        assert total == pytest.approx(every[members][1], abs=1e-9)


def test_a_longer_description_must_earn_its_words() -> None:
    mask, value = table()
    found, _ = search(mask, SUBJECT, value, depth=3, least=LEAST)
    assert len(found.members) < len(brute(mask, value, 3))
    assert (0, 4, 6) in listed(found.members)


def test_the_best_come_first_and_are_no_near_duplicates() -> None:
    mask, value = table()
    found, _ = search(mask, SUBJECT, value, depth=3, least=LEAST)
    carrying = found.only(found.total > 0)
    chosen = best(carrying, mask, 6)
    assert chosen[0] == np.argmax(carrying.quality)
    assert (np.diff(carrying.quality[chosen]) <= 0).all()
    sets = [mask[list(m)].all(axis=0) for m in listed(carrying.members[chosen])]
    for one, other in combinations(sets, 2):
        assert (one & other).sum() <= OVERLAP * (one | other).sum()


def test_of_equal_sets_the_earlier_stands() -> None:
    mask, value = table()
    twice, subject = np.vstack([mask, mask[0]]), np.append(SUBJECT, 9)
    found, _ = search(twice, subject, value, depth=1, least=LEAST)
    assert len(mask) not in found.members[best(found, twice, 99), 0]
    assert 0 in found.members[best(found, twice, 99), 0]


def test_a_search_can_be_cancelled_and_keeps_to_what_can_be_waited_for() -> None:
    mask, value = table()
    with pytest.raises(Cancelled):
        search(mask, SUBJECT, value, depth=2, least=LEAST, cancel=lambda: True)
    assert [possible_depth(k, 3) for k in (100, 1000, MOST)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("low", "target", "high", "wanted"),
    [
        (23.0, 26.0, 28.0, 25.0),
        (38.0, 41.0, 47.0, 40.0),
        (0.031, 0.034, 0.042, 0.04),
        (1180.0, 1310.0, 1490.0, 1400.0),
        (-12.0, -9.0, -8.0, -10.0),
        (7.0, 7.0, 7.0, 7.0),
    ],
)
def test_cut_points_are_round(low: float, target: float, high: float, wanted: float) -> None:
    assert roundest(low, target, high) == wanted


def test_a_shared_value_stands_for_itself() -> None:
    values = np.array([0.0] * 60 + list(range(100, 140)) + [np.nan] * 5)
    told = list(ranges(values, "gain"))
    assert Condition("gain", value="0") in told
    assert Condition("gain", above=0.0) in told


def test_few_numbers_are_told_one_by_one() -> None:
    told = list(ranges(np.repeat([1.0, 2.0, 4.0], 30), "children"))
    assert {c.value for c in told} == {"1", "2", "4", None}
    assert Condition("children", at_least=2.0) in told


def test_the_parts_of_a_number_hold_every_row_once() -> None:
    values = np.random.default_rng(0).gamma(2.0, 30.0, 500).round()
    told = [c for c in ranges(values, "x") if c.low is not None and c.high is not None]
    inside = sum(((values >= c.low) & (values < c.high)).astype(int) for c in told)
    assert set(inside.tolist()) == {0, 1}
    assert len(told) >= 3
