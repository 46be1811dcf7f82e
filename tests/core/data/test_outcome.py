"""What a good outcome is, and the sentences that meet a column which cannot be one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Outcome
from iffair_core.data.task import (
    canonical,
    describe_outcome,
    outcome_vector,
    settle_outcome,
)
from iffair_core.errors import TableError, TaskError


@pytest.mark.parametrize("value", [1, 1.0, "1", "1.0", True, "true", "True", np.int8(1), " 1 "])
def test_one_is_one_in_every_form(value: object) -> None:
    assert canonical(value) == "1"


def test_what_is_no_number_stays_text() -> None:
    assert [canonical(v) for v in ("007", ">50K", "yes", 0.25, -0.0)] == [
        "007",
        ">50K",
        "yes",
        "0.25",
        "0",
    ]


@pytest.mark.parametrize(
    "values",
    [[1, 0, 1], [1.0, 0.0, 1.0], ["1", "0", "1"], [True, False, True], pd.Categorical([1, 0, 1])],
)
def test_favourable_one_matches_every_type(values: object) -> None:
    frame = pd.DataFrame({"y": values})
    assert outcome_vector(frame, Outcome("y", ("1",))).tolist() == [1, 0, 1]


def test_missing_outcomes_are_neither() -> None:
    frame = pd.DataFrame({"y": ["good", None, "bad", "good"], "n": [1.0, np.nan, 3.0, 5.0]})
    assert np.isnan(outcome_vector(frame, Outcome("y", ("good",)))[1])
    y = outcome_vector(frame, Outcome("n", above=3))
    assert y.tolist()[2:] == [0, 1]
    assert np.isnan(y[1])
    assert describe_outcome(frame, Outcome("n", at_most=3)) == (
        "A good outcome is n at most 3. 66.7 % of the rows have it. "
        "1 row has no outcome and cannot be used."
    )


def test_several_favourable_values_and_text_numbers() -> None:
    frame = pd.DataFrame({"grade": ["A", "B", "C", "B"], "n": ["10", "20", "many", "30"]})
    assert outcome_vector(frame, Outcome("grade", ("A", "B"))).tolist() == [1, 1, 0, 1]
    assert "grade = A or B" in describe_outcome(frame, Outcome("grade", ("A", "B")))
    assert np.isnan(outcome_vector(frame, Outcome("n", above=15))[2])


def test_two_values_without_a_choice_take_the_greater() -> None:
    frame = pd.DataFrame({"y": ["no", "yes", None], "k": [2, 10, 2]})
    assert settle_outcome(frame, Outcome("y")).favourable == ("yes",)
    assert outcome_vector(frame, Outcome("k")).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (Outcome("one"), "has only the value 'x'; two are needed"),
        (Outcome("none"), "has no values"),
        (Outcome("many"), "has 4 values .*it has 1, 2, 3, 10.*Say which"),
        (Outcome("two", ("c",)), "value 'c' does not occur.*it has a, b"),
        (Outcome("two", ("a", "b")), "does not divide"),
        (Outcome("many", above=99), "Every row has an unfavourable outcome"),
        (Outcome("two", above=1), "needs numbers"),
    ],
)
def test_outcomes_that_cannot_be_used(outcome: Outcome, message: str) -> None:
    frame = pd.DataFrame(
        {"one": ["x"] * 4, "none": [np.nan] * 4, "many": [1, 2, 10, 3], "two": list("abab")}
    )
    with pytest.raises(TaskError, match=message):
        outcome_vector(frame, outcome)


def test_unknown_column() -> None:
    with pytest.raises(TableError, match="Close to it: income"):
        outcome_vector(pd.DataFrame({"income": [1, 2]}), Outcome("incom"))
