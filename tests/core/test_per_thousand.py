"""Who gains and who loses, in people per thousand, against the rates themselves."""

from __future__ import annotations

import numpy as np

from iffair_core.evidence.per_thousand import selected_per_thousand
from iffair_core.fairness.change import fairness_change


def test_people_are_those_of_the_rates() -> None:
    y = np.tile([0, 1], 1000)
    group = np.repeat(["a", "b"], 1000)
    before = (np.arange(2000) % 10 < 5).astype(int)
    after = before.copy()
    after[:1000] = np.arange(1000) % 10 < 3
    up = np.arange(1000, 2000)
    after[up] = up % 10 < 8
    first, last = selected_per_thousand(fairness_change(y, before, after, group))
    assert (first.group, round(first.more), first.side) == ("b", 300, "gains")
    assert (last.group, round(last.more), last.side) == ("a", -200, "loses")
    assert str(last).startswith("a: 200 fewer of 1,000 are selected")
    assert first.low < 300 < first.high
    (same, other) = selected_per_thousand(fairness_change(y, before, before, group))
    assert {same.side, other.side} == {"may be chance"}
