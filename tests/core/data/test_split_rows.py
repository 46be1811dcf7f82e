"""Four kinds of split: shares, what stays together, what cannot be split."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.prepared import Part
from iffair_core.data.split import order_values, split_notes, split_rows
from iffair_core.errors import TaskError

TASK = Task(Outcome("y"), (Attribute("g"),), id_column="id", date_column="day", split_column="part")
SHARES = {Part.TRAIN: 0.6, Part.VALIDATION: 0.2, Part.TEST: 0.2}


def rows(n: int = 1003) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "id": rng.integers(0, n // 4, n),
            "day": pd.to_datetime("2020-01-01") + pd.to_timedelta(rng.integers(0, 200, n), "D"),
            "part": rng.choice(["Train", "test"], n, p=[0.7, 0.3]),
        }
    )
    return frame, (rng.random(n) < 0.2).astype(float), rng.integers(0, 5, n)


def test_random_split_keeps_shares_in_every_cell_of_outcome_and_group() -> None:
    frame, y, group = rows()
    part = split_rows(frame, y, group, "random", 0, TASK)
    for p, share in SHARES.items():
        assert np.sum(part == p) == pytest.approx(share * len(y), abs=1)
        for g in range(5):
            for value in (0, 1):
                cell = (group == g) & (y == value)
                assert abs(np.sum(part[cell] == p) - share * cell.sum()) <= 1.2


@pytest.mark.parametrize("kind", ["random", "id", "official"])
def test_the_seed_decides(kind: str) -> None:
    frame, y, group = rows()
    first, again, other = (split_rows(frame, y, group, kind, s, TASK) for s in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert np.mean(first != other) > 0.1


def test_rows_of_one_id_stay_together() -> None:
    frame, y, group = rows()
    frame.loc[:99, "id"] = np.nan
    part = pd.Series(split_rows(frame, y, group, "id", 0, TASK))
    assert part[:100].nunique() == 3, (
        "rows without an id belong to nobody and need not stay together"
    )
    assert part.groupby(frame["id"]).nunique().max() == 1
    for p, share in SHARES.items():
        assert np.mean(part == p) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    "form", ["dates", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "ordinal"]
)
def test_training_is_the_past(form: str) -> None:
    frame, y, group = rows()
    days = frame["day"]
    if form == "ordinal":
        frame["day"] = (days - days.min()).dt.days
    elif form != "dates":
        frame["day"] = days.dt.strftime(form)
    part = split_rows(frame, y, group, "date", 0, TASK)
    assert days[part == Part.TRAIN].max() < days[part == Part.VALIDATION].min()
    assert days[part == Part.VALIDATION].max() < days[part == Part.TEST].min()
    assert np.mean(part == Part.TRAIN) == pytest.approx(0.6, abs=0.02)


def test_words_are_no_dates() -> None:
    with pytest.raises(TaskError, match=r"'d' does not hold dates \(its first value is 'soon'\)"):
        order_values(pd.Series(["soon", "later", None], name="d"))


def test_a_quarter_of_the_official_training_part_becomes_validation() -> None:
    frame, y, group = rows()
    part = split_rows(frame, y, group, "official", 0, TASK)
    np.testing.assert_array_equal(part == Part.TEST, frame["part"] == "test")
    train = frame["part"] == "Train"
    assert np.mean(part[train] == Part.VALIDATION) == pytest.approx(0.25, abs=0.01)
    rates = [y[part == p].mean() for p in (Part.TRAIN, Part.VALIDATION)]
    assert rates[0] == pytest.approx(rates[1], abs=0.01)


def test_an_official_validation_part_is_kept() -> None:
    frame, y, group = rows()
    frame["part"] = np.resize(["training", "dev", "Test"], len(y))
    part = split_rows(frame, y, group, "official", 0, TASK)
    assert part[:3].tolist() == [Part.TRAIN, Part.VALIDATION, Part.TEST]


def test_unknown_words_and_gaps_in_the_split_column() -> None:
    frame, y, group = rows()
    frame.loc[3, "part"] = None
    frame.loc[4, "part"] = "later"
    with pytest.raises(TaskError, match=r"it also has \(missing\), later"):
        split_rows(frame, y, group, "official", 0, TASK)


def test_a_part_without_one_of_the_outcomes_is_refused() -> None:
    frame, y, group = rows()
    y = np.zeros(len(y))
    y[:2] = 1
    words = "none with a favourable outcome; the rows are divided at random"
    with pytest.raises(TaskError, match=words):
        split_rows(frame, y, group, "random", 0, TASK)


def test_one_id_cannot_be_split() -> None:
    frame, y, group = rows()
    with pytest.raises(TaskError, match="part has 0 rows"):
        split_rows(frame.assign(id=1), y, group, "id", 0, TASK)


def test_groups_that_miss_a_part_are_named() -> None:
    part = np.array([0, 0, 1, 2, 0, 1])
    group = np.array([0, 0, 0, 0, 1, 1])
    (note,) = split_notes(part, group, ("large", "small"))
    assert (note.kind, note.what, note.count) == ("groups", "small", 1)
    assert "2 of all rows" in note.reason
    assert "no row in the test part" in note.reason
