"""Small charts as SVG text: crisp in print, a few kilobytes each, readable without a script.

Every function returns one ``<svg>`` element with a title for screen readers. Blue is the plain
model, orange the reweighted one (Okabe and Ito's palette, safe for colour-blind readers); the
shapes differ too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.words import MINUS

PLAIN, CHOSEN, FAINT = "#0072B2", "#D55E00", "#8a8f98"
PLOT, ROW, MARGIN = 400, 40, 34
LETTER, LEAST_LABEL = 6.5, 90
WIDTH, HEIGHT, LEFT, TOP, RIGHT = 640, 320, 64, 28, 20
LARGEST_TICKS = 6


@dataclass(frozen=True)
class Estimate:
    """A rate with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupRates:
    """One rate of one group under both models; None where too few rows tell."""

    group: str
    plain: Estimate | None
    chosen: Estimate | None


@dataclass(frozen=True)
class FrontierPoint:
    """One point of the frontier on one part of the rows."""

    gap: float
    utility: float
    test: bool
    mark: str = ""
    colour: str = FAINT
    gap_interval: tuple[float, float] | None = None
    utility_interval: tuple[float, float] | None = None


def rates_chart(title: str, rows: Sequence[GroupRates]) -> str:
    """Rates of every group with intervals, plain above reweighted, on an axis in percent."""
    height = ROW * len(rows) + MARGIN
    label = max(LEAST_LABEL, LETTER * max(len(row.group) for row in rows) + 20)
    axis = Axis(0.0, 100.0, label, label + PLOT)
    body = [axis_x(axis, height - MARGIN)]
    for i, row in enumerate(rows):
        middle = ROW * i + ROW / 2
        body.append(text(label - 12, middle + 4, row.group, anchor="end"))
        body += [_estimate(axis, row.plain, middle - 8, PLAIN)]
        body += [_estimate(axis, row.chosen, middle + 8, CHOSEN)]
    return svg(title, label + PLOT + 80, height, body)


def frontier_chart(title: str, points: Sequence[FrontierPoint], labels: tuple[str, str]) -> str:
    """Gap (across) against utility (up); hollow validation circles, filled test squares."""
    gaps = [end for p in points for end in p.gap_interval or ()]
    utilities = [end for p in points for end in p.utility_interval or ()]
    across = chart_axis([0.0, *(p.gap for p in points), *gaps], LEFT, WIDTH - RIGHT)
    up = chart_axis([*(p.utility for p in points), *utilities], HEIGHT - MARGIN - 18, TOP)
    body = frame(across, up, labels)
    body += [_whiskers(across, up, p) for p in points]
    body += [_marker(across.place(p.gap), up.place(p.utility), p) for p in points]
    return svg(title, WIDTH, HEIGHT, body)


def histogram_chart(title: str, values: Vector, labels: tuple[str, str]) -> str:
    """Counts of ``values`` (n,) in 30 bins of equal width."""
    count, edges = np.histogram(values, bins=30)
    across = Axis(float(edges[0]), float(edges[-1]), LEFT, WIDTH - RIGHT)
    up = chart_axis([0.0, float(count.max())], HEIGHT - MARGIN - 18, TOP)
    body = frame(across, up, labels)
    for n, low, high in zip(count.tolist(), edges.tolist(), edges[1:].tolist(), strict=False):
        left, top = across.place(low), up.place(n)
        body.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{across.place(high) - left - 1:.1f}" '
            f'height="{up.place(0.0) - top:.1f}" fill="{CHOSEN}"/>'
        )
    return svg(title, WIDTH, HEIGHT, body)


