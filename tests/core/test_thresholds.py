"""Thresholds within a bound: against trying every pair of thresholds."""

from itertools import product

import numpy as np
import pytest

from iffair_core.fairness.thresholds import Judged, common_threshold, group_thresholds


def rows(n: int = 160, seed: int = 0) -> Judged:
    random = np.random.default_rng(seed)
    group = (random.random(n) < 0.4).astype(np.int64)
    y = (random.random(n) < np.where(group == 1, 0.3, 0.5)).astype(np.float64)
    p = 1 / (1 + np.exp(-(2 * y - 1 + random.normal(size=n) - 0.7 * group)))
    return Judged(y, p, group, random.uniform(0.5, 2.0, n))


def judged(at: Judged, cut: np.ndarray) -> tuple[dict[str, float], float]:
    """Largest difference of each rate and the weighted accuracy at a threshold a row."""
    decision = at.probability >= cut
    cells = {
        "selection_rate": np.ones(len(at.y), dtype=bool),
        "true_positive_rate": at.y == 1,
        "false_positive_rate": at.y == 0,
    }
    apart = {}
    for name, cell in cells.items():
        rates = [
            np.average(decision[cell & (at.group == g)], weights=at.weight[cell & (at.group == g)])
            for g in (0, 1)
        ]
        apart[name] = abs(rates[0] - rates[1])
    return apart, float(np.average(decision == at.y, weights=at.weight))


def best_of_all(at: Judged, bounds: dict[str, float]) -> float:
    candidates = [np.append(np.unique(at.probability[at.group == g]), 2.0) for g in (0, 1)]
    best = 0.0
    for one, other in product(*candidates):
        apart, accuracy = judged(at, np.where(at.group == 0, one, other))
        if all(apart[name] <= bound for name, bound in bounds.items()):
            best = max(best, accuracy)
    return best


@pytest.mark.parametrize(
    "bounds",
    [{"selection_rate": 0.05}, {"true_positive_rate": 0.08, "false_positive_rate": 0.08}],
)
def test_group_thresholds_keep_the_bounds_and_are_nearly_the_best_of_all(
    bounds: dict[str, float],
) -> None:
    at = rows()
    found = group_thresholds(at, bounds)
    assert found is not None
    apart, accuracy = judged(at, np.array([found[g] for g in at.group]))
    assert all(apart[name] <= bound + 1e-6 for name, bound in bounds.items())
    best = best_of_all(at, bounds)
    assert best - 0.01 <= accuracy <= best + 1e-9


def test_a_common_threshold_keeps_the_bound_and_beats_all_others_that_do() -> None:
    at, bound = rows(seed=3), 0.1
    cut = common_threshold(at, {"selection_rate": bound})
    assert cut is not None
    apart, accuracy = judged(at, np.full(len(at.y), cut))
    assert apart["selection_rate"] <= bound + 1e-6
    for other in np.append(np.unique(at.probability), 2.0):
        others, reached = judged(at, np.full(len(at.y), other))
        assert others["selection_rate"] > bound or reached <= accuracy + 1e-9


def test_a_bound_that_no_threshold_keeps_gives_none() -> None:
    at = rows()
    everyone = Judged(at.y, at.probability, at.group, at.weight)
    impossible = {"error_rate": 1e-12}
    assert common_threshold(everyone, impossible) is None
    assert group_thresholds(everyone, impossible) is None
