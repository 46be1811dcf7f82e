"""The chart of all methods: what shapes, colours, faint marks, names and bands tell."""

from __future__ import annotations

import pytest

from iffair_core.baselines.method import Needs
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.points import points_frame
from iffair_core.comparison.view import View
from pages._ui.charts.style import BLUE, GREEN
from pages._ui.charts.trade_offs import (
    FAINT,
    NAME_LINE,
    NAME_SHARE,
    key_of_marks,
    outside,
    scaled,
    span,
    symbol,
    trade_offs_figure,
)
from pages._ui.compare.trade_offs import reading
from pages._ui.compare.view import Looked
from tests.core.comparisons import GAP, attempt, comparison, same

VIEW = View(GAP)


def lines(view: View = VIEW):
    found = comparison(
        *(
            attempt(name, [same(gap, utility + seed / 100) for gap, utility in places], seed)
            for seed in (0, 1)
            for name, places in {
                "plain": [(0.2, 0.8)],
                "path": [(0.1, 0.79), (0.05, 0.78), (0.15, 0.7)],
                "grid_search": [(0.12, 0.78)],
                "common_threshold": [(0.01, 0.3)],
            }.items()
        )
    )
    return points_frame(found, view)


def of(figure, colour: str):
    return [t for t in figure.data if t.mode == "markers" and t.marker.color == colour]


@pytest.mark.parametrize(
    ("needs", "name"),
    [
        (Needs(), "circle"),
        (Needs(group_when_deciding=True), "square"),
        (Needs(group_when_deciding=True, randomised=True), "square-open"),
        (Needs(group_when_deciding=True, changed_features=True), "square-x-open"),
        (Needs(changed_features=True), "circle-x-open"),
        (Needs(own_training=True), "triangle-up"),
        (Needs(own_training=True, randomised=True), "triangle-up-open"),
    ],
)
def test_the_shape_tells_the_needs(needs: Needs, name: str) -> None:
    assert symbol(needs) == name


def test_methods_whose_needs_differ_differ_in_shape() -> None:
    assert len({symbol(m.needs) for m in METHODS.values()}) == len(
        {m.needs for m in METHODS.values()}
    )


def test_colour_is_the_family_and_dominated_points_are_faint() -> None:
    figure = trade_offs_figure(lines(), VIEW, ["path"])
    (path,) = of(figure, BLUE)
    (grid,) = of(figure, GREEN)
    faint = dict(zip(path.y, path.marker.opacity, strict=True))
    assert [gap for gap, opacity in faint.items() if opacity == FAINT] == [pytest.approx(15.0)]
    assert path.marker.size > grid.marker.size
    assert "IFFair: path" in path.text[0]
    assert "over" not in path.text[0]
    assert "2 splits" in path.text[0]


def test_who_stands_out_has_name_line_and_band() -> None:
    figure = trade_offs_figure(lines(), VIEW, ["path", "common_threshold", "plain"])
    names = [a.text for a in figure.layout.annotations]
    assert names == ["One common<br>threshold", "IFFair: path"]
    assert max(len(line) for name in names for line in name.split("<br>")) <= NAME_LINE
    low, high = figure.layout.xaxis.range
    for name in figure.layout.annotations:
        room = (name.x - low) / (high - low)
        assert name.xanchor == ("left" if room < NAME_SHARE else "right")
        assert (name.ax > 0) is (name.xanchor == "left")
    low_one, high_one = (
        trade_offs_figure(lines(), VIEW, named).layout.annotations[0].y
        for named in (["path", "grid_search"], ["path"])
    )
    assert (low_one, high_one) == pytest.approx((5.0, 10.0))
    bands = [t for t in figure.data if t.fill == "toself"]
    assert len(bands) == 2
    assert bands[0].x[0] < 78.5 < max(bands[0].x)
    assert not trade_offs_figure(lines(), VIEW, []).layout.annotations


def test_the_box_and_what_nobody_beats_are_drawn() -> None:
    figure = trade_offs_figure(lines(), VIEW, [])
    (box,) = figure.layout.shapes
    assert (box.x0, box.x1, box.y0, box.y1) == pytest.approx((75.5, 80.5, 0.0, 20.0))
    (best,) = [t for t in figure.data if t.line.dash == "dot"]
    assert list(best.y) == pytest.approx([1.0, 5.0, 10.0, 20.0])


def test_what_is_far_off_is_out_of_the_picture_and_told() -> None:
    assert outside(lines(), VIEW) == 2
    assert "2 points outside of the picture" in reading(lines(), Looked(VIEW, 0.05), 2)
    assert "there are no bands" in reading(lines(), Looked(View(GAP, "f1"), 0.05), 1)


def test_right_is_better_for_losses_too() -> None:
    view = View(GAP, "log_loss")
    left, right = span(scaled(lines(view), view), view)[0]
    assert left > right
    assert "lower is better" in trade_offs_figure(lines(view), view, []).layout.xaxis.title.text


def test_the_key_names_the_families_that_are_there() -> None:
    told = key_of_marks({"plain", "pre"})
    assert BLUE in told
    assert GREEN not in told
    assert "each person" in told
