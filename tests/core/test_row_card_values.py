"""What the card of a row says: typical rows, similar rows, effects in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.evidence.row_words import effect, small
from iffair_core.evidence.similar import BLOCK, most_similar
from iffair_core.evidence.typical import beside, readable, typical
from iffair_core.results import Study
from iffair_core.study import plain_study


@pytest.fixture(scope="module")
def study() -> Study:
    german = load_builtin("german")
    return plain_study(StudyConfig("german", german.task), table=german.table)


def test_typical_is_the_median_and_the_most_frequent(study: Study) -> None:
    values = readable(study.prepared)
    train = study.prepared.frame[study.prepared.mask(Part.TRAIN)]
    rows = study.prepared.group[study.prepared.mask(Part.TRAIN)] == 1
    found = typical(values, rows)
    assert found.usual["duration"] == train["duration"][rows].median()
    assert found.usual["purpose"] == train["purpose"][rows].mode()[0]
    assert list(values.columns) == [
        name for name in study.prepared.features if name in values.columns
    ]


def test_a_row_stands_beside_its_group_and_cell() -> None:
    values = pd.DataFrame(
        {"age": [20.0, 30.0, 40.0, np.nan], "job": ["a", "a", "b", None], "none": [np.nan] * 4}
    )
    every, cell = np.ones(4, dtype=bool), np.array([True, False, True, True])
    lines = beside(values.iloc[2], typical(values, every), typical(values, cell))
    assert lines["feature"].tolist() == ["age", "job", "none"]
    assert lines["row"].tolist() == ["40", "b", "missing"]
    assert lines["group"].tolist() == ["30", "a", "missing"]
    assert lines["cell"].tolist()[0] == "30"
    assert lines["place"].tolist() == [
        "about the middle",
        "like 33\N{NO-BREAK SPACE}%",
        "missing as in 100\N{NO-BREAK SPACE}%",
    ]
    low = beside(values.iloc[0], typical(values, every), typical(values, every))
    assert low["place"][0] == "lower than 50\N{NO-BREAK SPACE}%"


def test_most_similar_rows_are_the_nearest() -> None:
    X = np.random.default_rng(0).normal(size=(BLOCK + 500, 3))
    X[BLOCK + 7] = X[20]
    positions, distance = most_similar(X, 20, 6)
    expected = np.linalg.norm(X - X[20], axis=1)
    expected[20] = np.inf
    assert positions.tolist() == np.argsort(expected)[:6].tolist()
    assert positions[0] == BLOCK + 7
    np.testing.assert_allclose(distance, np.sort(expected)[:6])
    few, _ = most_similar(X[:3], 1, 6)
    assert sorted(few.tolist()) == [0, 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0041234, "0.0041"), (-12.34, "12"), (0.35, "0.35"), (3.04e-6, "0.0000030"), (0.0, "0")],
)
def test_small_numbers_have_two_digits_and_no_exponent(value: float, text: str) -> None:
    assert small(value) == text


def test_effects_are_told_with_sign_and_unit() -> None:
    told = effect("demographic_parity", 4.1e-5, higher="Men", lower="Women")
    assert told.endswith("the gap between Men and Women becomes 0.0041 points larger.")
    assert effect("loss_parity", -2e-4, higher="a", lower="b").endswith("becomes 0.00020 smaller.")
    assert effect("log_loss", 3e-4).endswith("on validation rows becomes 0.00030 higher.")
    assert effect("log_loss", 0.0).endswith("hardly changes.")
