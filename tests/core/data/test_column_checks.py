"""Leaks, proxies, identifiers and constants are pointed out; legitimate features are not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.builtin import BUILTIN, load_builtin
from iffair_core.data.checks import Finding, inspect_columns


def findings(name: str, **changes: object) -> list[Finding]:
    builtin = load_builtin(name)
    return inspect_columns(builtin.table.frame, dataclasses.replace(builtin.task, **changes))


@pytest.mark.parametrize(
    ("name", "leaks"),
    [
        ("bank", {"duration"}),
        ("compas", {"decile_score", "score_text", "is_recid"}),
        ("acs", {"PINCP_DECILE", "POVPIP"}),
    ],
)
@pytest.mark.parametrize("left_out", [True, False])
def test_leaks_are_found_whether_left_out_or_not(
    name: str, leaks: set[str], left_out: bool
) -> None:
    changes = {} if left_out else {"leave_out": ()}
    found = [f for f in findings(name, **changes) if f.kind == "leak"]
    assert {f.column for f in found} == leaks
    assert all(f.propose_leave_out for f in found)


@pytest.mark.parametrize("name", BUILTIN)
def test_no_feature_of_a_packaged_set_is_proposed_for_leaving_out(name: str) -> None:
    proposed = {f.column for f in findings(name) if f.propose_leave_out}
    assert proposed <= set(BUILTIN[name].left_out)


def test_proxies_are_pointed_out_and_left_to_the_user() -> None:
    (found,) = (f for f in findings("adult") if f.kind == "proxy")
    assert found.column == "relationship"
    assert "Husband" in found.message
    assert not found.propose_leave_out


def mortgage(rows: int = 1000) -> tuple[pd.DataFrame, Task]:
    rng = np.random.default_rng(0)
    hispanic = rng.random(rows) < 0.06
    black = (rng.random(rows) < 0.1) & ~hispanic
    income = rng.normal(60, 20, rows).round(1)
    approved = (income + rng.normal(0, 30, rows) > 50).astype(int)
    frame = pd.DataFrame(
        {
            "loan_id": rng.permutation(10**6)[:rows],
            "running": np.arange(5, rows + 5),
            "remark": [f"remark number {k}" for k in rng.permutation(rows)],
            "day": pd.date_range("2020-01-01", periods=rows).astype(str),
            "country": "US",
            "hispan": hispanic.astype(int),
            "income": income,
            "amount": rng.permutation(rows) * 7 + 1000,
            "bonus": np.where(rng.random(rows) < 0.8, np.nan, income),
            "letter_sent": np.where(approved == 1, "yes", None),
            "white": (~hispanic & ~black).astype(int),
            "approved": approved,
        }
    )
    return frame, Task(Outcome("approved", ("1",)), (Attribute("white"),))


def test_a_table_with_everything_that_is_odd() -> None:
    frame, task = mortgage()
    kinds = {f.column: f.kind for f in inspect_columns(frame, task)}
    assert kinds == {
        "loan_id": "identifier",
        "running": "identifier",
        "remark": "identifier",
        "day": "date",
        "country": "constant",
        "hispan": "proxy",
        "bonus": "missing",
        "letter_sent": "leak",
    }


def test_columns_with_a_role_are_passed_over() -> None:
    frame, task = mortgage()
    task = dataclasses.replace(task, id_column="loan_id", date_column="day", weight_column="bonus")
    columns = {f.column for f in inspect_columns(frame, task)}
    assert not columns & {"loan_id", "day", "bonus", "approved", "white"}


def test_too_few_rows_are_not_judged_by_their_outcome() -> None:
    frame, task = mortgage(12)
    assert {f.kind for f in inspect_columns(frame, task)} <= {
        "identifier",
        "constant",
        "missing",
        "date",
        "text",
    }


def test_numbers_with_some_words_are_told_with_the_way_out() -> None:
    frame, task = mortgage()
    frame["age"] = np.where(np.arange(len(frame)) % 50, (np.arange(len(frame)) % 61 + 18), -1)
    frame["age"] = frame["age"].astype(str).replace("-1", "unknown")
    frame["grade"] = np.where(np.arange(len(frame)) % 50, np.arange(len(frame)) % 6, -1).astype(str)
    frame["grade"] = frame["grade"].replace("-1", "none")
    frame["pay"] = frame["amount"].astype(str).where(np.arange(len(frame)) % 2 == 0, "9000")
    frame["pay"] = frame["pay"].where(np.arange(len(frame)) % 40 != 0, "n.k.")
    found = {f.column: f for f in inspect_columns(frame, task) if f.kind == "numbers"}
    assert "but for 20 rows such as 'unknown'" in found["age"].message
    assert not found["age"].propose_leave_out
    assert found["pay"].propose_leave_out
    assert set(found) == {"age", "pay"}
    as_number = dataclasses.replace(task, numeric=("age", "pay"))
    assert not [f for f in inspect_columns(frame, as_number) if f.kind == "numbers"]
