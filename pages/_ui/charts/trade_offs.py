"""Methods of all families on one chart: gap against utility, with bands over splits.

Colour tells the family, the shape what a method needs when it is deployed: a square the group of
each person, a triangle a training of its own, a cross within it altered records, and a hollow mark
decisions by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from iffair_core.baselines.method import Family, Needs
from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.hypervolume import WIDTH
from iffair_core.comparison.view import View
from iffair_core.fairness.utility import LOWER_IS_BETTER
from iffair_core.words import TITLES, figure, with_interval
from pages._ui.charts.kept import kept
from pages._ui.charts.style import BLUE, GREEN, GREY, VERMILLION, styled
from pages._ui.charts.units import in_units, unit_of
from pages._ui.charts.written import in_lines

COLOURS: Mapping[Family, str] = {"plain": GREY, "pre": BLUE, "in": GREEN, "post": VERMILLION}
FAMILY_WORDS: Mapping[Family, str] = {
    "pre": "training data changed",
    "in": "training changed",
    "post": "decisions changed",
}
SHAPES = (
    ("●", "needs nothing when deciding"),
    ("■", "needs each person's group"),
    ("▲", "needs a training of its own"),
    ("□ △", "hollow: decides by chance"),
    ("⊠ ⊗", "crossed: alters records"),
)
KEY_STYLE = "display:flex;flex-wrap:wrap;gap:.15rem 1.2rem;font-size:.86rem"
LARGE, SMALL = 12, 8
CLEAR, BEHIND, FAINT = 0.95, 0.5, 0.18
BAND_OPACITY, BOX_OPACITY = 0.13, 0.1
ROOM = 0.1
GAPS_HIGH = 2
"""A point whose gap is more than so many times the plain model's is out of view."""
BOXES = 2
"""So many times the largest loss of the box a point may lie below the plain model to be in view."""
HEIGHT = 520
NAME_LINE = 15
"""Characters: a longer name takes several lines, for a phone's width has room for no more."""
NAME_SHARE = 0.45
"""Such a line, as a share of the width of a chart on a phone."""


def symbol(needs: Needs) -> str:
    """Plotly's name of the shape that tells these needs."""
    shape = "triangle-up" if needs.own_training else "circle"
    shape = "square" if needs.group_when_deciding else shape
    if needs.changed_features:
        return f"{shape}-x-open"
    return f"{shape}-open" if needs.randomised else shape


@kept
def trade_offs_figure(lines: pd.DataFrame, view: View, shown: Sequence[str]) -> go.Figure:
    """``lines`` are those of ``comparison.points.points_frame`` in this view.

    ``shown`` are the methods that stand out: each has its name, its line through the points that
    are not dominated, and its band over splits. Dominated points are faint; a dotted line joins
    the points that nobody beats. To the right is better, whatever the utility.
    """
    drawn, chart = scaled(lines, view), go.Figure()
    across, up = span(drawn, view)
    plain = drawn[drawn["method"] == PLAIN.name]
    others = [m for m in drawn["method"].unique() if m != PLAIN.name]
    named = [method for method in shown if method in others]
    if len(plain) and plain["gap"].iloc[0] > 0:
        chart.add_shape(**_box(plain.iloc[0], view))
    for method in named:
        chart.add_traces(_band_and_line(drawn[drawn["method"] == method]))
    chart.add_trace(_nobody_beats(drawn))
    for method in sorted(others, key=lambda m: m in named):
        chart.add_trace(_marks(drawn[drawn["method"] == method], stands_out=method in named))
    chart.add_trace(_plain(plain))
    lowest = drawn.groupby("method")["gap"].min()
    for number, method in enumerate(sorted(named, key=lambda m: lowest[m])):
        height = up[1] * (number + 0.5) / len(named)
        chart.add_annotation(**_name(drawn[drawn["method"] == method], across, up, height))
    utility, gap = unit_of(view.utility), unit_of(view.gap)
    better = "lower" if view.utility in LOWER_IS_BETTER else "higher"
    chart.update_xaxes(
        title=f"{utility.titled(TITLES[view.utility])} ({better} is better) →", range=across
    )
    chart.update_yaxes(title=f"{gap.titled(TITLES[view.gap])} (lower: narrower)", range=up)
    return styled(chart, height=HEIGHT, legend=False)


def key_of_marks(families: Collection[str]) -> str:
    """What colours and shapes mean, as HTML that takes the colour of the page's text."""
    colours = [
        f'<span style="color:{COLOURS[family]}">⬤</span>&nbsp;{escape(said)}'
        for family, said in FAMILY_WORDS.items()
        if family in families
    ]
    shapes = [f"{mark}&nbsp;{escape(said)}" for mark, said in SHAPES]
    rows = [
        f'<div style="{KEY_STYLE}">{"".join(f"<span>{each}</span>" for each in row)}</div>'
        for row in (colours, shapes)
    ]
    return "".join(rows)


def outside(lines: pd.DataFrame, view: View) -> int:
    """How many points lie outside of what the chart shows at first."""
    drawn = scaled(lines, view)
    across, up = span(drawn, view)
    inside = drawn["utility"].between(*sorted(across)) & drawn["gap"].between(*up)
    return int((~inside).sum())


def scaled(lines: pd.DataFrame, view: View) -> pd.DataFrame:
    """Lines in the units of the axes, each with what hovering over it says."""
    told = [_told(line, view) for line in lines.to_dict("records")]
    units = {"gap": unit_of(view.gap), "utility": unit_of(view.utility)}
    return in_units(lines, units).assign(told=told)


