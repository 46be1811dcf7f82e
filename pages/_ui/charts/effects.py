"""What a reweighting changed: gaps and utilities with intervals, and the rates of every group."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.words import LOSSES, TITLES, bare, interval, not_enough, percent
from pages._ui.charts.kept import kept
from pages._ui.charts.marks import interval_marks, mark
from pages._ui.charts.style import BAD, GOOD, GREY, PURPLE, ZERO_LINE, styled
from pages._ui.charts.written import all_written
from pages._ui.words import RATES, plural

ROW_PIXELS, BETWEEN_PIXELS, MARGIN_PIXELS = 30, 70, 90
CELL_PIXELS, HEAD_PIXELS = 66, 56
PANELS = {
    "gap": "Gaps: change in points",
    "utility": "Utilities: change in points",
    "loss": "Losses: change",
}
HOW_TO_READ = (
    "A gap or a loss is better the further left, a utility the further right; F1 and AUC stand in "
    "hundredths."
)
MARKS = {
    Verdict.BETTER: ("Better, beyond chance", GOOD, "circle"),
    Verdict.WORSE: ("Worse, beyond chance", BAD, "diamond"),
    Verdict.NARROWED_BUT_TURNED: ("Narrower, but turned round", PURPLE, "square"),
    Verdict.TURNED: ("Turned round", PURPLE, "square-open"),
    Verdict.UNCLEAR: ("May be chance", GREY, "circle-open"),
}
ALWAYS_IN_LEGEND = (Verdict.BETTER, Verdict.WORSE, Verdict.UNCLEAR)
SHADES = [
    [0.0, "rgba(196, 133, 0, 0.5)"],
    [0.5, "rgba(0, 0, 0, 0)"],
    [1.0, "rgba(42, 135, 200, 0.5)"],
]
SHADE_OF = {Verdict.WORSE: -1, Verdict.BETTER: 1}


@kept
def effects_figure(found: Sequence[Effect]) -> go.Figure:
    """Gaps, utilities and losses, one line each with the interval of its change.

    A targeted gap is marked. What is undefined is left out. Colour and shape say the verdict.
    """
    parts = {
        panel: [e for e in found if _panel(e) == panel and e.low is not None] for panel in PANELS
    }
    shown = {panel: lines for panel, lines in parts.items() if lines}
    sizes = [len(lines) for lines in shown.values()]
    inner = ROW_PIXELS * sum(sizes) + BETWEEN_PIXELS * (len(sizes) - 1)
    figure = make_subplots(
        rows=len(shown),
        cols=1,
        row_heights=sizes,
        vertical_spacing=BETWEEN_PIXELS / inner,
        subplot_titles=[PANELS[panel] for panel in shown],
    )
    for row, lines in enumerate(shown.values(), start=1):
        for verdict in MARKS:
            figure.add_trace(_marks(lines, verdict), row=row, col=1)
        order = [_title(effect) for effect in lines][::-1]
        figure.update_yaxes(
            categoryorder="array", categoryarray=order, showgrid=False, row=row, col=1
        )
    _legend(figure, {effect.verdict for lines in shown.values() for effect in lines})
    figure.add_vline(x=0.0, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"})
    figure.update_annotations(x=0, xanchor="left", font={"size": 13})
    return styled(figure, height=MARGIN_PIXELS + inner)


@kept
def groups_figure(found: Sequence[Effect], groups: Sequence[str], min_cell: int) -> go.Figure:
    """Rates of the named groups as a table of cells: the change, its interval, and the verdict."""
    cells = {(e.group, e.metric): e for e in found if e.kind == "rate"}
    rows = [[cells[group, rate] for rate in RATES] for group in groups]
    figure = go.Figure(
        go.Heatmap(
            x=[rate.title.replace(", ", ",<br>") for rate in RATES.values()],
            y=all_written(groups),
            z=[[SHADE_OF.get(effect.verdict, 0) for effect in row] for row in rows],
            text=[[_cell(effect, min_cell) for effect in row] for row in rows],
            texttemplate="%{text}",
            textfont={"size": 12.5},
            customdata=[[_before_after(effect) for effect in row] for row in rows],
            hovertemplate="%{y}, %{x}<br>%{customdata}<extra></extra>",
            zmin=-1,
            zmax=1,
            colorscale=SHADES,
            showscale=False,
            xgap=3,
            ygap=3,
        )
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure = styled(figure, height=HEAD_PIXELS + CELL_PIXELS * len(rows), legend=False)
    figure.update_layout(margin={"t": HEAD_PIXELS, "b": 8})
    return figure.update_xaxes(side="top", showgrid=False, tickangle=0)


def _panel(effect: Effect) -> str:
    if effect.kind == "rate":
        return ""
    return "loss" if effect.metric in LOSSES else effect.kind


def _title(effect: Effect) -> str:
    title = TITLES[effect.metric]
    return f"<b>{title} ◂ target</b>" if effect.targeted else title


def _marks(lines: Sequence[Effect], verdict: Verdict) -> go.Scatter:
    """The changes of one verdict, losses as they are and all else in hundredths."""
    name, colour, symbol = MARKS[verdict]
    own = [e for e in lines if e.verdict is verdict]
    scale = [1.0 if e.metric in LOSSES else 100.0 for e in own]
    middle, low, high = (
        pd.Series([f * (getattr(e, bound) or 0.0) for e, f in zip(own, scale, strict=True)])
        for bound in ("change", "low", "high")
    )
    return interval_marks(middle, low, high, colour, symbol).update(
        name=name,
        legendgroup=name,
        showlegend=False,
        y=[_title(effect) for effect in own],
        text=[_told(effect) for effect in own],
        hovertemplate="%{y}: %{text}<extra>" + name + "</extra>",
    )


def _legend(figure: go.Figure, given: Collection[Verdict]) -> None:
    """One entry for each verdict, whether or not the first panel has it; turns only if given."""
    for verdict, (name, colour, symbol) in MARKS.items():
        if verdict not in (*ALWAYS_IN_LEGEND, *given):
            continue
        entry = go.Scatter(name=name, legendgroup=name, x=[None], y=[None], mode="markers")
        figure.add_trace(
            entry.update(marker=mark(colour, symbol)),
            row=1,
            col=1,
        )


def _told(effect: Effect) -> str:
    if effect.change is None:
        return str(effect.verdict)
    bounds = interval(effect.low, effect.high, effect.metric, signed=True)
    change = bare(effect.change, effect.metric, signed=True)
    return f"{change} ({bounds}), {plural(effect.rows, 'row')}"


def _cell(effect: Effect, min_cell: int) -> str:
    if effect.verdict in (Verdict.FEW, Verdict.UNDEFINED) or effect.change is None:
        return not_enough(effect.rows, min_cell).replace(" (", "<br>(")
    bounds = interval(effect.low, effect.high, effect.metric, signed=True)
    verdict = "" if effect.verdict is Verdict.MOVED else f"<br>{effect.verdict}"
    return f"<b>{bare(effect.change, effect.metric, signed=True)}</b><br>({bounds}){verdict}"


def _before_after(effect: Effect) -> str:
    if effect.before is None or effect.after is None:
        return f"undefined, {plural(effect.rows, 'row')}"
    return f"{percent(effect.before)} → {percent(effect.after)}, {plural(effect.rows, 'row')}"
