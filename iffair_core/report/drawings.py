"""The charts of a story as SVG text that takes the colours of the page around it.

Bars lie across, one a series and category, with the interval as a line; the figure stands at the
end of its row. Colours are CSS variables (``--plain``, ``--chosen``, ``--rows``, ``--share``,
``--other``)
with Okabe and Ito's palette behind them; text takes the colour of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iffair_core.report.story.values import (
    Bars,
    Chart,
    Dot,
    Dots,
    DotSeries,
    Interval,
    Role,
    Series,
)
from iffair_core.report.svg import (
    HEIGHT,
    LEFT,
    LETTER,
    MARGIN,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    axis_x,
    chart_axis,
    frame,
    svg,
    text,
)
from iffair_core.words import UNDEFINED, number, shortened

COLOURS: dict[Role, str] = {
    "plain": "#0072B2",
    "chosen": "#D55E00",
    "rows": "#8a8f98",
    "share": "#009E73",
    "other": "#B0579A",
}
THICK, THICKEST, GAP, LEGEND = 18, 42, 14, 28
LABEL_LEAST, LABEL_MOST, FIGURES = 90, 250, 76
MOST_LETTERS = int((LABEL_MOST - 20) / (1.1 * LETTER))
"""Of a name that is shortened; some letters are wider than the mean one."""
PLOT = 420
ON_SLIDES = 240
"""A narrower plot has the larger letters when it is drawn as wide."""
DOTS_ON_SLIDES = 480


@dataclass(frozen=True)
class Place:
    """Where a bar lies: its axis, its upper edge and how thick it is."""

    axis: Axis
    top: float
    thick: float


def drawing(chart: Chart, height: float = 0, *, large: bool = False) -> str:
    """One ``<svg>`` element with its figures as description; bars grow to about ``height``.

    ``large`` is for slides: larger letters for the same width.
    """
    if isinstance(chart, Bars):
        return _bars(chart, height, ON_SLIDES if large else PLOT)
    return _dots(chart, DOTS_ON_SLIDES if large else WIDTH)


def colour(role: Role) -> str:
    return f"var(--{role}, {COLOURS[role]})"


def ends_of(chart: Bars) -> tuple[float, float]:
    """The smallest and the largest figure that the chart shows, its mark among them."""
    every = [chart.mark]
    for series in chart.series:
        every += [value for value in series.figures if value is not None]
        every += [end for interval in series.intervals if interval for end in interval]
    return min(every), max(every)


def _bars(chart: Bars, height: float, plot: float) -> str:
    longest = max((len(name) for name in chart.categories), default=1)
    label = min(max(LABEL_LEAST, LETTER * longest + 20), LABEL_MOST)
    low, high = ends_of(chart)
    axis = chart_axis([low, high], label, label + plot)
    top = LEGEND if len(chart.series) > 1 else 6
    bars = max(len(chart.series) * len(chart.categories), 1)
    thick = min(max(THICK, (height - GAP * len(chart.categories)) / bars), THICKEST)
    row = thick * len(chart.series) + GAP
    bottom = top + row * len(chart.categories)
    width = label + plot + FIGURES
    entries = [(s.name, s.role, True) for s in chart.series] if top > 6 else []
    needed = _legend_width(entries)
    body = [_legend(entries, max(min(label, width - needed), 0.0))]
    body.append(axis_x(axis, bottom))
    for i, name in enumerate(chart.categories):
        middle = top + row * i + row / 2
        body.append(text(label - 12, middle + 4, shortened(name, MOST_LETTERS), anchor="end"))
        for j, series in enumerate(chart.series):
            place = Place(axis, top + row * i + GAP / 2 + thick * j, thick)
            body.append(_bar(chart, place, series, i))
    mark = axis.place(chart.mark)
    body.append(f'<path d="M{mark:.1f} {top}V{bottom}" stroke="currentColor" opacity=".55"/>')
    return svg(_title(chart), max(width, needed), bottom + MARGIN, body)


def _bar(chart: Bars, place: Place, series: Series, i: int) -> str:
    """A bar with its interval, and its figure at the end of the row."""
    axis, middle = place.axis, place.top + place.thick / 2
    value, sure, tone = series.figures[i], series.intervals[i], colour(series.role)
    mark = axis.place(chart.mark)
    if value is None:
        return text(mark + 6, middle + 4, "not enough evidence", colour=tone)
    start, end = sorted((mark, axis.place(value)))
    shape = (
        f'<rect x="{start:.1f}" y="{place.top + 2:.1f}" width="{max(end - start, 1.0):.1f}" '
        f'height="{place.thick - 4:.1f}" fill="{tone}" opacity=".82"/>'
    )
    line = ""
    if sure is not None:
        low, high = (axis.place(bound) for bound in sure)
        line = (
            f'<path d="M{low:.1f} {middle - 4:.1f}v8M{low:.1f} {middle:.1f}H{high:.1f}'
            f'M{high:.1f} {middle - 4:.1f}v8" stroke="currentColor" stroke-width="1.5" '
            'fill="none"/>'
        )
    return shape + line + text(axis.end + 12, middle + 4, number(value, chart.digits), colour=tone)


def _dots(chart: Dots, width: float) -> str:
    every = [dot for series in chart.series for dot in series.dots]
    across = chart_axis([0.0, *_reach([(d.x, d.x_interval) for d in every])], LEFT, width - RIGHT)
    up = chart_axis(
        _reach([(d.y, d.y_interval) for d in every]), HEIGHT + LEGEND - MARGIN - 18, TOP + LEGEND
    )
    shown = [(s.name, s.role, False) for s in chart.series if s.dots]
    body = [_legend(shown, max(min(LEFT, width - _legend_width(shown)), 0.0))]
    body += frame(across, up, (chart.x_title, chart.y_title), LEGEND)
    for series in chart.series:
        body += [_dot(across, up, series, dot) for dot in series.dots]
    return svg(_title(chart), width, HEIGHT + LEGEND, body)


def _reach(figures: Sequence[tuple[float, Interval | None]]) -> list[float]:
    return [end for value, sure in figures for end in (value, *(sure or ()))]


def _dot(across: Axis, up: Axis, series: DotSeries, dot: Dot) -> str:
    x, y, tone = across.place(dot.x), up.place(dot.y), colour(series.role)
    lines = ""
    if dot.x_interval:
        low, high = (across.place(end) for end in dot.x_interval)
        lines += f"M{low:.1f} {y:.1f}H{high:.1f}"
    if dot.y_interval:
        low, high = (up.place(end) for end in dot.y_interval)
        lines += f"M{x:.1f} {low:.1f}V{high:.1f}"
    path = f'<path d="{lines}" stroke="{tone}" stroke-width="1.5"/>' if lines else ""
    return path + _symbol(x, y, series.role, 6 if dot.x_interval else 4)


def _symbol(x: float, y: float, role: Role, size: float) -> str:
    """A circle for the plain model and other steps, a square for the chosen one."""
    if role == "chosen":
        return (
            f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" '
            f'height="{2 * size}" fill="{colour(role)}"/>'
        )
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour(role)}"/>'


def _legend(entries: Sequence[tuple[str, Role, bool]], x: float) -> str:
    """Names of the series in a row; bars have squares, models their symbols."""
    body = []
    for name, role, bar in entries:
        square = f'<rect x="{x}" y="5" width="11" height="11" fill="{colour(role)}"/>'
        body.append(square if bar else _symbol(x + 6, 10, role, 5))
        body.append(text(x + 17, 15, name))
        x += 17 + LETTER * len(name) + 24
    return "".join(body)


def _legend_width(entries: Sequence[tuple[str, Role, bool]]) -> float:
    return sum(17 + LETTER * len(name) + 24 for name, _, _ in entries)


def _title(chart: Chart) -> str:
    """The title, and of bars every figure, for who cannot see them."""
    if isinstance(chart, Dots):
        return f"{chart.title}. {chart.reading}"
    told = [
        f"{name}, {series.name}: {UNDEFINED if value is None else number(value, chart.digits)}"
        for series in chart.series
        for name, value in zip(chart.categories, series.figures, strict=True)
    ]
    return f"{chart.title}. {'; '.join(told)}."
