"""Room beside and below a chart: enough for its names as the browser measures them."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from pages._ui.charts import room
from pages._ui.charts.style import styled
from pages._ui.charts.written import written

MEASURED = {"Female": 36.9, "Demographic parity": 99.5, "Single common threshold": 129.2}
"""Pixels in the pages' typeface, 12 high, as Chromium's canvas tells them."""


def figure(*names: str, title: str | None = None) -> go.Figure:
    drawn = go.Figure(go.Scatter(x=[1.0] * len(names), y=names))
    drawn.update_yaxes(categoryorder="array", categoryarray=names)
    return drawn.update_xaxes(title=title)


@pytest.mark.parametrize("name", MEASURED)
def test_a_name_has_room_and_little_more(name: str) -> None:
    wanted = MEASURED[name] + room.BESIDE_NAMES
    assert wanted - 3 <= room.left_of(figure("A", name)) <= 1.08 * wanted


def test_the_longest_line_counts_and_marks_of_html_do_not() -> None:
    assert room.left_of(figure("Female<br>Male")) == room.left_of(figure("Female"))
    bold, plain = room.left_of(figure("<b>Female</b>")), room.left_of(figure("Female"))
    assert plain < bold < plain + 5


def test_a_name_that_is_escaped_has_the_room_of_what_is_seen() -> None:
    assert room.left_of(figure(written("<5 & more"))) == room.left_of(figure("<5 & more"))


def test_names_that_would_take_the_chart_are_left_to_the_browser() -> None:
    assert room.left_of(figure("long " * 20)) == room.LEAST
    assert room.left_of(go.Figure(go.Scatter(y=[1.0]))) == room.LEAST


def test_a_title_of_two_lines_has_more_room_below() -> None:
    none, one, two = (room.below(figure("A", title=t)) for t in (None, "x", "x<br>y"))
    assert none < one < two
    assert styled(figure("A", title="x"), height=300).layout.margin.b == one
