"""A short form of `make coverage`: fixed seeds, few settings of every kind of interval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from benchmarks.coverage import __main__ as program
from benchmarks.coverage import (
    bootstrap,
    changes,
    losses,
    proportions,
    samples,
    utilities,
    weighted_samples,
)
from benchmarks.coverage.trial import Drawn, Trial, fewer, measure, sizes

MOST_ROWS = 2000


def covered(trials: Sequence[Trial], named: str, share: float = 1.0) -> float:
    """Mean coverage, over the trials, of the intervals whose names start with ``named``."""
    found = [
        line.coverage
        for index, trial in enumerate(trials)
        for line in measure(fewer(trial, share), (7, index))
        if line.interval.startswith(named)
    ]
    assert len(found) >= len(trials) > 1
    return float(np.mean(found))


def chosen(part: ModuleType, words: str, every: int = 1, most: int = MOST_ROWS) -> list[Trial]:
    """Every so many of the part's settings that say ``words``."""
    return [t for t in part.trials() if re.match(words, t.setting) and t.n <= most][::every]


DIFFERENCES = [t for t in chosen(proportions, "2 groups .*rate") if t.draws == proportions.MANY]


@pytest.mark.parametrize(
    ("trials", "named", "share", "bounds"),
    [
        (chosen(proportions, "rate"), "rate", 0.2, (0.94, 0.965)),
        (DIFFERENCES, "difference", 0.2, (0.94, 0.965)),
        (chosen(proportions, "(3|5|10) groups", 8), "largest", 0.4, (0.965, 1.0)),
        (chosen(proportions, "(3|5|10) groups")[1::8], "smallest ratio", 0.4, (0.965, 1.0)),
        (chosen(proportions, ".*rates", 6), "equalised odds", 0.3, (0.945, 1.0)),
        (chosen(losses, "rate", 3), "rate, weighted", 0.3, (0.94, 0.98)),
        (chosen(losses, "rate", 4), "change of a rate, weighted", 0.3, (0.94, 0.985)),
        (chosen(losses, "2 groups 1:50, shares"), "loss difference", 0.25, (0.90, 0.98)),
        (chosen(losses, "2 groups .* weights x"), "loss difference, weighted", 0.5, (0.935, 0.98)),
        (chosen(losses, "2 groups .* weights (un)?re"), "difference, weighted", 0.5, (0.935, 0.98)),
        (chosen(changes, "rate", 3), "change of a rate", 0.3, (0.945, 0.985)),
        (chosen(changes, ".*agreement", 20), "change of", 0.3, (0.96, 1.0)),
        (chosen(samples, ".*groups", 4), "change of", 0.3, (0.96, 1.0)),
        (chosen(samples, ".*favourable", 5), "change of", 0.3, (0.93, 0.985)),
        (chosen(weighted_samples, ".*groups", 3), "change of", 0.8, (0.935, 0.995)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_intervals_cover_on_average(
    trials: list[Trial], named: str, share: float, bounds: tuple[float, float]
) -> None:
    assert bounds[0] < covered(trials, named, share) <= bounds[1]


def test_utilities_and_their_changes_are_covered() -> None:
    """Mean over accuracy, balanced accuracy, F1, AUC, log loss and Brier score."""
    for kind, low in (("favourable .* confidence", 0.93), ("favourable .* agreement 99", 0.94)):
        trials = chosen(utilities, kind, most=200)
        assert low < covered(trials, "", 0.4) < 0.985


def test_few_differing_decisions_are_not_taken_for_no_change() -> None:
    """The delta method alone has an interval of width 0, and a coverage of 65 %, here."""
    trials = chosen(utilities, "favourable .* agreement 99", most=200)
    for name in ("accuracy", "balanced_accuracy", "f1"):
        assert covered(trials, f"change of {name}", 0.25) > 0.94


def test_the_percentile_bootstrap_of_a_largest_difference_misses_a_true_zero() -> None:
    assert covered(chosen(bootstrap, "5 groups .* gap 0$"), "percentile", 0.2) < 0.05


def test_a_line_counts_misses_on_both_sides_and_leaves_out_the_undefined() -> None:
    low, high = np.array([0.0, 0.4, 0.1, np.nan]), np.array([0.2, 0.9, 0.6, np.nan])
    trial = Trial("set", 9, lambda random, draws: {"known": Drawn(0.3, low, high)}, 4)
    (line,) = measure(trial, (0,))
    assert (line.coverage, line.below, line.above) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert (line.width, line.undefined) == pytest.approx((0.4, 0.25))


def test_the_last_group_has_its_share_of_the_rows() -> None:
    assert sizes(600, 3).tolist() == [200, 200, 200]
    assert sizes(1010, 3, 50).tolist() == [500, 500, 10]


def test_parts_are_written_side_by_side_with_their_worst_setting(tmp_path: Path) -> None:
    arguments = ["--share", "0.02", "--out", str(tmp_path)]
    assert program.main(["--part", "bootstrap", *arguments]) == 0
    first = pd.read_csv(tmp_path / "coverage.csv")
    whole = first[~first["repeat"]]
    again = first[first["repeat"]].iloc[0]
    assert again["setting"] == whole.loc[whole["coverage"].idxmin(), "setting"]
    assert again["draws"] == program.REPEAT * whole["draws"].iloc[0]
    assert program.main(["--part", "bootstrap", *arguments]) == 0
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "coverage.csv"), first)
    page = (tmp_path / "coverage.md").read_text()
    assert f"| {bootstrap.NAME} | 8, 160 | **{100 * whole['coverage'].mean():.1f} ±" in page
