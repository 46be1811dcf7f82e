"""Charts of a story as native charts of a slide: their numbers stand in a sheet behind them.

Intervals are error bars of the series. python-pptx has no call for these, so their XML is put in
(ECMA-376, part 1, 21.2.2.55).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Length, Pt

from iffair_core.report.drawings import ends_of
from iffair_core.report.powerpoint.text import plain_text
from iffair_core.report.powerpoint.theme import GROUND, INK, QUIET, ROLES, paint
from iffair_core.report.story.values import Bars, Chart, Dots, DotSeries, Interval, Series
from iffair_core.words import MINUS, shortened

LETTERS = Pt(14)
MOST_LETTERS = 40
"""Of the name of a bar; the whole name stands in the slide's text and notes."""
LEAST_BAR = 0.2
"""A bar shorter than this share of the axis has its figure beside it."""
PLOT_SHARE = 0.62
"""About the share of a chart's width that its plot takes."""
Room = tuple[Length, Length, Length, Length]


def add_chart(page: Any, chart: Chart, room: Room) -> None:
    """Put the chart on the slide, with its title and reading as alternative text."""
    frame = _bars(page, chart, room) if isinstance(chart, Bars) else _dots(page, chart, room)
    told = plain_text(f"{chart.title}. {chart.reading}")
    frame._element.nvGraphicFramePr.cNvPr.set("descr", told)


def label(text: str) -> str:
    """A text for the sheet behind a chart, where a leading = would make it a formula."""
    clean = plain_text(text)
    return f" {clean}" if clean.startswith(("=", "{=")) else clean


def _bars(page: Any, chart: Bars, room: Room) -> Any:
    data = CategoryChartData(number_format=_form(chart.digits))
    data.categories = [label(name) for name in _short(chart.categories)]
    for series in chart.series:
        data.add_series(label(series.name), _rounded(series.figures, chart.digits))
    frame = page.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *room, data)
    made = frame.chart
    _common(made, chart.title, legend=len(chart.series) > 1)
    made.plots[0].gap_width, made.plots[0].overlap = 60, 0
    names, values = made.category_axis, made.value_axis
    names.reverse_order = True
    values._element.find("c:crosses", values._element.nsmap).set("val", "max")
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.mark:
        values.crosses = XL_AXIS_CROSSES.CUSTOM
        values.crosses_at = chart.mark
    low, high = ends_of(chart)
    room_for_labels = 0.12 * (high - low or 1.0)
    values.maximum_scale = _nice(high + room_for_labels)
    values.minimum_scale = 0 if low >= 0 else -_nice(room_for_labels - low)
    reach = values.maximum_scale - values.minimum_scale
    _axes(names, values)
    values.tick_labels.number_format = f"General;{MINUS}General"
    values.tick_labels.number_format_is_linked = False
    for drawn, series in zip(made.plots[0].series, chart.series, strict=True):
        _paint(drawn, series)
        _labels(drawn, series, chart.mark, reach, chart.digits)
    return frame


def _short(names: Sequence[str]) -> Sequence[str]:
    """Names that leave room for the bars, unless two would become the same."""
    short = [shortened(name, MOST_LETTERS) for name in names]
    return short if len(set(short)) == len(set(names)) else names


def _paint(drawn: Any, series: Series) -> None:
    drawn.format.fill.solid()
    paint(drawn.format.fill.fore_color, ROLES[series.role])
    drawn.invert_if_negative = False
    pairs = list(zip(series.figures, series.intervals, strict=True))
    if any(sure for _, sure in pairs):
        plus, minus = _lengths(pairs)
        drawn._element.find("c:cat", drawn._element.nsmap).addprevious(_error_bars(plus, minus, ""))


def _labels(drawn: Any, series: Series, mark: float, reach: float, digits: int) -> None:
    """The figure within its bar; of a bar that is short on an axis of ``reach``, beside it."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _form(digits), False
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    labels.font.size, labels.font.bold = LETTERS, True
    paint(labels.font.color, GROUND)
    for i, (value, sure) in enumerate(zip(series.figures, series.intervals, strict=True)):
        if value is not None and abs(value - mark) < LEAST_BAR * reach:
            beside = drawn.points[i].data_label
            beside.position = XL_LABEL_POSITION.OUTSIDE_END
            beside.font.size, beside.font.bold = LETTERS, True
            paint(beside.font.color, INK)
            if sure is not None:
                end = sure[1] if value >= mark else sure[0]
                _move(beside, PLOT_SHARE * (end - value) / reach)


def _move(label: Any, across: float) -> None:
    """Move a label to the right by a share of the chart's width, past the end of an interval."""
    at = label._get_or_add_dLbl()
    at.insert(
        1,
        parse_xml(
            f"<c:layout {nsdecls('c')}><c:manualLayout>"
            f'<c:x val="{across:.4f}"/><c:y val="0"/></c:manualLayout></c:layout>'
        ),
    )


