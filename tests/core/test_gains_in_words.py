"""Levels with intervals, the headline, and controls in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.evidence.control_words import (
    NONE_AS_WELL,
    NONE_MATCHES,
    ONLY_BY_GROUP,
    control_lines,
    gain,
)
from iffair_core.evidence.controls import Control
from iffair_core.evidence.effects import effects
from iffair_core.evidence.headline import headline
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import Levels, levels, levels_at
from iffair_core.evidence.rows import PartRows, changes, figures
from iffair_core.evidence.utilities import utility_figures
from iffair_core.fairness.change import COLUMNS
from iffair_core.fairness.inputs import Groups, Predictions
from iffair_core.results import Study
from iffair_core.words import bare, interval


def test_levels_are_the_figures_of_the_report(german: Study) -> None:
    found = levels(german, german.operating)
    lines = figures(german, german.operating)
    gap = lines[(lines["metric"] == "demographic_parity") & (lines["group"] == "")].iloc[-1]
    expected = [gap["value"], gap["ci_low"], gap["ci_high"]]
    assert [found.gap.value, found.gap.low, found.gap.high] == pytest.approx(expected)
    accuracy = utility_figures(german, german.operating).set_index("metric").loc["accuracy"]
    expected = [accuracy["value"], accuracy["ci_low"], accuracy["ci_high"]]
    values = [found.accuracy.value, found.accuracy.low, found.accuracy.high]
    assert values == pytest.approx(expected)


def test_the_largest_of_several_gaps_has_a_wider_interval_than_its_own(german: Study) -> None:
    gaps = ("demographic_parity", "equal_opportunity")
    own = [levels(german, german.plain, gaps=[gap]).gap for gap in gaps]
    both = levels(german, german.plain, gaps=gaps).gap
    largest = max(own, key=lambda level: level.value or 0.0)
    assert both.value == largest.value
    assert (both.low or 0.0) <= (largest.low or 0.0)
    assert both.high == max(level.high or 0.0 for level in own)


def test_gap_of_one_group_has_no_level() -> None:
    n = 30
    groups = Groups(np.array([0] * 25 + [1] * 5), ("a", "b"))
    at = PartRows(np.ones(n), np.ones(n), groups, np.ones(n, dtype=bool), min_cell=10)
    found = levels_at(at, Predictions(np.ones(n), None), ("demographic_parity",))
    assert found.gap == Level(None)
    assert found.accuracy.value == 1.0


def test_headline_says_how_sure_each_change_is(german: Study) -> None:
    frame = changes(german)
    told = headline(effects(frame, ("demographic_parity",)))
    line = frame[frame["metric"] == "demographic_parity"].iloc[0]
    verb = "falls" if line["change"] < 0 else "rises"
    sure = "may be chance" if line["ci_low"] <= 0 <= line["ci_high"] else "beyond chance"
    start = f"The gap in selection (demographic parity) {verb} from {100 * line['before']:.1f} to "
    assert told.startswith(start)
    assert told.split(").")[0].endswith(sure)


GAPS = ("demographic_parity",)
WIDER = (0.01, -0.01, 0.03)


def control(
    change: float,
    low: float,
    high: float,
    gap: tuple[float, float, float] = WIDER,
    **given: object,
) -> Control:
    """One whose accuracy differs from the operating point's by ``change``, its gap by ``gap``."""
    lines = [
        ("accuracy", "", 0.8, 0.8 + change, change, low, high, 500, "ok"),
        (*GAPS, "", 0.04, 0.04 + gap[0], *gap, 500, "ok"),
    ]
    reached = Levels(Level(0.05, 0.02, 0.08), Level(0.8 + change, 0.7, 0.9))
    beside = pd.DataFrame.from_records(lines, columns=list(COLUMNS))
    return Control(**{"name": "common_threshold", "beside": beside, "levels": reached, **given})


def test_gain_is_the_lead_of_reweighting() -> None:
    found = gain(control(-0.064, -0.071, -0.056))
    assert found is not None
    assert [found.value, found.low, found.high] == pytest.approx([0.064, 0.056, 0.071])
    assert gain(Control("reweighing", reason="none")) is None


