"""Descriptions of weights against closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from iffair_core.weights.describe import (
    agreement,
    by_label,
    by_value,
    cumulative,
    effective_size,
    held_by_top,
    movers,
    rows_holding,
)


def test_equal_weights_are_spread_evenly() -> None:
    lines = cumulative(np.ones(37))
    np.testing.assert_allclose(lines["weight_share"], lines["row_share"], atol=1e-12)
    assert effective_size(np.ones(37)) == pytest.approx(37)
    assert held_by_top(np.ones(50), 0.1) == pytest.approx(0.1)
    assert rows_holding(np.ones(50), 0.5) == pytest.approx(0.5)


def test_uniform_weights_have_the_lorenz_curve_of_a_parabola() -> None:
    """For weights even on (0, 2) the heaviest share x holds 2x - x^2, and n_eff is 3n/4."""
    n = 40_000
    weights = (2 * np.arange(n) + 1) / n
    lines = cumulative(weights)
    x = lines["row_share"]
    np.testing.assert_allclose(lines["weight_share"], 2 * x - x**2, atol=1e-4)
    assert effective_size(weights) / n == pytest.approx(0.75, abs=1e-4)
    assert held_by_top(weights, 0.2) == pytest.approx(0.36, abs=1e-4)
    assert rows_holding(weights, 0.5) == pytest.approx(1 - np.sqrt(0.5), abs=1e-4)


def test_a_zero_set_has_no_effective_row() -> None:
    assert effective_size(np.zeros(3)) == 0.0


def test_labels_add_up() -> None:
    weights = np.array([0.0, 2.0, 1.0, 1.0, 1.0])
    lines = by_label(weights, np.array([0, 0, 2, 2, 2]), ("a", "b", "c"))
    assert lines["name"].tolist() == ["a", "c"]
    assert lines["effective"].tolist() == pytest.approx([1.0, 3.0])
    assert lines["zero_share"].tolist() == [0.5, 0.0]
    assert lines["weight_share"].tolist() == pytest.approx([0.4, 0.6])
    assert lines["row_share"].tolist() == pytest.approx([0.4, 0.6])


def test_movers_are_those_that_moved_most() -> None:
    after = np.array([1.0, 3.0, 0.2, 1.5, 0.9, 1.0])
    up, down = movers(np.ones(6), after, 2)
    assert up.tolist() == [1, 3]
    assert down.tolist() == [2, 4]
    up, down = movers(np.ones(6), np.ones(6), 3)
    assert len(up) == len(down) == 0


def test_categories_and_missing_values_have_lines() -> None:
    values = pd.Series(["x", "y", "x", None, "x"])
    lines = by_value(values, np.array([1.0, 2.0, 3.0, 4.0, 5.0])).set_index("value")
    assert lines.index.tolist()[0] == "x"
    assert lines.loc["x", "mean"] == 3.0
    assert lines.loc["x", ["low", "middle", "high"]].tolist() == [2.0, 3.0, 4.0]
    assert lines.loc["missing", "rows"] == 1


def test_numbers_are_cut_into_tenths_in_their_order() -> None:
    values = pd.Series(np.arange(1000.0))
    lines = by_value(values, np.arange(1000.0))
    assert lines["rows"].tolist() == [100] * 10
    assert len(lines) == 10
    assert lines["mean"].is_monotonic_increasing
    few = by_value(pd.Series([10.0, 2.0, 2.0, np.nan]), np.ones(4))
    assert few["value"].tolist() == ["2", "10", "missing"]


def test_agreement_is_spearmans() -> None:
    generator = np.random.default_rng(4)
    first = generator.uniform(0, 2, 200)
    second = first + generator.normal(scale=0.5, size=200)
    found = agreement(first, second)
    ranks = np.corrcoef(rankdata(first), rankdata(second))[0, 1]
    assert found.correlation == pytest.approx(ranks)
    assert agreement(first, np.ones(200)).correlation is None
    opposite = agreement(first, 2 - first)
    assert opposite.apart == pytest.approx(1.0, abs=0.02)
    assert opposite.both_up == opposite.both_down == 0.0
    assert agreement(first, first).both_up == pytest.approx(np.mean(first > 1.0005))
