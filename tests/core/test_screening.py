"""Screening lines, base rates and shares of groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, chisquare

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.tables import table_from_frame
from iffair_core.errors import ConfigError
from iffair_core.evidence.base_rates import base_rate_difference
from iffair_core.evidence.representation import representation
from iffair_core.evidence.rows import figures
from iffair_core.evidence.screening import screen
from iffair_core.fairness.uncertainty import newcombe
from iffair_core.results import Study
from iffair_core.study import plain_study
from iffair_core.threshold import with_threshold
from iffair_core.yardsticks import FOUR_FIFTHS, RATIO, ScreeningLine
from tests.oracles.studies import config


@pytest.fixture(scope="module")
def german() -> Study:
    return plain_study(config("german"))


@pytest.fixture(scope="module")
def tiny() -> Study:
    """Groups a and b have the same base rate; "tiny" has five rows."""
    random = np.random.default_rng(2)
    group = np.array(["a"] * 300 + ["b"] * 300 + ["tiny"] * 5)
    x = random.normal(size=605)
    y = (random.random(605) < 1 / (1 + np.exp(-2 * x))).astype(int)
    frame = pd.DataFrame({"y": y, "g": group, "x": x})
    task = Task(Outcome("y", favourable=("1",)), (Attribute("g"),))
    return plain_study(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))


def test_ratio_is_that_of_the_selection_rates(german: Study) -> None:
    (found,) = screen(german, german.plain, [FOUR_FIFTHS])
    lines = figures(german, german.plain)
    rates = lines[lines["metric"] == "selection_rate"]["value"]
    assert found.value == pytest.approx(rates.min() / rates.max())
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found.rows == 200
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("measure", "step"), [(RATIO, -1), ("demographic_parity", 1), ("equalized_odds_mean", 1)]
)
def test_side_depends_on_the_interval_and_not_on_the_value(
    german: Study, measure: str, step: int
) -> None:
    strict = with_threshold(german, cut=0.75)
    (found,) = screen(strict, strict.plain, [ScreeningLine(measure, 0.5)])
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    near_end, far_end = (found.low, found.high) if step < 0 else (found.high, found.low)
    limits = (near_end + step * 1e-6, found.value, far_end - step * 1e-6)
    lines = [ScreeningLine(measure, limit) for limit in limits]
    sides = [s.side for s in screen(strict, strict.plain, lines)]
    assert sides == ["near", "chance", "far"]


def test_groups_with_few_rows_are_left_out_and_named(tiny: Study) -> None:
    ratio, gap = screen(tiny, tiny.plain, [FOUR_FIFTHS, ScreeningLine("equalized_odds", 0.1)])
    assert ratio.left_out == gap.left_out == ("tiny",)
    assert ratio.side in ("near", "chance")


def test_line_without_a_figure_is_undefined(tiny: Study) -> None:
    nobody = with_threshold(tiny, cut=0.9999)
    (ratio,) = screen(nobody, nobody.plain, [FOUR_FIFTHS])
    assert (ratio.side, ratio.value) == ("undefined", None)
    assert screen(tiny, tiny.plain, []) == ()


def test_lines_out_of_range_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"limit must be a number of at least 0 and at most 1"):
        ScreeningLine(RATIO, 80)
    with pytest.raises(ConfigError, match=r"measure must be one of selection_ratio, demographic"):
        ScreeningLine("loss_parity", 0.1)


def test_base_rates_are_those_of_all_rows(german: Study) -> None:
    found = base_rate_difference(german)
    assert found is not None
    y, group = german.prepared.y, german.prepared.group
    young, old = (german.prepared.groups.index(g) for g in ("under 26", "26 and over"))
    assert (found.lower.group, found.higher.group) == ("under 26", "26 and over")
    assert found.lower.rate == pytest.approx(y[group == young].mean())
    assert (found.lower.rows, found.rows) == ((group == young).sum(), 1000)
    expected = newcombe(
        y[group == old].mean(keepdims=True),
        np.array([(group == old).sum()]),
        y[group == young].mean(keepdims=True),
        np.array([(group == young).sum()]),
    )
    assert (found.low, found.high) == pytest.approx((expected.low[0], expected.high[0]))
    assert found.beyond_chance


def test_equal_base_rates_may_be_chance_and_tiny_groups_stay_out(tiny: Study) -> None:
    found = base_rate_difference(tiny)
    assert found is not None
    assert not found.beyond_chance
    assert found.rows == 600
    assert found.lower.group != found.higher.group


def test_shares_of_two_groups_agree_with_scipy() -> None:
    found = representation({"a": 190, "b": 810}, {"a": 0.25, "b": 0.75})
    expected = binomtest(190, 1000).proportion_ci(method="wilson")
    assert (found.shares[0].low, found.shares[0].high) == pytest.approx(tuple(expected))
    assert found.p_value == pytest.approx(chisquare([190, 810], [250, 750]).pvalue)
    assert all(share.beyond_chance for share in found.shares)


def test_shares_of_several_groups_hold_together() -> None:
    rows = {"a": 190, "b": 400, "c": 410}
    found = representation(rows, {"a": 0.166})
    alone = binomtest(190, 1000).proportion_ci(method="wilson")
    together = binomtest(190, 1000).proportion_ci(1 - 0.05 / 3, method="wilson")
    assert alone.low > 0.166
    assert found.shares[0].low == pytest.approx(together.low)
    assert not found.shares[0].beyond_chance
    assert found.p_value is None
    assert [s.reference for s in found.shares] == [0.166, None, None]
    assert not found.shares[1].beyond_chance


def test_no_test_where_few_rows_are_expected() -> None:
    assert representation({"a": 990, "b": 10}, {"a": 0.996, "b": 0.004}).p_value is None


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ({"a": 0.5, "b": 0.4}, "must sum to 100 %; they sum to 90.0 %"),
        ({"a": 1.2}, "reference share of a must be a number of at least 0 and at most 1"),
        ({"c": 0.2}, "no group 'c'; the groups are a, b"),
    ],
)
def test_impossible_reference_shares_are_refused(reference: dict[str, float], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        representation({"a": 5, "b": 5}, reference)
    with pytest.raises(ConfigError, match="at least one row"):
        representation({}, {})
