"""The levelling-down alarm and the conflicts in words: beyond chance, by chance, cannot be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.evidence.alarm import NOBODY, alarm
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.effects import Verdict, effects, sign_of
from iffair_core.fairness.change import COLUMNS, fairness_change


def changes(*lines: tuple[object, ...]) -> pd.DataFrame:
    """A frame of ``fairness_change`` from (metric, group, change, low, high, n, status)."""
    full = [(m, g, 0.5, 0.5 + d, d, low, high, n, s) for m, g, d, low, high, n, s in lines]
    return pd.DataFrame.from_records(full, columns=list(COLUMNS))


def test_losses_beyond_chance_lead_and_the_others_are_told_apart() -> None:
    found = alarm(
        changes(
            ("selection_rate", "a", -0.084, -0.091, -0.077, 6530, "ok"),
            ("true_positive_rate", "a", -0.162, -0.18, -0.145, 1983, "ok"),
            ("error_rate", "b", 0.02, -0.001, 0.04, 3238, "ok"),
            ("selection_rate", "b", 0.066, 0.05, 0.08, 3238, "ok"),
            ("true_positive_rate", "c", -0.3, -0.4, -0.2, 3, "few"),
            ("false_positive_rate", "a", 0.3, 0.2, 0.4, 4000, "ok"),
        ),
        min_cell=10,
    )
    assert found.lost == (
        "a: 162 fewer of 1,000 with a good outcome are selected (95\N{NO-BREAK SPACE}% interval "
        "145 to 180; 1,983 test rows)",
        "a: 84 fewer of 1,000 are selected (95\N{NO-BREAK SPACE}% interval 77 to 91; 6,530 test "
        "rows)",
    )
    assert found.headline.startswith(f"Worse off than before, beyond chance: {found.lost[0]}; ")
    assert found.headline.endswith(
        "1 further loss may be chance. Not enough evidence to tell for 1 group."
    )
    assert [line.split(":")[0] for line in found.chance] == ["b"]
    assert "interval −1 to 40" in found.chance[0]
    assert found.unknown == (
        "c: Selected, good outcome (TPR) not enough evidence (3 rows, 10 needed)",
    )
    assert found.compared.startswith("4 rates of groups were looked at, each by itself")
    assert found.compared.endswith("looks like a loss beyond chance: of 4 hardly one.")


def test_of_many_rates_is_said_how_many_chance_alone_would_tell() -> None:
    y, group = np.array([1, 0] * 2000), np.arange(4000) // 50
    found = alarm(fairness_change(y, y, y, group, min_count=10), min_cell=10)
    assert not found.lost
    assert found.compared == (
        "240 rates of groups were looked at, each by itself. By chance alone about one in 40 "
        "looks like a loss beyond chance: of 240 about 6."
    )


def test_a_loss_beyond_chance_has_no_edge_of_zero() -> None:
    found = alarm(changes(("error_rate", "a", 0.3529, 0.00003, 0.593, 14, "ok")), min_cell=10)
    assert "interval 0.03 to 593" in found.lost[0]


def test_nobody_worse_off_beyond_chance_is_said_and_no_more_than_that() -> None:
    found = alarm(changes(("error_rate", "a", 0.02, -0.01, 0.05, 500, "ok")), min_cell=10)
    assert found.headline == f"{NOBODY} 1 loss may be chance."
    unchanged = alarm(changes(("error_rate", "a", 0.0, -0.01, 0.01, 500, "ok")), min_cell=10)
    assert unchanged.headline == NOBODY


def test_an_empty_cell_is_not_enough_evidence() -> None:
    y, group = np.array([1, 0] * 50 + [0] * 20), np.array(["a"] * 100 + ["b"] * 20)
    found = alarm(fairness_change(y, y, y, group, min_count=10), min_cell=10)
    assert found.unknown == (
        "b: Selected, good outcome (TPR) not enough evidence (0 rows, 10 needed)",
    )


def test_where_no_rate_has_rows_enough_none_was_looked_at() -> None:
    few = alarm(changes(("error_rate", "a", 0.0, -0.4, 0.4, 3, "few")), min_cell=10)
    assert few.compared == "No rate of a group has rows enough to be looked at."


@pytest.mark.parametrize(
    ("metric", "low", "high", "verdict"),
    [
        ("demographic_parity", -0.2, -0.1, Verdict.BETTER),
        ("demographic_parity", 0.1, 0.2, Verdict.WORSE),
        ("demographic_parity", -0.1, 0.0, Verdict.UNCLEAR),
        ("accuracy", 0.1, 0.2, Verdict.BETTER),
        ("log_loss", 0.1, 0.2, Verdict.WORSE),
        ("brier", -0.2, -0.1, Verdict.BETTER),
        ("selection_rate", -0.2, -0.1, Verdict.WORSE),
        ("error_rate", -0.2, -0.1, Verdict.BETTER),
        ("false_positive_rate", 0.1, 0.2, Verdict.MOVED),
    ],
)
def test_a_change_is_better_or_worse_by_its_metric(
    metric: str, low: float, high: float, verdict: Verdict
) -> None:
    middle = (low + high) / 2
    (effect,) = effects(
        changes((metric, "", middle, low, high, 100, "ok")), ("demographic_parity",)
    )
    assert effect.verdict is verdict
    assert effect.targeted == (metric == "demographic_parity")
    if verdict in (Verdict.BETTER, Verdict.WORSE):
        assert (sign_of(metric) * middle > 0) == (verdict is Verdict.BETTER)


def test_conflicts_name_each_figure_in_one_sentence_alone() -> None:
    found = effects(
        changes(
            ("demographic_parity", "", -0.15, -0.162, -0.139, 900, "ok"),
            ("equal_opportunity", "", 0.137, 0.036, 0.237, 300, "ok"),
            ("error_rate_parity", "", 0.01, -0.01, 0.03, 900, "ok"),
            ("loss_parity", "", np.nan, np.nan, np.nan, 0, "undefined"),
            ("log_loss", "", 0.031, 0.0258, 0.0362, 900, "ok"),
            ("roc_auc", "", 0.1, 0.05, 0.15, 900, "few"),
        )
    )
    told = conflict_words(found)
    assert told.better == "Better beyond chance: Demographic parity −15.0 points (−16.2 to −13.9)."
    assert told.worse == (
        "Worse beyond chance: Equal opportunity (TPR gap) +13.7 points (+3.6 to +23.7); "
        "Log loss +0.0310 (+0.0258 to +0.0362)."
    )
    assert told.unclear == (
        "May be chance: Error-rate parity. Not enough evidence: ROC AUC. Undefined: Loss parity."
    )
