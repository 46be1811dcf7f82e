"""Charts as pure functions: what they show, and that they stay small."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from iffair_core.evidence.levels import levels
from iffair_core.results import Study
from pages._ui.charts.cells import BINS, MOST_CELLS, binned, cells_figure, cells_of
from pages._ui.charts.compare import compare_figure
from pages._ui.charts.frontier import FAINT, WHISKERS, Axis, frontier_figure
from pages._ui.charts.rates import MOST_GROUPS, drawn, rates_figure
from pages._ui.charts.rows import rows_figure
from pages._ui.charts.style import PALETTE
from pages._ui.charts.units import PERCENT, POINTS
from pages._ui.readings.comparison import comparison
from pages._ui.readings.frontier import frontier_lines, frontier_sentence
from pages._ui.readings.rates import rates_by_group


def test_chart_of_a_hundred_thousand_rows_is_small_and_loses_none() -> None:
    generator = np.random.default_rng(0)
    group = generator.integers(0, 20, 100_000)
    y = generator.integers(0, 2, 100_000).astype(float)
    cells = cells_of(group, y, tuple(f"group {i}" for i in range(20)))
    shown = binned(generator.standard_t(2, 100_000), cells)
    assert shown.count.sum() == 100_000
    figure = cells_figure(shown, title="value", mark=0.0)
    assert len(figure.data) == MOST_CELLS
    assert sum(len(trace.x) for trace in figure.data) == MOST_CELLS * BINS <= 10_000


def test_marks_of_a_chart_lead_back_to_their_rows() -> None:
    values = np.array([0.0, 0.1, 0.9, 1.0, 0.95])
    cells = cells_of(np.array([0, 0, 0, 1, 1]), np.array([1.0, 1.0, 0.0, 0.0, 0.0]), ("a", "b"))
    assert cells.names == (
        "a · good outcome",
        "a · bad outcome",
        "b · good outcome",
        "b · bad outcome",
    )
    shown = binned(values, cells, low=0.0, high=1.0)
    figure = cells_figure(shown, title="value", mark=None)
    last = figure.data[-1]
    marks = [m for m, share in zip(last.customdata, last.y, strict=True) if share > 0]
    assert np.flatnonzero(shown.rows_in(marks)).tolist() == [3, 4]
    assert shown.lines()["rows"].sum() == 5


def test_one_row_is_told_in_the_singular_and_its_number_without_commas() -> None:
    cells = cells_of(np.array([0, 0, 1]), np.array([1.0, 1.0, 0.0]), ("a", "b"))
    figure = cells_figure(binned(np.array([0.1, 0.2, 0.9]), cells), title="value", mark=None)
    titles = [note.text for note in figure.layout.annotations]
    assert titles[:2] == ["a · good outcome (2 rows)", "b · bad outcome (1 row)"]
    assert {"0 rows", "1 row"} <= set(figure.data[1].text)
    lines = pd.DataFrame(
        {
            "position": [0, 1, 2],
            "cell": cells.code,
            "row": [7, 12345, 99999],
            "probability": 0.5,
            "influence": 0.1,
        }
    )
    told = [text for trace in rows_figure(lines, cells, 0.5).data for text in trace.text]
    assert told == ["Row 7", "Row 12345", "Row 99999"]


def test_a_frontier_is_read_with_the_utility_as_a_word_of_the_sentence(reweighted: Study) -> None:
    for utility, said in (("accuracy", " and accuracy "), ("roc_auc", " and ROC AUC ")):
        lines = frontier_lines(reweighted, reweighted.config.gaps, utility)
        assert said in frontier_sentence(reweighted, lines, "demographic_parity", utility)


def test_cells_that_are_not_drawn_and_bars_that_hold_more_are_told() -> None:
    cells = cells_of(
        np.repeat(np.arange(20), 2), np.tile([0.0, 1.0], 20), tuple("abcdefghijklmnopqrst")
    )
    all_of_them = cells_figure(
        binned(np.arange(40.0), cells, low=0.0, high=39.0), title="value", mark=None
    )
    (title,) = [axis.title.text for axis in all_of_them.select_xaxes() if axis.title.text]
    assert title == "value<br>The 12 largest of 40 groups by outcome are drawn."
    one = cells_of(np.zeros(3, dtype=int), np.ones(3), ("a",))
    clipped = cells_figure(
        binned(np.array([-5.0, 0.5, 9.0]), one, low=0.0, high=1.0), title="value", mark=None
    )
    assert clipped.layout.xaxis.title.text == "value<br>The outermost bars hold all beyond."


def test_of_many_groups_the_largest_are_drawn(reweighted: Study) -> None:
    lines = rates_by_group(reweighted, reweighted.plain)
    many = pd.concat([lines.assign(group=lines["group"] + f" {i}", n=100 - i) for i in range(40)])
    figure = rates_figure({"Plain model": many})
    groups = set(figure.data[0].y)
    assert len(groups) == MOST_GROUPS
    assert groups == {f"{name} {i}" for name in reweighted.prepared.groups for i in range(15)}
    titles = [note.text for note in figure.layout.annotations]
    assert titles[1] == "Selected,<br>good outcome (TPR)"
    assert titles[3] == "Misjudged<br><i>of all rows</i>"
    assert "30 of 80 groups with most rows" in drawn(["g"] * 80)
    assert drawn(["g"] * MOST_GROUPS) == ""


def test_values_beyond_the_range_are_in_the_outermost_bins() -> None:
    cells = cells_of(np.zeros(3, dtype=int), np.ones(3), ("a",))
    shown = binned(np.array([-5.0, 0.5, 9.0]), cells, low=0.0, high=1.0)
    assert (shown.count[0, 0], shown.count[0, -1]) == (1, 1)


def test_frontier_shows_both_parts_and_fades_dominated_points(reweighted: Study) -> None:
    lines = frontier_lines(reweighted, ("demographic_parity",), "accuracy")
    figure = frontier_figure(
        lines,
        gap=Axis("Demographic parity", POINTS),
        utility=Axis("Accuracy", PERCENT),
        chosen=reweighted.operating.step,
    )
    traces = {trace.name: trace for trace in figure.data if trace.name}
    marks = {"Validation rows", "Test rows", "Plain model", "Operating point"}
    assert set(traces) == {*marks, WHISKERS}
    whiskers, level = traces[WHISKERS], levels(reweighted, reweighted.operating)
    assert whiskers.y[0] - whiskers.error_y.arrayminus[0] == pytest.approx(100 * level.gap.low)
    assert whiskers.x[0] + whiskers.error_x.array[0] == pytest.approx(100 * level.accuracy.high)
    test = traces["Test rows"]
    assert list(test.y) == [100 * p.test.gaps["demographic_parity"] for p in reweighted.points]
    faint = [opacity == FAINT for opacity in test.marker.opacity]
    gap, value = np.array(test.y), np.array(test.x)
    for i, is_faint in enumerate(faint):
        beaten = (gap <= gap[i]) & (value >= value[i]) & ((gap < gap[i]) | (value > value[i]))
        assert is_faint == beaten.any()
    operating = reweighted.operating
    marked = dict(zip(traces["Operating point"].text, traces["Operating point"].y, strict=True))
    assert marked == {
        "": 100 * operating.validation.gaps["demographic_parity"],
        "Operating point": 100 * operating.test.gaps["demographic_parity"],
    }


def test_rates_keep_the_order_of_groups_and_their_intervals(reweighted: Study) -> None:
    lines = rates_by_group(reweighted, reweighted.plain)
    figure = rates_figure({"Plain model": lines})
    assert len(figure.data) == 4
    assert {axis.matches for axis in figure.select_xaxes()} == {"x"}
    first = figure.data[0]
    assert list(first.y) == list(reweighted.prepared.groups)
    selected = lines[lines["metric"] == "selection_rate"]
    low = np.array(first.x) - np.array(first.error_x.arrayminus)
    np.testing.assert_allclose(low, 100 * selected["ci_low"].astype(float))
    assert (lines["ci_low"] < lines["value"]).all()


def test_undefined_rate_is_said_in_the_chart(reweighted: Study) -> None:
    lines = rates_by_group(reweighted, reweighted.plain)
    lines.loc[lines.index[0], ["value", "ci_low", "ci_high"]] = pd.NA
    figure = rates_figure({"Plain model": lines})
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in marks) == 7
    (word,) = (trace for trace in figure.data if trace.mode == "text")
    assert (list(word.y), list(word.text)) == ([lines["group"].iloc[0]], ["no rows"])


def test_comparison_marks_the_target_alone(reweighted: Study) -> None:
    lines = comparison(reweighted.plain, reweighted.operating, ("demographic_parity",))
    assert lines.loc[lines["target"], "name"].tolist() == ["demographic_parity"]
    figure = compare_figure(lines)
    shown = {title for trace in figure.data if trace.mode == "markers" for title in trace.y}
    assert sum("target" in title for title in shown) == 1
    assert len(shown) == 13


def test_the_comparison_stands_in_the_units_of_its_table(reweighted: Study) -> None:
    figure = compare_figure(comparison(reweighted.plain, reweighted.operating, ()))
    panels = [trace for trace in figure.data if trace.name == "Operating point"]
    drawn = {
        title: (x, told)
        for trace in panels
        for title, x, told in zip(trace.y, trace.x, trace.text, strict=True)
    }
    after = reweighted.operating.test
    gap = after.gaps["demographic_parity"]
    assert drawn["Demographic parity"] == (pytest.approx(100 * gap), f"{100 * gap:.1f} points")
    accuracy = after.utility["accuracy"]
    assert drawn["Accuracy"][0] == pytest.approx(100 * accuracy)
    assert drawn["Log loss"][0] == after.utility["log_loss"]
    assert [len(trace.x) for trace in panels] == [6, 4, 3]


def test_charts_carry_their_own_colours(reweighted: Study) -> None:
    figure = compare_figure(comparison(reweighted.plain, reweighted.operating, ()))
    assert tuple(figure.layout.colorway) == PALETTE


def test_charts_hold_what_the_browser_compares_by_content(reweighted: Study) -> None:
    """Templates and encoded arrays it compares by identity, and draws once more for each."""
    lines = comparison(reweighted.plain, reweighted.operating, ("demographic_parity",))
    found = json.loads(compare_figure(lines).to_json())
    assert "template" not in found["layout"]
    assert all(isinstance(trace["x"], list) for trace in found["data"])
    other = compare_figure(lines.assign(after=lines["before"])).layout.datarevision
    assert found["layout"]["datarevision"] not in (None, other)
