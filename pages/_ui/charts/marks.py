"""Marks and their 95 % intervals, alike in all charts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

MARK_PIXELS, EDGE_PIXELS, WHISKER_PIXELS = 11, 2, 2


def mark(colour: str, symbol: str | list[str], size: int = MARK_PIXELS) -> dict[str, Any]:
    """The look of a mark; an open symbol has an edge of the same colour."""
    edge = {"width": EDGE_PIXELS, "color": colour}
    return {"size": size, "color": colour, "symbol": symbol, "line": edge}


def whiskers(
    value: pd.Series,
    low: pd.Series,
    high: pd.Series,
    colour: str,
    *,
    thickness: float = WHISKER_PIXELS,
    cap: int = 0,
) -> dict[str, Any]:
    """Error bars from ``low`` to ``high`` around ``value``; an end that is not known has none.

    ``cap`` is the width in pixels of the line across an end.
    """
    middle = value.astype(float)
    return {
        "type": "data",
        "symmetric": False,
        "array": (high.astype(float) - middle).fillna(0.0),
        "arrayminus": (middle - low.astype(float)).fillna(0.0),
        "color": colour,
        "thickness": thickness,
        "width": cap,
    }


def interval_marks(
    value: pd.Series, low: pd.Series, high: pd.Series, colour: str, symbol: str | list[str]
) -> go.Scatter:
    """Marks at ``value`` with their intervals along the horizontal axis; the caller adds y."""
    return go.Scatter(
        x=value.astype(float),
        mode="markers",
        cliponaxis=False,
        marker=mark(colour, symbol),
        error_x=whiskers(value, low, high, colour),
    )
