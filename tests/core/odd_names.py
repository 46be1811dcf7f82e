"""A table whose names are full of marks.

German credit with groups, columns, values and a file that are called as nobody should call them:
the marks of Markdown, of HTML, of Plotly, of a spreadsheet.
"""

from __future__ import annotations

import pandas as pd

from iffair_core import load_builtin
from iffair_core.config import Attribute, Outcome, RowSet, Task
from iffair_core.config.rows import Condition

YOUNG, OLD = "$5 *young* <b>x</b>", "old $x$ `b` |www.example.org"
COLUMN = "_age_ *group* :material/home:"
NUMBER = "months <br> *of* %{x} http://example.org"
VALUES = {
    "A40": "=HYPERLINK(1) [new car](http://example.org)",
    "A41": "<i>used</i> car & a@example.org",
    "A42": "furniture :smile: -> *home*",
    "A43": "a | `b` :red[c]",
}
PURPOSE = "pur_pose_ [x](http://example.org)"
FILE = "odd *file* $1 <b>.csv"
NAMES = (YOUNG, OLD, COLUMN, NUMBER, PURPOSE, FILE, *VALUES.values())


def odd_table() -> pd.DataFrame:
    """The table, 1000 rows."""
    frame = load_builtin("german").table.frame
    group = [YOUNG if age < 26 else OLD for age in frame["age"]]
    purpose = [VALUES.get(value, value) for value in frame["purpose"]]
    renamed = frame.drop(columns=["age", "purpose"]).rename(columns={"duration": NUMBER})
    return renamed.assign(**{COLUMN: group, PURPOSE: purpose})


def odd_task() -> Task:
    """A young and an old group, and one value that is left out of training."""
    left_out = RowSet((Condition(PURPOSE, value=VALUES["A43"]),))
    return Task(Outcome("class", ("1",)), (Attribute(COLUMN, reference=OLD),), exclude=(left_out,))
