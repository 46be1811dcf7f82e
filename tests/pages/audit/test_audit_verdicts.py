"""What the audit says of a gap, of its groups and of all gaps, and where it says nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.tables import table_from_frame
from iffair_core.evidence.rows import figures
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.results import Study
from iffair_core.study import plain_study
from pages._ui import gap_cards, words
from pages._ui.audit import against, overview, rates, said, verdict
from pages._ui.charts.forest import forest_figure
from pages._ui.charts.rates import rates_figure
from pages._ui.readings.gaps import named_pair
from pages._ui.readings.measured import largest
from pages._ui.readings.rates import rate_table, rates_by_group


def test_undefined_and_one_sided_gaps_are_called_so(even: Study) -> None:
    line = largest(figures(even, even.plain), "equal_opportunity")
    assert said.gap_certainty(line, even).startswith("95 % interval")
    close = line.copy()
    close["ci_low"] = 0.0003
    assert "0.03 to" in said.gap_certainty(close, even)
    assert "The interval just excludes zero: this gap is **beyond" in said.gap_certainty(
        close, even
    )
    nothing = line.copy()
    nothing["status"] = "undefined"
    assert "fewer than two groups have 10 rows" in said.gap_certainty(nothing, even)
    nothing["status"] = "few"
    assert said.gap_certainty(nothing, even).startswith("**Not enough evidence** for one of")
    nothing["status"], nothing["ci_low"] = "ok", pd.NA
    assert said.gap_certainty(nothing, even).startswith("There is no interval")


def with_low(lines: pd.DataFrame, low: dict[str, float]) -> pd.DataFrame:
    """The lines with other lower bounds of the largest differences."""
    of_all = (lines["group"] == "") & lines["metric"].isin(low)
    return lines.assign(ci_low=lines["ci_low"].mask(of_all, lines["metric"].map(low)))


def test_equalised_odds_says_which_rate_it_rests_on(plain: Study) -> None:
    lines, rates_ = figures(plain, plain.plain), rate_table(plain, plain.plain)
    found = {"equalized_odds": 0.01, "equal_opportunity": 0.0, "predictive_equality": 0.01}
    text = verdict.sentence("equalized_odds", plain, with_low(lines, found), rates_)
    assert "This rests on Predictive equality (FPR gap)." in text
    assert text.endswith("Equal opportunity (TPR gap) alone may be chance.")
    both = verdict.sentence(
        "equalized_odds", plain, with_low(lines, found | {"equal_opportunity": 0.01}), rates_
    )
    assert both.endswith("rests on Equal opportunity (TPR gap) and Predictive equality (FPR gap).")
    corrected = with_low(lines, found | {"equalized_odds": 0.0})
    text = verdict.sentence("equalized_odds", plain, corrected, rates_)
    assert "may be chance" in text
    assert "Looked at alone, beyond chance: Predictive equality (FPR gap)." in text


@pytest.fixture(scope="module")
def three() -> Study:
    """Group b has a lower outcome rate than a by far, both large; c has the lowest, 60 rows."""
    random = np.random.default_rng(5)
    group = np.array(["a"] * 500 + ["b"] * 500 + ["c"] * 60)
    x = random.normal(size=1060) + np.where(group == "a", 1.0, -0.3)
    y = (random.random(1060) < 1 / (1 + np.exp(-2 * x))).astype(int)
    frame = pd.DataFrame({"y": y, "g": group, "x": x})
    task = Task(Outcome("y", favourable=("1",)), (Attribute("g"),))
    return plain_study(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))


def test_of_many_groups_the_pair_that_is_named_has_its_own_verdict(three: Study) -> None:
    gap = "demographic_parity"
    lines, rates_ = figures(three, three.plain), rate_table(three, three.plain)
    names = {three.prepared.groups[g] for g in named_pair("selection_rate", rates_)}
    own = (lines["metric"] == gap) & lines["group"].isin(names) & lines["reference"].isin(names)
    assert own.sum() == 1
    clear = lines.assign(
        ci_low=lines["ci_low"].mask(own, 0.1), ci_high=lines["ci_high"].mask(own, 0.4)
    )
    text = verdict.sentence(gap, three, clear, rates_)
    assert "**some pair of groups differs beyond chance at 95 %**" in text
    assert "this gap is" not in text
    assert "taken alone (10.0 to 40.0 points), is beyond chance at 95 %;" in text
    unclear = clear.assign(ci_low=clear["ci_low"].mask(own, -0.1))
    text = verdict.sentence(gap, three, unclear, rates_)
    assert "taken alone (0.0 to 40.0 points), may be chance;" in text
    turned = clear.assign(
        ci_low=clear["ci_low"].mask(own, -0.4), ci_high=clear["ci_high"].mask(own, -0.1)
    )
    assert verdict.sentence(gap, three, turned, rates_) == verdict.sentence(
        gap, three, clear, rates_
    )


def test_cells_without_enough_rows_are_named_in_table_and_chart(even: Study) -> None:
    table = rates.table(even, even.plain).set_index("group")
    assert table.loc["tiny", "good"] == 0
    assert table.loc["tiny", "true_positive_rate"] == "no rows"
    few = table.loc["tiny", "selection_rate"]
    assert table.loc["tiny", "rows"] == 1
    assert few == "not enough evidence (1 row, 10 needed)"
    figure = rates_figure({"Plain model": rates_by_group(even, even.plain)})
    selected, positives, without = figure.data[:3]
    assert list(selected.marker.symbol) == ["circle", "circle", "circle-open"]
    assert selected.text[2].startswith("not enough evidence, ")
    assert "tiny" not in list(positives.y)
    assert (list(without.y), list(without.text)) == (["tiny"], ["no rows"])


def test_overview_sorts_gaps_by_what_their_intervals_say(plain: Study) -> None:
    found = overview.table(plain, plain.plain)
    beyond = [t for t, low in zip(found["title"], found["ci_low"], strict=True) if low > 0]
    assert found["metric"].tolist() == list(gap_cards.ON_CARDS)
    assert f"**Beyond chance at 95 %:** {words.listed(beyond)}." in overview.sentence(found)
    marks = {trace.name: list(trace.y) for trace in forest_figure(found, "points").data}
    assert marks["Beyond chance at 95 %"] == beyond
    assert len(marks["May be chance"]) == len(found) - len(beyond)
    found.loc[0, ["value", "ci_low", "ci_high"]] = pd.NA
    assert overview.sentence(found).endswith("**Not enough evidence:** Demographic parity.")
    (without,) = [trace for trace in forest_figure(found, "points").data if trace.mode == "text"]
    assert (list(without.y), without.textposition) == (["Demographic parity"], "middle right")
    below = found.assign(ci_low=-found["ci_high"], ci_high=-found["ci_low"])
    (left,) = [trace for trace in forest_figure(below, "points").data if trace.mode == "text"]
    assert left.textposition == "middle left"


@pytest.mark.parametrize("gap", against.COMPARED)
def test_groups_against_the_reference_have_the_sign_of_the_group(even: Study, gap: str) -> None:
    found = against.table(even, even.plain, gap).set_index("title")
    reference = even.prepared.groups[even.prepared.reference]
    assert sorted([*found.index, reference]) == ["a", "b", "tiny"]
    other = next(group for group in ("a", "b") if group != reference)
    rate = GAP_RATES[gap][0]
    lines = figures(even, even.plain)
    of_group = lines[lines["metric"] == rate].set_index("group")["value"]
    assert found.loc[other, "value"] == pytest.approx(of_group[other] - of_group[reference])
    assert found.loc[other, "ci_low"] < found.loc[other, "value"] < found.loc[other, "ci_high"]
    assert found.loc["tiny", ["value", "ci_low"]].isna().all()
    said_of = against.sentence(found.reset_index(), gap, reference)
    assert "Not enough evidence: 1 group." in said_of


def test_groups_that_differ_from_the_reference_are_named_by_direction() -> None:
    found = pd.DataFrame(
        {
            "title": ["up", "down", "level", "few"],
            "ci_low": pd.array([0.1, -0.3, -0.1, None], dtype="Float64"),
            "ci_high": pd.array([0.3, -0.1, 0.1, None], dtype="Float64"),
            "status": ["ok", "ok", "ok", "few"],
        }
    )
    text = against.sentence(found, "demographic_parity", "all")
    assert "**More often than all, beyond chance at 95 %:** up." in text
    assert "**Less often than all, beyond chance at 95 %:** down." in text
    none = against.sentence(found[found["title"] == "level"], "demographic_parity", "all")
    assert "No group differs from all beyond chance" in none
