"""A table and a task become aligned arrays; what is left out is counted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.encode import score_frame
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Part
from iffair_core.data.tables import Table, table_from_frame
from iffair_core.errors import ConfigError, TableError, TaskError

TASK = Task(Outcome("hired", ("yes",)), (Attribute("sex", reference="m"),))


def applicants(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "sex": rng.choice(["m", "f"], rows, p=[0.7, 0.3]),
            "years": rng.integers(0, 20, rows),
            "town": rng.choice(["A", "B", "C"], rows),
            "grade": rng.choice(["1", "2", "x"], rows),
            "letter": [f"Dear reader {k}" for k in range(rows)],
            "day": pd.date_range("2020-01-01", periods=rows),
            "country": ["DE"] * rows,
            "weight": rng.uniform(1, 3, rows),
            "hired": rng.choice(["yes", "no"], rows),
        }
    )


def table(**changes: object) -> Table:
    return table_from_frame(applicants().assign(**changes), "applicants")


def test_arrays_are_aligned_with_the_source() -> None:
    frame = applicants()
    source = table_from_frame(frame[frame["years"] > 2], "senior")
    prepared = prepare(source, TASK)
    assert prepared.row.tolist() == source.frame.index.tolist()
    again = frame.iloc[prepared.row].reset_index(drop=True)
    np.testing.assert_array_equal(prepared.y, again["hired"] == "yes")
    assert [prepared.groups[g] for g in prepared.group] == again["sex"].tolist()
    assert prepared.frame["years"].tolist() == again["years"].tolist()
    np.testing.assert_array_equal(
        prepared.X, score_frame(prepared.encoder, prepared.features, again)
    )
    assert prepared.groups[prepared.reference] == "m"
    assert (prepared.weight == 1).all()


def test_the_encoder_sees_the_training_rows_alone() -> None:
    prepared = prepare(table(), TASK)
    column = prepared.feature_names.index("years")
    train = prepared.X[prepared.mask(Part.TRAIN), column]
    assert train.mean() == pytest.approx(0, abs=1e-12)
    assert abs(prepared.X[:, column].mean()) > 1e-6


def test_what_cannot_be_a_feature_is_listed() -> None:
    prepared = prepare(table(), TASK)
    assert prepared.features == ("years", "town", "grade", "weight")
    reasons = {e.what: e.reason for e in prepared.exclusions if e.kind == "columns"}
    assert set(reasons) == {"letter", "day", "country"}
    assert "free text" in reasons["letter"]


def test_roles_are_no_features() -> None:
    task = dataclasses.replace(
        TASK, leave_out=("grade",), weight_column="weight", id_column="town", keep_sensitive=True
    )
    assert prepare(table(), task).features == ("sex", "years")
    assert prepare(table(), task, split="random").X.shape[1] == 2


def test_text_that_the_task_calls_numeric_is_coerced() -> None:
    prepared = prepare(table(), dataclasses.replace(TASK, numeric=("grade",)))
    assert "grade" in prepared.feature_names
    assert "missingindicator_grade" in prepared.feature_names


def test_rows_without_outcome_or_weight_are_excluded_and_counted() -> None:
    frame = applicants()
    hired, weight = frame["hired"].copy(), frame["weight"].copy()
    hired[:7] = None
    weight[5:10] = [np.nan, 0, -1, np.inf, np.nan]
    source = table_from_frame(frame.assign(hired=hired, weight=weight), "t")
    prepared = prepare(source, dataclasses.replace(TASK, weight_column="weight"))
    counts = {e.what: e.count for e in prepared.exclusions if e.kind == "rows"}
    assert counts == {"hired": 7, "weight": 3}
    assert prepared.row.tolist() == list(range(10, 400))
    assert prepared.weight.mean() == pytest.approx(1)
    np.testing.assert_allclose(prepared.weight / prepared.weight[0], weight[10:] / weight[10])


def test_undated_rows_are_excluded_from_a_split_by_date() -> None:
    source = table(day=applicants()["day"].mask(applicants().index < 3))
    task = dataclasses.replace(TASK, date_column="day")
    prepared = prepare(source, task, split="date")
    assert {e.what: e.count for e in prepared.exclusions if e.kind == "rows"} == {"day": 3}
    assert len(prepare(source, task).y) == 400


def test_a_group_too_small_to_split_is_named() -> None:
    sex = applicants()["sex"].copy()
    sex[:2] = "other"
    prepared = prepare(table(sex=sex), TASK)
    (note,) = (e for e in prepared.exclusions if e.kind == "groups")
    assert (note.what, note.count) == ("other", 1)


def test_intersections_and_missing_groups() -> None:
    town = applicants()["town"].mask(applicants().index % 10 == 0)
    task = dataclasses.replace(TASK, sensitive=(*TASK.sensitive, Attribute("town")))
    prepared = prepare(table(town=town), task)
    assert "f × Missing" in prepared.groups
    assert len(prepared.groups) == 8
    assert prepared.groups[prepared.reference].startswith("m × ")
    assert "town" not in prepared.features


@pytest.mark.parametrize(
    ("task", "error", "message"),
    [
        (dataclasses.replace(TASK, leave_out=("yeers",)), TableError, "Close to it: years"),
        (dataclasses.replace(TASK, sensitive=(Attribute("country"),)), TaskError, "Every row bel"),
        (
            dataclasses.replace(TASK, sensitive=(Attribute("sex", reference="w"),)),
            TaskError,
            "'w' does not occur in 'sex'; its groups are f, m",
        ),
        (
            dataclasses.replace(TASK, leave_out=("years", "town", "grade", "weight")),
            TaskError,
            "No column is left",
        ),
        (dataclasses.replace(TASK, weight_column="town"), TaskError, "'town' holds no numbers"),
    ],
)
def test_tasks_that_do_not_fit_the_table(task: Task, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        prepare(table(), task)


def test_unknown_split() -> None:
    with pytest.raises(ConfigError, match="split must be one of random, official, id, date"):
        prepare(table(), TASK, split="rows")
