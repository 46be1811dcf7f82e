"""Sets of rows as conditions: checked, kept in a config, read aloud, and left out of training."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Condition, Outcome, RowSet, StudyConfig, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.conditions import Rows, set_words
from iffair_core.data.prepare import LEFT_OUT_OF_TRAINING, prepare
from iffair_core.data.prepared import Part
from iffair_core.errors import ConfigError, TableError, TaskError

TASK = Task(Outcome("paid"), (Attribute("sex"), Attribute("age", bins=(26,), name="Age")))
FRAME = pd.DataFrame(
    {
        "paid": [1, 0, 1, 0],
        "sex": ["f", "m", "f", "Missing"],
        "age": [20.0, 40.0, 26.0, np.nan],
        "hours": [35.0, 40.0, None, 12.5],
        "job": ["1", " 1.0", "none", None],
    }
)
ROWS = Rows(FRAME, FRAME["paid"].to_numpy(dtype=float), TASK)


@pytest.mark.parametrize(
    ("condition", "rows", "words"),
    [
        (Condition(attribute="sex", value="f"), [0, 2], "f"),
        (Condition(attribute="sex", value="Missing"), [3], "sex = Missing"),
        (Condition(attribute="Age", value="under 26"), [0], "Age under 26"),
        (Condition(favourable=False), [1, 3], "bad outcome"),
        (Condition("job", value="1"), [0, 1], "job = 1"),
        (Condition("job", missing=True), [3], "job missing"),
        (Condition("hours", value="35"), [0], "hours = 35"),
        (Condition("hours", at_least=35), [0, 1], "hours 35 and over"),
        (Condition("hours", above=35), [1], "hours above 35"),
        (Condition("hours", below=35), [3], "hours under 35"),
        (Condition("hours", at_most=35), [0, 3], "hours at most 35"),
        (Condition("hours", at_least=12.5, below=40), [0, 3], "hours 12.5 to under 40"),
        (Condition("hours", above=12.5, at_most=40), [0, 1], "hours above 12.5 to 40"),
    ],
)
def test_a_condition_is_met_and_told(condition: Condition, rows: list[int], words: str) -> None:
    assert np.flatnonzero(ROWS.meeting(condition)).tolist() == rows
    assert set_words(RowSet((condition,)), TASK) == words


def test_a_set_meets_all_of_its_conditions() -> None:
    both = RowSet((Condition(attribute="sex", value="f"), Condition("hours", missing=True)))
    assert np.flatnonzero(ROWS.all_of(both)).tolist() == [2]
    assert set_words(both, TASK) == "f, hours missing"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"column": "age"},
        {"column": "age", "favourable": True},
        {"column": "age", "value": "1", "above": 2.0},
        {"column": "age", "above": 1.0, "at_least": 1.0},
        {"column": "age", "at_least": 5.0, "below": 1.0},
        {"column": "age", "above": float("nan")},
        {"attribute": "sex"},
        {"attribute": "sex", "missing": True},
        {"favourable": True, "value": "1"},
    ],
)
def test_a_condition_that_says_nothing_or_too_much_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        Condition(**given)


def test_a_long_value_is_told_on_one_line() -> None:
    said = set_words(RowSet((Condition("remark", value='said "yes"\nlater ' + "x " * 50),)), TASK)
    assert said.startswith('remark = said "yes" later x x')
    assert said.endswith(" …")
    assert len(said) < 75


def test_a_set_without_conditions_and_an_unknown_attribute_are_refused() -> None:
    with pytest.raises(ConfigError, match="at least one condition"):
        RowSet(())
    strange = RowSet((Condition(attribute="race", value="x"),))
    with pytest.raises(ConfigError, match="'race', but the sensitive attributes are sex"):
        dataclasses.replace(TASK, exclude=(strange,))
    with pytest.raises(ConfigError, match="once"):
        dataclasses.replace(TASK, exclude=(RowSet((Condition(favourable=True),)),) * 2)
    with pytest.raises(TableError, match="wage"):
        ROWS.meeting(Condition("wage", value="1"))


YOUNG = RowSet((Condition(attribute="age", value="under 26"), Condition(favourable=False)))
LONG = RowSet((Condition("duration", at_least=36.0),))


def test_exclusions_survive_toml_and_change_no_other_id() -> None:
    german = load_builtin("german")
    plain = StudyConfig("german", german.task)
    assert "exclude" not in plain.to_toml()
    task = dataclasses.replace(german.task, exclude=(YOUNG, LONG))
    config = dataclasses.replace(plain, task=task)
    assert StudyConfig.from_toml(config.to_toml()) == config
    wrong = config.to_toml().replace("at_least", "atleast")
    with pytest.raises(ConfigError, match="Unknown setting atleast"):
        StudyConfig.from_toml(wrong)


def test_rows_leave_training_and_nothing_else() -> None:
    german = load_builtin("german")
    whole = prepare(german.table, german.task)
    column = next(c for c in whole.features if "duration" in c)
    long = RowSet((Condition(column, at_least=36.0),))
    part = prepare(german.table, dataclasses.replace(german.task, exclude=(YOUNG, long)))
    train = whole.mask(Part.TRAIN)
    young = (whole.group == whole.groups.index("under 26")) & (whole.y == 0.0)
    lasting = (whole.frame[column] >= 36).to_numpy()
    assert part.row.tolist() == whole.row[~(train & (young | lasting))].tolist()
    assert (part.part == whole.part[~(train & (young | lasting))]).all()
    assert (part.groups, part.reference) == (whole.groups, whole.reference)
    told = [(e.what, e.count) for e in part.exclusions if e.reason == LEFT_OUT_OF_TRAINING]
    assert told == [
        ("age under 26, bad outcome", int((train & young).sum())),
        (f"{column} 36 and over", int((train & lasting & ~young).sum())),
    ]


def test_training_keeps_two_outcomes() -> None:
    german = load_builtin("german")
    none_bad = dataclasses.replace(german.task, exclude=(RowSet((Condition(favourable=False),)),))
    with pytest.raises(TaskError, match="bad outcome"):
        prepare(german.table, none_bad)