def span(drawn: pd.DataFrame, view: View) -> tuple[list[float], list[float]]:
    """Ranges of both axes: what is not dominated and not far below the plain model."""
    sign = -1.0 if view.utility in LOWER_IS_BETTER else 1.0
    worth = sign * drawn["utility"]
    plain = drawn[drawn["method"] == PLAIN.name]
    top = float(sign * plain["utility"].iloc[0]) if len(plain) else float(worth.max())
    width = WIDTH * unit_of(view.utility).factor
    near = drawn[(worth >= top - BOXES * width) & ~drawn["dominated"]]
    low = min(float((sign * near["utility"]).min()), top - width) if len(near) else top - width
    high = max(float(worth.max()), top)
    room = ROOM * (high - low)
    start = float(plain["gap"].max()) if len(plain) else 0.0
    tallest = float(near["gap"].max()) if len(near) else start
    tallest = max(start, min(tallest, GAPS_HIGH * start) if start > 0 else tallest) or 1.0
    return [sign * (low - room), sign * (high + room)], [-0.06 * tallest, (1 + ROOM) * tallest]


def _told(line: Mapping[Hashable, Any], view: View) -> str:
    card = METHODS[line["method"]]
    parts = [f"<b>{card.title}</b>"]
    for name, metric, title in (
        ("gap", view.gap, "gap"),
        ("utility", view.utility, TITLES[view.utility]),
    ):
        value, low, high = (_number(line[name + end]) for end in ("", "_low", "_high"))
        parts.append(f"{title} {with_interval(figure(value, metric), low, high, metric)}")
    dose = f"dose {line['dose']:.3g}, " if card.knob else ""
    parts.append(f"{dose}{line['splits']} split{'' if line['splits'] == 1 else 's'}")
    parts.append(f"needs {line['needs']}")
    return "<br>".join(parts)


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _box(plain: pd.Series, view: View) -> dict[str, Any]:
    """What the reach is a share of: from the plain model to no gap, and to the largest loss."""
    sign = -1.0 if view.utility in LOWER_IS_BETTER else 1.0
    width = WIDTH * unit_of(view.utility).factor
    return {
        "type": "rect",
        "x0": plain["utility"] - sign * width,
        "x1": plain["utility"],
        "y0": 0,
        "y1": plain["gap"],
        "fillcolor": GREY,
        "opacity": BOX_OPACITY,
        "line": {"width": 0},
        "layer": "below",
    }


def _standing(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[~lines["dominated"]].sort_values("gap")


def _band_and_line(lines: pd.DataFrame) -> list[go.Scatter]:
    """Through the points that are not dominated, along the gap: means, and their intervals."""
    line, colour = _standing(lines), _colour(lines)
    low = line["utility_low"].fillna(line["utility"])
    high = line["utility_high"].fillna(line["utility"])
    band = go.Scatter(
        x=[*low, *high[::-1]],
        y=[*line["gap"], *line["gap"][::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colour,
        opacity=BAND_OPACITY,
        hoverinfo="skip",
    )
    through = go.Scatter(
        x=line["utility"],
        y=line["gap"],
        mode="lines",
        line={"width": 2, "color": colour},
        hoverinfo="skip",
    )
    return [band, through]


def _nobody_beats(drawn: pd.DataFrame) -> go.Scatter:
    best = drawn[drawn["on_frontier"]].sort_values("gap")
    return go.Scatter(
        x=best["utility"],
        y=best["gap"],
        mode="lines",
        line={"width": 1.5, "color": GREY, "dash": "dot", "shape": "vh"},
        hoverinfo="skip",
    )


def _marks(lines: pd.DataFrame, *, stands_out: bool) -> go.Scatter:
    """The points of a method; faint where they are dominated."""
    clear = CLEAR if stands_out else BEHIND
    card, colour = METHODS[lines["method"].iloc[0]], _colour(lines)
    return go.Scatter(
        x=lines["utility"],
        y=lines["gap"],
        mode="markers",
        marker={
            "symbol": symbol(card.needs),
            "size": LARGE if stands_out else SMALL,
            "color": colour,
            "opacity": [FAINT if dominated else clear for dominated in lines["dominated"]],
            "line": {"width": 1.5, "color": colour},
        },
        text=lines["told"],
        hovertemplate="%{text}<extra></extra>",
    )


def _plain(lines: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=lines["utility"],
        y=lines["gap"],
        mode="markers+text",
        text=["Plain<br>model"] * len(lines),  # it stands at the edge: one line would be cut
        textposition="top center",
        marker={"symbol": "diamond", "size": LARGE + 2, "color": GREY},
        customdata=lines["told"],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _name(
    lines: pd.DataFrame, across: Sequence[float], up: Sequence[float], height: float
) -> dict[str, Any]:
    """The name of a method at its point nearest a height, so that no two stand at one place.

    Above and to the left there is room: what lies there is dominated. Where the edge would cut it
    off it is written below and to the right.
    """
    standing = _standing(lines)
    seen = standing[standing["utility"].between(*sorted(across)) & standing["gap"].between(*up)]
    candidates = next(found for found in (seen, standing, lines) if len(found))
    point = candidates.iloc[int((candidates["gap"] - height).abs().to_numpy().argmin())]
    at_edge = (point["utility"] - across[0]) / (across[1] - across[0]) < NAME_SHARE
    return {
        "x": point["utility"],
        "y": point["gap"],
        "text": in_lines(point["title"], NAME_LINE),
        "align": "left" if at_edge else "right",
        "font": {"color": _colour(lines), "size": 13},
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": _colour(lines),
        "xanchor": "left" if at_edge else "right",
        "ax": 24 if at_edge else -24,
        "ay": 30 if at_edge else -30,
    }


def _colour(lines: pd.DataFrame) -> str:
    return COLOURS[lines["family"].iloc[0]]
