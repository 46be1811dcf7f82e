"""The shares of all methods as one small chart: a row a data set, a mark a method."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmarks.paper.plan import DATASETS
from benchmarks.paper.shares import PATH, Share
from iffair_core.baselines.registry import METHODS
from iffair_core.report.svg import Axis

COLOURS = {"pre": "#0072B2", "in": "#009E73", "post": "#CC79A7"}
"""Okabe and Ito's palette, by family; the path alone is orange and a square."""
NAMES = {"pre": "pre-processing", "in": "in-processing", "post": "post-processing"}
ORANGE, FAINT, INK = "#D55E00", "#8a8f98", "#333"
LEFT, PLOT, ROW, TOP, BOTTOM = 110, 480, 30, 34, 40


def shares_chart(title: str, found: Sequence[Share]) -> str:
    """Mean share of each method; a hollow mark needs the group when deciding. The path is a square
    with its interval."""
    sets = [data for data in DATASETS if any(s.cell.data == data for s in found)]
    axis = Axis(0.0, 100.0, LEFT, LEFT + PLOT)
    height = TOP + ROW * len(sets) + BOTTOM
    body = [*_legend(), *_grid(axis, height)]
    for row, data in enumerate(sets):
        y = TOP + ROW * (row + 0.5)
        body.append(_text(LEFT - 12, y + 4, data, anchor="end"))
        mine = [s for s in found if s.cell.data == data and s.found.estimate]
        body += [_mark(axis, y, share) for share in sorted(mine, key=_path_last)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + PLOT + 30} {height}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f"{''.join(body)}</svg>\n"
    )


def _path_last(share: Share) -> bool:
    return share.method == PATH


def _mark(axis: Axis, y: float, share: Share) -> str:
    estimate, method = share.found.estimate, METHODS[share.method]
    if estimate is None:
        return ""
    x = axis.place(100 * estimate.mean)
    tip = f"<title>{escape(method.title)}: {100 * estimate.mean:.1f}</title>"
    if share.method != PATH:
        colour = COLOURS[method.family]
        fill = "white" if method.needs.group_when_deciding else colour
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{colour}" '
            f'stroke-width="1.5">{tip}</circle>'
        )
    line = ""
    if estimate.low is not None and estimate.high is not None:
        low, high = (axis.place(100 * end) for end in (estimate.low, estimate.high))
        line = f'<path d="M{low:.1f} {y:.1f}H{high:.1f}" stroke="{ORANGE}" stroke-width="2"/>'
    return (
        f'{line}<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{ORANGE}">'
        f"{tip}</rect>"
    )


def _legend() -> list[str]:
    parts = [f'<rect x="{LEFT}" y="6" width="10" height="10" fill="{ORANGE}"/>']
    parts.append(_text(LEFT + 15, 15, "path"))
    for place, (family, colour) in enumerate(COLOURS.items()):
        x = LEFT + 60 + 115 * place
        parts.append(f'<circle cx="{x}" cy="11" r="4" fill="{colour}"/>')
        parts.append(_text(x + 9, 15, NAMES[family]))
    x = LEFT + 60 + 115 * len(COLOURS)
    parts.append(f'<circle cx="{x}" cy="11" r="4" fill="white" stroke="{FAINT}"/>')
    return [*parts, _text(x + 9, 15, "needs the group")]


def _grid(axis: Axis, height: float) -> list[str]:
    parts = []
    for tick in axis.ticks():
        x = axis.place(tick)
        parts.append(f'<path d="M{x:.1f} {TOP}V{height - BOTTOM}" stroke="{FAINT}" opacity=".3"/>')
        parts.append(_text(x, height - BOTTOM + 16, f"{tick:g}", anchor="middle"))
    label = "share of the box below the plain model, percent"
    return [*parts, _text(LEFT + PLOT / 2, height - 6, label, anchor="middle")]


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(text)}</text>'
    )
