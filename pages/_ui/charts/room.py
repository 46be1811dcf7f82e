"""Room for the names along the axes of a chart, known before it is drawn.

The browser draws a chart, measures its names, and draws it all again where they did not fit. Room
that suffices spares that; where the estimate is too small, the browser still finds out.
"""

from __future__ import annotations

from html import unescape

import plotly.graph_objects as go

TICK_PIXELS, TITLE_LINE_PIXELS = 12, 18
BESIDE_NAMES, BELOW_TICKS, AROUND_TITLE = 22, 38, 12
"""Pixels between a name and the edges, from the axis down to the edge, and around a title."""
LEAST, MOST = 8, 320
WIDTHS = {
    " ": 0.20,
    "'.,:;|ijlI·": 0.27,
    "-/()[]{}!frt◂": 0.35,
    "acegksvxyzFJLY0123456789": 0.505,
    "ACDGHNOQRUVX": 0.665,
    "mwMW@%&…": 0.84,
}
"""Of the characters of the pages' typeface, in heights of the type."""
OTHER_WIDTH, BOLD = 0.56, 1.06

_width = {character: width for each, width in WIDTHS.items() for character in each}


def left_of(figure: go.Figure) -> int:
    """Pixels for the longest name along the upright axes; few where there are none."""
    lines = [
        line
        for axis in figure.select_yaxes()
        if axis.categoryarray is not None
        for name in axis.categoryarray
        for line in str(name).split("<br>")
    ]
    wanted = BESIDE_NAMES + round(TICK_PIXELS * max(map(_length, lines), default=0.0))
    return wanted if lines and wanted <= MOST else LEAST


def _length(line: str) -> float:
    """Of a line in heights of the type."""
    text = line.replace("<b>", "").replace("</b>", "")
    length = sum(_width.get(character, OTHER_WIDTH) for character in unescape(text))
    return length if text == line else BOLD * length


def below(figure: go.Figure) -> int:
    """Pixels for the ticks of the level axes and the longest of their titles."""
    titles = [axis.title.text for axis in figure.select_xaxes() if axis.title.text]
    lines = max((title.count("<br>") + 1 for title in titles), default=0)
    return BELOW_TICKS + (AROUND_TITLE + TITLE_LINE_PIXELS * lines if lines else 0)