def _dots(page: Any, chart: Dots, room: Room) -> Any:
    data = XyChartData(number_format="0.0")
    for series in chart.series:
        added = data.add_series(label(series.name))
        for dot in series.dots:
            added.add_data_point(round(dot.x, 4), round(dot.y, 4))
    frame = page.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *room, data)
    made = frame.chart
    _common(made, chart.title, legend=True)
    _axes(made.category_axis, made.value_axis)
    for axis, title in ((made.category_axis, chart.x_title), (made.value_axis, chart.y_title)):
        axis.axis_title.text_frame.text = plain_text(title)
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = LETTERS
    made.category_axis.minimum_scale = 0
    low, high = _reach(chart)
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = floor(low), ceil(high)
    for drawn, series in zip(made.plots[0].series, chart.series, strict=True):
        _mark(drawn, series)
    return frame


def _reach(chart: Dots) -> tuple[float, float]:
    """The lowest and the highest figure up, with their intervals."""
    dots = [dot for series in chart.series for dot in series.dots]
    ends = [end for dot in dots for end in (dot.y, *(dot.y_interval or ()))]
    return min(ends), max(ends)


def _mark(drawn: Any, series: DotSeries) -> None:
    square = series.role == "chosen"
    drawn.marker.style = XL_MARKER_STYLE.SQUARE if square else XL_MARKER_STYLE.CIRCLE
    drawn.marker.size = 7 if series.role == "rows" else 11
    drawn.marker.format.fill.solid()
    paint(drawn.marker.format.fill.fore_color, ROLES[series.role])
    drawn.marker.format.line.fill.background()
    drawn.format.line.fill.background()
    place = drawn._element.find("c:xVal", drawn._element.nsmap)
    for direction, pairs in (
        ("x", [(dot.x, dot.x_interval) for dot in series.dots]),
        ("y", [(dot.y, dot.y_interval) for dot in series.dots]),
    ):
        if any(sure for _, sure in pairs):
            place.addprevious(_error_bars(*_lengths(pairs), direction))


def _common(made: Any, title: str, *, legend: bool) -> None:
    made.font.size = LETTERS
    paint(made.font.color, INK)
    made.has_title = True
    made.chart_title.text_frame.text = plain_text(title)
    run = made.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = LETTERS, True
    made.has_legend = legend
    if legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False


def _axes(across: Any, up: Any) -> None:
    for axis in (across, up):
        paint(axis.format.line.color, QUIET)
        axis.has_major_gridlines = False
        axis.tick_labels.font.size = LETTERS


def _lengths(
    pairs: Sequence[tuple[float | None, Interval | None]],
) -> tuple[list[float], list[float]]:
    """How far each interval reaches above and below its figure; 0 without one."""
    plus = [0.0 if v is None or i is None else max(i[1] - v, 0.0) for v, i in pairs]
    minus = [0.0 if v is None or i is None else max(v - i[0], 0.0) for v, i in pairs]
    return plus, minus


def _error_bars(plus: Sequence[float], minus: Sequence[float], direction: str) -> Any:
    """Custom error bars; ``direction`` is x or y in a scatter, empty for bars."""
    way = f'<c:errDir val="{direction}"/>' if direction else ""
    line = '<a:ln w="15875"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>'
    return parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}>{way}"
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_numbers(plus)}</c:plus><c:minus>{_numbers(minus)}</c:minus>"
        f"<c:spPr>{line}</c:spPr></c:errBars>"
    )


def _numbers(values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{v:.6g}</c:v></c:pt>' for i, v in enumerate(values))
    count = f'<c:ptCount val="{len(values)}"/>'
    return f"<c:numLit><c:formatCode>General</c:formatCode>{count}{points}</c:numLit>"


def _form(digits: int) -> str:
    """A number format of a sheet, with a true minus sign."""
    form = f"0.{'0' * digits}" if digits else "0"
    return f"{form};{MINUS}{form}"


def _rounded(values: Sequence[float | None], digits: int) -> list[float | None]:
    """As they are shown: of one digit more, 11.848 would be rounded twice, to 11.85 and 11.9."""
    return [None if value is None else round(value, digits) for value in values]


def _nice(value: float) -> float:
    """The next number of one or two digits that is not below ``value``."""
    step = 10.0 ** (len(f"{abs(value):.0f}") - 1) / 2 if abs(value) >= 10 else 1.0
    return -(-value // step) * step