@dataclass(frozen=True)
class Axis:
    """Maps [low, high] to the positions [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        """Round numbers on the axis, a step of 1, 2 or 5 times a power of ten apart."""
        rough = (self.high - self.low) / LARGEST_TICKS
        power = 10.0 ** np.floor(np.log10(rough))
        step = next(float(m * power) for m in (1, 2, 5, 10) if m * power >= rough)
        first, last = int(np.ceil(self.low / step)), int(np.floor(self.high / step))
        return [i * step for i in range(first, last + 1)]


def chart_axis(values: Sequence[float], start: float, end: float) -> Axis:
    """An axis with a little room above the values, and below unless they begin at 0."""
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 0.01
    return Axis(low if low == 0.0 else low - room, high + room, start, end)


def frame(across: Axis, up: Axis, labels: tuple[str, str], lower: float = 0.0) -> list[str]:
    """Both axes with their titles; all of it ``lower`` than at the upper edge."""
    return [
        axis_x(across, up.start),
        _axis_y(up, across.start),
        text((across.start + across.end) / 2, HEIGHT + lower - 4, labels[0], anchor="middle"),
        text(2, 12 + lower, labels[1]),
    ]


def _estimate(axis: Axis, estimate: Estimate | None, y: float, colour: str) -> str:
    if estimate is None:
        return text(axis.start + 4, y + 4, "not enough evidence", colour=colour)
    low, high, value = (
        axis.place(100.0 * v) for v in (estimate.low, estimate.high, estimate.value)
    )
    shape = (
        f'<circle cx="{value:.1f}" cy="{y}" r="4.5" fill="{colour}"/>'
        if colour == PLAIN
        else f'<rect x="{value - 4:.1f}" y="{y - 4}" width="8" height="8" fill="{colour}"/>'
    )
    line = f'<path d="M{low:.1f} {y}H{high:.1f}" stroke="{colour}" stroke-width="2"/>'
    figure = text(axis.end + 14, y + 4, f"{100 * estimate.value:.1f} %", colour=colour)
    return line + shape + figure


def _marker(x: float, y: float, point: FrontierPoint) -> str:
    size = 6 if point.mark else 4
    if not point.test:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="none" stroke="{point.colour}" '
            'stroke-width="2"/>'
        )
    label = text(x + 2, y + 22, point.mark, anchor="middle", colour=point.colour)
    return (
        f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" height="{2 * size}" '
        f'fill="{point.colour}"/>'
    ) + (label if point.mark else "")


def _whiskers(across: Axis, up: Axis, point: FrontierPoint) -> str:
    """The intervals of a point as lines through it; nothing without them."""
    x, y = across.place(point.gap), up.place(point.utility)
    paths = []
    if point.gap_interval:
        low, high = (across.place(end) for end in point.gap_interval)
        paths.append(f"M{low:.1f} {y:.1f}H{high:.1f}")
    if point.utility_interval:
        low, high = (up.place(end) for end in point.utility_interval)
        paths.append(f"M{x:.1f} {low:.1f}V{high:.1f}")
    return "".join(f'<path d="{p}" stroke="{point.colour}" stroke-width="1.5"/>' for p in paths)


def axis_x(axis: Axis, y: float) -> str:
    marks = [f'<path d="M{axis.start} {y}H{axis.end}" stroke="{FAINT}"/>']
    for tick in axis.ticks():
        x = axis.place(tick)
        marks.append(f'<path d="M{x:.1f} {y}v5" stroke="{FAINT}"/>')
        marks.append(text(x, y + 18, _tick(tick), anchor="middle"))
    return "".join(marks)


def _axis_y(axis: Axis, x: float) -> str:
    marks = [f'<path d="M{x} {axis.start}V{axis.end}" stroke="{FAINT}"/>']
    for tick in axis.ticks():
        y = axis.place(tick)
        marks.append(f'<path d="M{x - 5} {y:.1f}h5" stroke="{FAINT}"/>')
        marks.append(text(x - 9, y + 4, _tick(tick), anchor="end"))
    return "".join(marks)


def _tick(value: float) -> str:
    return f"{value:.6g}".replace("-", MINUS)


def text(x: float, y: float, text: str, anchor: str = "start", colour: str = "currentColor") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}>{escape(text)}</text>"


def svg(title: str, width: float, height: float, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" width="{width:g}">'
        f"<title>{escape(title)}</title>{''.join(body)}</svg>"
    )
