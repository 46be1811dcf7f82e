"""The training rows as one ranked table: rows that are ticked can be proved, one opens a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.results import Point, Study
from pages._ui import show, verbatim, widgets, words
from pages._ui.influence import row_tables
from pages._ui.influence.filters import Kept

HARMFUL, HELPFUL = "Most harmful first", "Most helpful first"
STRONGEST = "Strongest first, either way"
ORDERS = {
    HARMFUL: lambda value: -value,
    HELPFUL: lambda value: value,
    STRONGEST: lambda value: -np.abs(value),
}
TABLE = "influence_rows"


@dataclass(frozen=True, eq=False)
class Picked:
    """Positions of the ticked training rows, and of the one whose card is open, if any."""

    ticked: Codes
    opened: int | None


def table(study: Study, gap: GapName, point: Point, kept: Kept, inside: Codes) -> Picked:
    """The rows that pass the filters, or those of them that are selected in the chart."""
    left, right = st.columns([3, 2])
    widgets.restore_choice("influence_order", HARMFUL, list(ORDERS))
    order = left.segmented_control(
        "Order", list(ORDERS), key="influence_order", required=True, label_visibility="collapsed"
    )
    widgets.restore("influence_count", 15)
    count = right.slider("Rows to list", 5, 100, step=5, key="influence_count")
    influence = row_tables.influence_of(study, gap, point.step)
    rows = inside if len(inside) else kept.rows
    listed = rows[np.argsort(ORDERS[order](influence.value[rows]), kind="stable")][:count]
    st.markdown(verbatim.shown(_told(len(rows), len(listed), kept, len(inside) > 0)))
    if not len(listed):
        return Picked(np.arange(0), None)
    lines = row_tables.lines(
        study, point, influence, listed, row_tables.opened_at(study, point.step)
    )
    lines.insert(0, "rank", row_tables.rank(influence)[listed])
    event = st.dataframe(
        row_tables.shown(lines),
        hide_index=True,
        key=row_tables.table_key(TABLE, gap, point.step, listed),
        column_config=row_tables.COLUMNS,
        alt="Training rows with rank, group, outcome, prediction, influence and features",
        on_select="rerun",
        selection_mode=("multi-row", "single-cell"),
    )
    show.download("Download these rows", lines, "rows.csv", key=f"{TABLE}_csv")
    selection = event["selection"]
    ticked = listed[selection["rows"]]
    return Picked(ticked, _opened(listed, selection.get("cells", []), ticked, inside))


def _opened(
    listed: Codes, cells: Sequence[tuple[int, str]], ticked: Codes, inside: Codes
) -> int | None:
    """The row that is meant: of the clicked cell, else the only one that is ticked or selected."""
    if cells:
        return int(listed[cells[0][0]])
    only = ticked if len(ticked) else inside
    return int(only[0]) if len(only) == 1 else None


def _told(rows: int, listed: int, kept: Kept, selected: bool) -> str:
    """How many rows there are to list, and how to open one."""
    where = " selected in the chart" if selected else ""
    among = f" ({kept.told})" if kept.told else ""
    if not rows:
        return f"No training row passes the filter{among}."
    shown = "" if rows == listed else f"; {words.count(listed)} are listed"
    return (
        f"**{words.plural(rows, 'row')}{where}**{among}{shown}. Click into a row to open its card; "
        "tick rows to prove them together."
    )