@pytest.mark.parametrize(
    ("change", "low", "high", "said"),
    [
        (-0.064, -0.071, -0.056, "6.4 points lower (interval −7.1 to −5.6: beyond chance)"),
        (0.02, 0.01, 0.03, "2.0 points higher (interval +1.0 to +3.0: beyond chance)"),
        (-0.01, -0.03, 0.01, "1.0 points lower (interval −3.0 to +1.0: may be chance)"),
        (0.0, -0.01, 0.01, "the same (interval −1.0 to +1.0: may be chance)"),
    ],
)
def test_a_control_is_told_by_its_gap_and_its_accuracy_beside_reweighting(
    change: float, low: float, high: float, said: str
) -> None:
    verdict, line = control_lines([control(change, low, high)], GAPS)
    assert line == (
        "One common threshold: beside reweighting, the gap is 1.0 points wider (interval −1.0 to "
        f"+3.0: may be chance) and the accuracy is {said}."
    )
    assert (verdict == NONE_AS_WELL) == (high < 0)


def test_what_does_as_well_without_the_group_is_named_first() -> None:
    grouped = control(0.03, 0.02, 0.04, name="group_thresholds", needs_group=True)
    weak = control(-0.1, -0.2, -0.05)
    assert control_lines([weak, grouped], GAPS)[0] == ONLY_BY_GROUP
    strong = control(-0.01, -0.02, 0.005, name="reweighing")
    verdict = control_lines([grouped, weak, strong], GAPS)[0]
    assert verdict.endswith(
        "classic reweighing and a threshold by group (needs the group when deciding)."
    )


def test_a_control_that_does_not_match_does_not_do_as_well_and_is_compared_all_the_same() -> None:
    unmatched = control(0.1, 0.05, 0.15, name="reweighing", reason="Not low enough.")
    verdict, line = control_lines([unmatched], GAPS)
    assert verdict == NONE_MATCHES
    assert line.startswith("Classic reweighing: Not low enough. Beside reweighting, the gap is 1.0")
    nothing = Control("common_threshold", reason="None.")
    assert control_lines([nothing], GAPS) == (NONE_MATCHES, "One common threshold: None.")


def test_a_control_that_is_behind_in_nothing_does_as_well_matched_or_not() -> None:
    better = control(0.02, 0.01, 0.03, (-0.01, -0.03, 0.01), name="reweighing", reason="Not low.")
    verdict, _ = control_lines([better], GAPS)
    assert verdict.startswith("Simpler means do as well or better, as far as")
    assert "classic reweighing" in verdict
    level = control(0.02, -0.01, 0.03, (-0.01, -0.03, 0.01), name="reweighing")
    assert control_lines([level], GAPS)[0].startswith("Simpler means do as well, as far as")


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ((0.03, 0.01, 0.05), "3.0 points wider (interval +1.0 to +5.0: beyond chance)"),
        ((-0.03, -0.05, -0.01), "3.0 points narrower (interval −5.0 to −1.0: beyond chance)"),
    ],
)
def test_a_gap_that_differs_beyond_chance_is_told_so(
    gap: tuple[float, float, float], said: str
) -> None:
    verdict, line = control_lines([control(0.0, -0.01, 0.01, gap)], GAPS)
    assert said in line
    assert (verdict == NONE_AS_WELL) == (gap[0] > 0)


def test_of_several_gaps_each_is_named() -> None:
    one = control(0.0, -0.01, 0.01)
    line = control_lines([one], (*GAPS, "equal_opportunity"))[1]
    assert "the gap of Demographic parity is 1.0 points wider" in line
    assert "the gap of Equal opportunity (TPR gap) cannot be compared" in line


def test_what_rounds_to_zero_has_no_minus_sign() -> None:
    assert bare(-0.0001, "accuracy", signed=True) == "+0.0"
    assert bare(-0.0151, "accuracy") == "−1.5"
    assert bare(-0.01512, "log_loss", signed=True) == "−0.0151"


def test_an_edge_that_excludes_zero_is_not_written_as_zero() -> None:
    assert interval(-0.012, -0.0003, "accuracy", signed=True) == "−1.2 to −0.03"
    assert interval(0.0002, 0.012, "accuracy", signed=True) == "+0.02 to +1.2"
    assert interval(-0.0003, 0.012, "accuracy", signed=True) == "+0.0 to +1.2"
    assert interval(0.00003, 0.0012, "log_loss") == "0.00003 to 0.0012"
    assert interval(-0.03, -0.0004, "f1", signed=True) == "−0.030 to −0.0004"
