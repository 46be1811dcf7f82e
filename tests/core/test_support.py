"""What groups can support at the present split, and what to do with those that are too small."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Part
from iffair_core.data.tables import table_from_frame
from iffair_core.errors import TaskError
from iffair_core.evidence.ledger import small_cells
from iffair_core.evidence.merging import proposals
from iffair_core.evidence.rows import PartRows
from iffair_core.evidence.support import group_support, grouped_rows, support
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.fairness.inputs import Groups


def column(*counts: int) -> np.ndarray:
    return np.array(counts, dtype=np.int64)


def test_a_group_stays_out_of_the_gaps_whose_cells_are_too_small() -> None:
    enough, few_good, few_bad, tiny = support(
        ("enough", "few good", "few bad", "tiny"),
        (column(100, 100, 100, 20), column(50, 30, 70, 10)),
        (column(20, 24, 25, 9), column(10, 4, 16, 5)),
        10,
    )
    assert enough.lacking == ()
    assert enough.reason == ""
    assert few_good.lacking == ("equal_opportunity", "equalized_odds")
    assert few_good.reason == "4 test rows with a favourable outcome (10 are needed)"
    assert few_bad.lacking == ("predictive_equality", "equalized_odds")
    assert few_bad.reason == "9 test rows with an unfavourable outcome (10 are needed)"
    assert tiny.lacking == tuple(GAP_RATES)
    assert tiny.reason == "9 test rows (10 are needed)"
    assert (few_good.test_negatives, few_good.base_rate) == (20, 0.3)


@pytest.mark.parametrize("split", ["random", "official"])
def test_counts_are_those_of_the_prepared_study(split) -> None:
    adult = load_builtin("adult")
    task = Task(
        adult.task.outcome,
        adult.card.attributes,
        adult.task.leave_out,
        split_column=adult.task.split_column,
    )
    ready = prepare(adult.table, task, split=split, seed=3)
    test = ready.mask(Part.TEST)
    found = group_support(grouped_rows(adult.table.frame, task, split), task, split, 3, 10)
    assert tuple(each.group for each in found) == ready.groups
    for code, each in enumerate(found):
        inside = test & (ready.group == code)
        assert each.test_rows == inside.sum()
        assert each.test_positives == ready.y[inside].sum()
    at = PartRows(
        ready.y[test], ready.weight[test], Groups(ready.group[test], ready.groups), test, 10
    )
    listed = {entry.what for entry in small_cells(at, "test")}
    assert listed == {each.group for each in found if each.lacking}
    assert listed


def table(groups: dict[str, int], seed: int = 0) -> pd.DataFrame:
    """Rows of each group, half of them with a good outcome, and two sexes."""
    random = np.random.default_rng(seed)
    g = np.repeat(list(groups), list(groups.values()))
    return pd.DataFrame(
        {
            "y": np.arange(len(g)) % 2,
            "g": g,
            "sex": random.choice(["f", "m"], len(g)),
            "age": random.integers(18, 80, len(g)),
        }
    )


def proposed(frame: pd.DataFrame, *sensitive: Attribute):
    task = Task(Outcome("y"), sensitive)
    rows = grouped_rows(frame, task, "random")
    made = proposals(rows, task, "random", 0, 10, group_support(rows, task, "random", 0, 10))
    for each in made:
        changed = dataclasses.replace(task, sensitive=each.sensitive)
        ready = prepare(table_from_frame(frame, "t.csv"), changed)
        again = grouped_rows(frame, changed, "random")
        found = group_support(again, changed, "random", 0, 10)
        assert tuple(group.group for group in found) == ready.groups
        assert (each.groups, each.lacking) == (len(found), sum(bool(g.lacking) for g in found))
    return made


def test_small_values_are_merged_into_other() -> None:
    frame = table({"a": 400, "b": 300, "c": 60, "d": 70, "e": 20})
    (merge,) = proposed(frame, Attribute("g", rename=(("b", "Bees"),), reference="a"))
    assert merge.what == "Merge c, d and e of g into 'Other'"
    assert merge.sensitive[0].rename == (
        ("b", "Bees"),
        ("c", "Other"),
        ("d", "Other"),
        ("e", "Other"),
    )
    assert merge.sensitive[0].reference == "a"
    assert (merge.groups, merge.lacking) == (3, 0)


def test_nobody_is_merged_until_only_missing_values_are_left() -> None:
    frame = table({"a": 14, "b": 12})
    frame.loc[frame.index[0], "g"] = None
    assert proposed(frame, Attribute("g")) == ()


def test_an_intersection_merges_the_values_that_stand_nowhere_first() -> None:
    frame = table({"a": 900, "b": 800, "c": 40, "d": 30})
    frame["h"] = np.where(np.arange(len(frame)) % 25 == 0, "rare", "common")
    said = [each.what for each in proposed(frame, Attribute("g"), Attribute("h"))]
    assert "Merge c and d of g into 'Other'" in said
    assert not any("common, rare" in what for what in said)


def test_missing_values_are_never_merged_away() -> None:
    frame = table({"a": 400, "b": 300, "c": 60, "d": 70, "none": 20})
    frame["g"] = frame["g"].where(frame["g"] != "none")
    (merge,) = proposed(frame, Attribute("g"))
    assert dict(merge.sensitive[0].rename) == {"c": "Other", "d": "Other"}
    assert (merge.groups, merge.lacking) == (4, 1)


def test_one_small_value_joins_an_other_that_exists_and_else_nothing_is_proposed() -> None:
    assert proposed(table({"a": 400, "b": 300, "c": 30}), Attribute("g")) == ()
    (merge,) = proposed(table({"a": 400, "Other": 300, "c": 30}), Attribute("g"))
    assert dict(merge.sensitive[0].rename) == {"c": "Other", "Other": "Other"}
    assert merge.lacking == 0


def test_nothing_is_proposed_where_every_group_has_enough() -> None:
    assert proposed(table({"a": 400, "b": 300}), Attribute("g")) == ()


def test_an_interval_that_lacks_rows_joins_its_smaller_neighbour() -> None:
    frame = table({"a": 1000})
    frame["age"] = np.repeat([20, 30, 40, 50], [300, 500, 40, 160])
    (merge,) = proposed(frame, Attribute("age", bins=(25, 35, 45)))
    assert merge.what == "Leave out the cut at 45 of age"
    assert merge.sensitive[0].bins == (25, 35)
    assert merge.lacking == 0


def test_an_intersection_is_merged_or_compared_by_less() -> None:
    frame = table({"a": 400, "b": 300, "c": 95, "d": 90, "e": 85})
    merge, *drops = proposed(frame, Attribute("sex"), Attribute("g"))
    assert merge.what == "Merge c, d and e of g into 'Other'"
    assert merge.sensitive[0] == Attribute("sex")
    assert (merge.groups, merge.lacking) == (6, 0)
    assert {drop.what for drop in drops} <= {"Compare without g", "Compare without sex"}
    assert drops[0].lacking == 0
    assert all(len(drop.sensitive) == 1 for drop in drops)


def test_what_cannot_be_split_is_told() -> None:
    frame = table({"a": 6, "b": 6})
    frame["y"] = [1, *[0] * 11]
    task = Task(Outcome("y"), (Attribute("g"),))
    rows = grouped_rows(frame, task, "random")
    with pytest.raises(TaskError, match="none with a favourable outcome"):
        group_support(rows, task, "random", 0, 10)


def test_merged_groups_make_a_study() -> None:
    frame = table({"a": 400, "b": 300, "c": 60, "d": 70, "e": 20})
    (merge,) = proposed(frame, Attribute("g"))
    ready = prepare(table_from_frame(frame, "t.csv"), Task(Outcome("y"), merge.sensitive))
    assert ready.groups == ("Other", "a", "b")
