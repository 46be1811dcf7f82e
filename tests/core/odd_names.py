"""A table whose names are full of marks.

German credit with groups, columns, values and a file that are called as nobody should call them:
the marks of Markdown, of HTML, of Plotly, of a spreadsheet.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from iffair_core import StudyConfig, load_builtin, run
from iffair_core.config import Attribute, Outcome, RowSet, Task
from iffair_core.config.rows import Condition
from iffair_core.data.tables import table_from_frame
from iffair_core.decisions.log import Decision, DecisionLog
from iffair_core.results import Study
from iffair_core.yardsticks import ScreeningLine, Yardsticks

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
OWN = "my $w$ *weight*"
FILE = "odd *file* $1 <b>.csv"
PERSON, SOURCE = "_Ada_ *B.*", "the *house* <b> $x$"
LONG_COLUMN = "Altersgruppe_der_Antragstellerin_oder_des_Antragstellers_bei_der_Antragstellung_🎂"
LONG_YOUNG = (
    "Jüngere 😀 <b>unter 26</b> $jung$ _mit_ *sehr* langem Namen, wie er aus einem Fragebogen "
    "kommt (Frage 17b, „Wie alt sind Sie?“)"
)
LONG_OLD = "Ältere_ab_26_ohne_ein_einziges_Leerzeichen_in_einem_Namen_der_nirgends_umbricht_👵"
NAMES = (YOUNG, OLD, COLUMN, NUMBER, PURPOSE, OWN, FILE, PERSON, SOURCE, *VALUES.values())


def odd_table() -> pd.DataFrame:
    """The table, 1000 rows."""
    frame = load_builtin("german").table.frame
    group = [YOUNG if age < 26 else OLD for age in frame["age"]]
    purpose = [VALUES.get(value, value) for value in frame["purpose"]]
    renamed = frame.drop(columns=["age", "purpose"]).rename(columns={"duration": NUMBER})
    weight = [1.0 + (age > 30) for age in frame["age"]]
    return renamed.assign(**{COLUMN: group, PURPOSE: purpose, OWN: weight})


def odd_task() -> Task:
    """A young and an old group, and one value that is left out of training."""
    left_out = RowSet((Condition(PURPOSE, value=VALUES["A43"]),))
    return Task(
        Outcome("class", ("1",)),
        (Attribute(COLUMN, reference=OLD),),
        exclude=(left_out,),
        weight_column=OWN,
    )


def odd_study(data: str, steps: int = 2, **settings: Any) -> Study:
    """Reweighted, signed by a person and held against a line that have odd names."""
    signed = Decision("sign_off", "Step 2", by=PERSON, role="Board")
    line = ScreeningLine("selection_ratio", 0.8, SOURCE)
    return dataclasses.replace(
        run(StudyConfig(data, odd_task(), steps=steps, **settings)),
        decisions=DecisionLog((signed,)),
        yardsticks=Yardsticks((line,)),
    )


def long_study() -> Study:
    """German credit by groups with long names, umlauts and emoji, reweighted in two steps."""
    frame = load_builtin("german").table.frame
    group = [LONG_YOUNG if age < 26 else LONG_OLD for age in frame["age"]]
    table = table_from_frame(frame.drop(columns="age").assign(**{LONG_COLUMN: group}), "Größe.csv")
    task = Task(Outcome("class", ("1",)), (Attribute(LONG_COLUMN, reference=LONG_OLD),))
    return run(StudyConfig("Größe.csv", task, steps=2), table=table)
