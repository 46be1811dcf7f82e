"""Figures are built once for each content, and the longest unused are let go."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages._ui.charts import kept


def counting() -> tuple[list[int], object]:
    built: list[int] = []

    @kept.kept
    def drawn(lines: pd.DataFrame, *, title: str = "") -> go.Figure:
        built.append(len(lines))
        return go.Figure(layout={"title": title})

    return built, drawn


def frame(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"group": ["a"] * len(values), "value": list(values)})


def test_the_same_content_is_built_once_and_another_anew() -> None:
    built, drawn = counting()
    first = drawn(frame(1.0, 2.0), title="one")
    assert drawn(frame(1.0, 2.0), title="one") is first
    assert drawn(frame(1.0, 2.5), title="one") is not first
    assert drawn(frame(1.0, 2.0), title="two").layout.title.text == "two"
    assert len(built) == 3


def test_the_longest_unused_is_let_go() -> None:
    built, drawn = counting()
    for value in (0.0, *range(1, kept.MOST), 0.0, kept.MOST):
        drawn(frame(value))
    built.clear()
    drawn(frame(0.0))
    assert built == []
    drawn(frame(1.0))
    assert built == [1]
