"""How a value of each training row (influence, weight) is spread within group by outcome.

Rows are binned before they are drawn, so a chart of a million rows is as small as one of a
hundred.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from iffair_core.arrays import Codes, Mask, Vector
from pages._ui.charts.kept import kept
from pages._ui.charts.style import BAD, GOOD, ZERO_LINE, styled
from pages._ui.charts.written import written
from pages._ui.words import plural

BINS = 50
MOST_CELLS = 12
PANEL_HEIGHT = 84


@dataclass(frozen=True, eq=False)
class Cells:
    """Training rows by group and outcome: ``code`` (n,) indexes ``names``; ``good`` a name."""

    code: Codes
    names: tuple[str, ...]
    good: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Binned:
    """``count`` (cells, bins) of rows between ``edges`` (bins + 1,), ``bin_of`` (n,) of each row.

    The first and the last bin also hold what lies beyond them; ``beyond`` says if something does.
    """

    cells: Cells
    edges: Vector
    count: Codes
    bin_of: Codes
    beyond: bool

    def rows_in(self, marks: list[str]) -> Mask:
        """(n,) True on the rows behind the marks "cell|bin" of a chart."""
        wanted = pd.Index(marks)
        own = pd.Series(self.cells.code).astype(str) + "|" + pd.Series(self.bin_of).astype(str)
        inside: Mask = own.isin(wanted).to_numpy()
        return inside

    def lines(self) -> pd.DataFrame:
        """One line a cell and bin, for a download."""
        cell, position = np.indices(self.count.shape)
        return pd.DataFrame(
            {
                "group and outcome": np.array(self.cells.names)[cell.ravel()],
                "from": self.edges[position.ravel()],
                "to": self.edges[position.ravel() + 1],
                "rows": self.count.ravel(),
            }
        )


def cells_of(group: Codes, y: Vector, groups: tuple[str, ...]) -> Cells:
    """Cells of group by outcome, good outcomes first, in the order of the groups."""
    names = tuple(f"{g} · {o} outcome" for g in groups for o in ("good", "bad"))
    return Cells((2 * group + (y == 0)).astype(np.int64), names, (True, False) * len(groups))


def binned(
    values: Vector, cells: Cells, *, low: float | None = None, high: float | None = None
) -> Binned:
    """Bin ``values`` (n,) between ``low`` and ``high``, by default nearly all of their range."""
    least, most = np.quantile(values, (0.002, 0.998))
    least, most = least if low is None else low, most if high is None else high
    if most <= least:
        least, most = least - 0.5, most + 0.5
    edges = np.linspace(least, most, BINS + 1)
    bin_of = np.clip(np.digitize(values, edges) - 1, 0, BINS - 1).astype(np.int64)
    count = np.zeros((len(cells.names), BINS), dtype=np.int64)
    np.add.at(count, (cells.code, bin_of), 1)
    beyond = bool(values.min() < edges[0] or values.max() > edges[-1])
    return Binned(cells, edges, count, bin_of, beyond)


@kept
def cells_figure(
    shown: Binned, *, title: str, mark: float | None, tick: str | None = None
) -> go.Figure:
    """One small histogram a cell, above one another; ``mark`` draws a vertical line.

    ``title`` names the values; that the outermost bars hold what lies beyond is added where so.
    Bars show the share of the cell's own rows. At most the twelve largest cells are drawn.
    """
    size = shown.count.sum(axis=1)
    largest = np.flatnonzero(size > 0)
    if len(largest) > MOST_CELLS:
        largest = np.sort(np.argsort(-size, kind="stable")[:MOST_CELLS])
    figure = make_subplots(
        rows=len(largest),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.28 / len(largest),
        subplot_titles=[
            f"{written(shown.cells.names[c])} ({plural(int(size[c]), 'row')})" for c in largest
        ],
    )
    middle = (shown.edges[:-1] + shown.edges[1:]) / 2
    for panel, cell in enumerate(largest.tolist(), start=1):
        figure.add_trace(
            go.Bar(
                x=middle,
                y=shown.count[cell] / size[cell],
                width=np.diff(shown.edges),
                marker={"color": GOOD if shown.cells.good[cell] else BAD, "line": {"width": 0}},
                customdata=[f"{cell}|{b}" for b in range(BINS)],
                text=[plural(n, "row") for n in shown.count[cell].tolist()],
                textposition="none",
                hovertemplate="%{text} near %{x:.3g}, %{y:.1%} of the cell<extra></extra>",
            ),
            row=panel,
            col=1,
        )
    remarks = _ends(shown) + _left_out(len(largest), int((size > 0).sum()))
    _label(figure, f"{title}{remarks}", mark, tick)
    return styled(figure, height=70 + PANEL_HEIGHT * len(largest), legend=False)


def _ends(shown: Binned) -> str:
    return "<br>The outermost bars hold all beyond." if shown.beyond else ""


def _left_out(drawn: int, all_of_them: int) -> str:
    if drawn == all_of_them:
        return ""
    return f"<br>The {drawn} largest of {all_of_them} groups by outcome are drawn."


def _label(figure: go.Figure, title: str, mark: float | None, tick: str | None) -> None:
    figure.update_annotations(x=0, xanchor="left", font={"size": 12})
    figure.update_yaxes(showticklabels=False, showgrid=False, fixedrange=True)
    figure.update_xaxes(tickformat=tick)
    figure.update_xaxes(title=title, row="all", col=1, showticklabels=False)
    figure.update_xaxes(title=None)
    figure.layout[list(figure.select_xaxes())[-1].plotly_name].update(
        title=title, showticklabels=True
    )
    if mark is not None:
        figure.add_vline(x=mark, line={"width": 1.2, "color": ZERO_LINE, "dash": "dot"})
