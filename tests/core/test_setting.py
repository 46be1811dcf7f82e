"""Parts of a setting against those of the prepared table."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.data.prepared import Part
from iffair_core.setting import arrangement, set_up
from tests.oracles.studies import config, prepared


def test_rows_keep_their_order_within_a_part() -> None:
    part = np.array([2, 0, 1, 0, 2, 1, 0])
    np.testing.assert_array_equal(arrangement(part), [1, 3, 6, 2, 5, 0, 4])


@pytest.mark.parametrize("pooled", [True, False])
def test_parts_are_those_of_the_table(pooled: bool) -> None:
    rows = prepared("german")
    asked = config("german", target_rows="pooled" if pooled else "validation")
    setting = set_up(asked, rows)
    train, validation, test = (rows.mask(part) for part in Part)
    problem = setting.problem
    for found, mask in (
        (problem.train, train),
        (problem.validation, validation),
        (setting.test.rows, test),
    ):
        np.testing.assert_array_equal(found.X, rows.X[mask])
        np.testing.assert_array_equal(found.y, rows.y[mask])
        np.testing.assert_array_equal(found.weight, rows.weight[mask])
    np.testing.assert_array_equal(setting.test.group, rows.group[test])
    groups = rows.group[validation]
    if pooled:
        groups = np.concatenate([rows.group[train], groups])
        assert np.shares_memory(problem.target.X, problem.train.X)
    inside = problem.targets.means > 0
    assert inside.shape == (len(groups), len(rows.groups))
    for g in range(len(rows.groups)):
        np.testing.assert_array_equal(inside[:, g], groups == g)
