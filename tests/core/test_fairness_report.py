"""``fairness_report`` on cases small enough to count by hand, and its refusals."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import log_loss

from iffair_core.errors import ConfigError, TaskError
from iffair_core.fairness.cells import DECISION_RATES
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.fairness.report import COLUMNS, fairness_report
from iffair_core.fairness.uncertainty import newcombe, wilson

# Group a: 4 rows, 2 of 4 selected; TPR 1/2, FPR 1/2, one error among the positives, one among
# the negatives. Group b: 3 rows, 1 of 3 selected; TPR 0/1, FPR 1/2.
Y = [1, 1, 0, 0, 1, 0, 0]
DECISION = [1, 0, 1, 0, 0, 1, 0]
GROUP = ["a", "a", "a", "a", "b", "b", "b"]


def figure(
    report: pd.DataFrame, metric: str, group: str = "", reference: str = ""
) -> dict[str, Any]:
    rows = report[
        (report["metric"] == metric)
        & (report["group"] == group)
        & (report["reference"] == reference)
    ]
    assert len(rows) == 1
    return rows.iloc[0].to_dict()


def test_columns_types_and_rows() -> None:
    report = fairness_report(Y, DECISION, GROUP)
    assert tuple(report.columns) == COLUMNS
    assert [str(report[c].dtype) for c in ("value", "ci_low", "ci_high", "n")] == [
        "Float64",
        "Float64",
        "Float64",
        "int64",
    ]
    assert set(report["metric"]) == {*DECISION_RATES, *REPORTED_GAPS}
    assert len(report) == len(DECISION_RATES) * 2 + len(REPORTED_GAPS) * 2
    assert set(report["status"]) <= {"ok", "few", "undefined"}


def test_group_rates_by_hand() -> None:
    report = fairness_report(Y, DECISION, GROUP)
    expected = {
        "selection_rate": (2 / 4, 1 / 3),
        "true_positive_rate": (1 / 2, 0.0),
        "false_positive_rate": (1 / 2, 1 / 2),
        "error_rate": (2 / 4, 2 / 3),
        "base_rate": (2 / 4, 1 / 3),
        "accuracy": (2 / 4, 1 / 3),
    }
    for metric, (a, b) in expected.items():
        assert figure(report, metric, "a")["value"] == pytest.approx(a)
        assert figure(report, metric, "b")["value"] == pytest.approx(b)
    assert figure(report, "true_positive_rate", "b")["n"] == 1
    assert figure(report, "false_positive_rate", "b")["n"] == 2


def test_pairs_are_reference_minus_group_and_the_larger_group_is_the_reference() -> None:
    report = fairness_report(Y, DECISION, GROUP)
    assert figure(report, "demographic_parity", "b", "a")["value"] == pytest.approx(1 / 2 - 1 / 3)
    assert figure(report, "error_rate_parity", "b", "a")["value"] == pytest.approx(1 / 2 - 2 / 3)
    assert figure(report, "error_rate_parity")["value"] == pytest.approx(1 / 6)
    assert figure(report, "demographic_parity")["n"] == 7


def test_equalized_odds_is_the_larger_difference_with_its_sign() -> None:
    y, decision = [1, 1, 0, 0] * 2, [1, 0, 1, 0, 1, 1, 0, 0]
    report = fairness_report(y, decision, ["a"] * 4 + ["b"] * 4)
    assert figure(report, "equal_opportunity", "b", "a")["value"] == pytest.approx(-0.5)
    assert figure(report, "predictive_equality", "b", "a")["value"] == pytest.approx(0.5)
    assert figure(report, "equalized_odds", "b", "a")["value"] == pytest.approx(-0.5)
    assert figure(report, "equalized_odds")["value"] == pytest.approx(0.5)

    report = fairness_report(Y, DECISION, GROUP)
    assert figure(report, "equalized_odds", "b", "a")["value"] == pytest.approx(0.5)
    assert figure(report, "equalized_odds_mean", "b", "a")["value"] == pytest.approx(0.25)
    assert figure(report, "equalized_odds_mean")["value"] == pytest.approx(0.25)


def test_intervals_are_wilson_and_newcombe_and_a_largest_pair_is_folded() -> None:
    report = fairness_report(Y, DECISION, GROUP)
    rate = figure(report, "selection_rate", "b")
    expected = wilson(np.array([1 / 3]), np.array([3.0]))
    assert (rate["ci_low"], rate["ci_high"]) == pytest.approx((expected.low[0], expected.high[0]))
    pair = figure(report, "demographic_parity", "b", "a")
    expected = newcombe(*(np.array([v]) for v in (1 / 2, 4.0, 1 / 3, 3.0)))
    assert (pair["ci_low"], pair["ci_high"]) == pytest.approx((expected.low[0], expected.high[0]))
    largest = figure(report, "demographic_parity")
    size = max(abs(expected.low[0]), abs(expected.high[0]))
    assert (largest["ci_low"], largest["ci_high"]) == pytest.approx((0.0, size))
    odds = figure(report, "equalized_odds")
    assert odds["ci_low"] <= odds["value"] <= odds["ci_high"]


def test_three_groups_have_three_pairs_and_the_largest_difference() -> None:
    decision = [1, 1, 1, 0, 1, 0, 0, 0, 0]
    group = ["a"] * 4 + ["b"] * 3 + ["c"] * 2
    report = fairness_report([1, 0, 1, 0, 1, 0, 0, 1, 0], decision, group)
    parity = report[report["metric"] == "demographic_parity"]
    assert list(zip(parity["reference"], parity["group"], strict=True)) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
        ("", ""),
    ]
    assert parity["value"].tolist() == pytest.approx([0.75 - 1 / 3, 0.75, 1 / 3, 0.75])


def test_an_empty_cell_is_undefined_and_left_out_of_the_maximum() -> None:
    y, decision = [1, 1, 0, 0, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0, 1, 1]
    report = fairness_report(y, decision, ["a"] * 4 + ["b"] * 2 + ["c"] * 2)
    empty = figure(report, "true_positive_rate", "c")
    assert (empty["status"], empty["n"]) == ("undefined", 0)
    assert pd.isna(empty["value"])
    assert pd.isna(empty["ci_low"])
    assert figure(report, "equal_opportunity", "c", "a")["status"] == "undefined"
    assert figure(report, "equal_opportunity")["value"] == pytest.approx(1.0)
    assert figure(report, "equal_opportunity")["status"] == "ok"
    odds = figure(report, "equalized_odds", "c", "a")
    assert (odds["value"], odds["status"]) == (pytest.approx(0.5 - 1.0), "few")
    assert figure(report, "equalized_odds_mean", "c", "a")["status"] == "undefined"


def test_a_cell_without_weight_is_undefined() -> None:
    report = fairness_report(Y, DECISION, GROUP, sample_weight=[1, 1, 1, 1, 0, 1, 1])
    assert figure(report, "true_positive_rate", "b")["status"] == "undefined"
    assert figure(report, "selection_rate", "b")["value"] == pytest.approx(0.5)


def test_one_group_has_rates_but_no_gaps() -> None:
    report = fairness_report(Y, DECISION, ["a"] * 7)
    gaps = report[report["metric"].isin(REPORTED_GAPS)]
    assert set(gaps["status"]) == {"undefined"}
    assert len(gaps) == len(REPORTED_GAPS)
    assert figure(report, "selection_rate", "a")["value"] == pytest.approx(3 / 7)


def test_min_count_marks_small_cells_and_changes_no_figure() -> None:
    plain, marked = (fairness_report(Y, DECISION, GROUP, min_count=m) for m in (1, 4))
    pd.testing.assert_frame_equal(plain.drop(columns="status"), marked.drop(columns="status"))
    assert figure(marked, "selection_rate", "a")["status"] == "ok"
    assert figure(marked, "selection_rate", "b")["status"] == "few"
    assert figure(marked, "demographic_parity", "b", "a")["status"] == "few"
    assert figure(marked, "demographic_parity")["status"] == "few"
    assert figure(plain, "demographic_parity")["status"] == "ok"


def test_the_largest_difference_is_few_only_if_it_rests_on_a_small_cell() -> None:
    decision, group = [1] * 6 + [0] * 6 + [1, 0], ["a"] * 6 + ["b"] * 6 + ["c"] * 2
    report = fairness_report([0, 1] * 7, decision, group, min_count=3)
    assert figure(report, "demographic_parity")["status"] == "ok"
    assert figure(report, "demographic_parity", "c", "a")["status"] == "few"


def test_loss_parity_needs_probabilities() -> None:
    decided = fairness_report(Y, DECISION, GROUP)
    assert set(decided[decided["metric"] == "loss_parity"]["status"]) == {"undefined"}
    probability = np.array([0.9, 0.4, 0.6, 0.2, 0.3, 0.8, 0.1])
    report = fairness_report(Y, probability, GROUP)
    loss = -np.log(np.where(np.array(Y) == 1, probability, 1 - probability))
    pair = figure(report, "loss_parity", "b", "a")
    assert pair["value"] == pytest.approx(loss[:4].mean() - loss[4:].mean())
    assert pair["ci_low"] < pair["value"] < pair["ci_high"]
    assert figure(report, "selection_rate", "a")["value"] == pytest.approx(0.5)


def test_probabilities_of_zero_and_one_and_at_the_cut() -> None:
    report = fairness_report([1, 0, 1, 0], [0.0, 1.0, 0.5, 0.2], ["a", "a", "b", "b"])
    assert figure(report, "selection_rate", "b")["value"] == 0.5
    expected = log_loss([1, 0], [0.0, 1.0]) - log_loss([1, 0], [0.5, 0.2])
    assert figure(report, "loss_parity", "b", "a")["value"] == pytest.approx(expected)


def test_weights_count_like_repeated_rows_and_narrow_nothing() -> None:
    weight = np.array([1, 2, 3, 1, 2, 1, 2])
    weighted = fairness_report(Y, DECISION, GROUP, sample_weight=weight)
    repeated = fairness_report(*(np.repeat(np.array(v), weight) for v in (Y, DECISION, GROUP)))
    assert weighted["value"].fillna(-9).tolist() == pytest.approx(
        repeated["value"].fillna(-9).tolist()
    )
    width = [figure(r, "selection_rate", "a") for r in (weighted, repeated)]
    assert width[0]["ci_high"] - width[0]["ci_low"] > width[1]["ci_high"] - width[1]["ci_low"]
    scaled = fairness_report(Y, DECISION, GROUP, sample_weight=weight * 7.0)
    for column in ("value", "ci_low", "ci_high"):
        assert scaled[column].dropna().tolist() == pytest.approx(weighted[column].dropna().tolist())


@pytest.mark.parametrize(
    "y",
    [
        np.array(Y),
        np.array(Y, dtype=bool),
        np.array(Y, dtype=float),
        pd.Series(Y, dtype="Int64", index=range(9, 2, -1)),
        pd.Series(Y, dtype="boolean"),
        pd.DataFrame({"y": Y}),
    ],
)
def test_outcomes_may_be_numbers_or_booleans(y: Any) -> None:
    pd.testing.assert_frame_equal(
        fairness_report(y, DECISION, GROUP), fairness_report(Y, DECISION, GROUP)
    )


@pytest.mark.parametrize(
    ("features", "names"),
    [
        (pd.Series([3.0, 3.0, 3.0, 3.0, None, None, 10.0]), {"3", "10", "Missing"}),
        (["x", "x", "x", "x", None, " ", "x"], {"x", "Missing"}),
        (pd.Series([True] * 4 + [False] * 3), {"True", "False"}),
        (pd.Categorical(["u"] * 4 + ["v"] * 3, categories=["w", "v", "u"]), {"u", "v"}),
        (
            pd.DataFrame(
                {"sex": ["f", "f", "m", "m", "f", "m", None], "age": [1, 2, 1, 2, 1, 1, 1]}
            ),
            {"f × 1", "f × 2", "m × 1", "m × 2", "Missing × 1"},
        ),
        ({"sex": ["f"] * 4 + ["m"] * 3, "age": [1] * 7}, {"f × 1", "m × 1"}),
        (np.array([["f", "x"]] * 4 + [["m", "y"]] * 3), {"f × x", "m × y"}),
    ],
)
def test_group_names(features: Any, names: set[str]) -> None:
    report = fairness_report(Y, DECISION, features)
    assert set(report[report["metric"] == "accuracy"]["group"]) == names


def test_numbers_keep_their_order() -> None:
    report = fairness_report(Y, DECISION, [10, 10, 9, 9, 100, 100, 9])
    assert report["group"].head(3).tolist() == ["9", "10", "100"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"y_true": ["yes"] * 7}, "compare with the favourable value"),
        ({"y_true": [1, 2, 1, 2, 1, 2, 1]}, "got 2"),
        ({"y_true": [1, None, 0, 0, 1, 0, 0]}, "1 missing"),
        ({"y_true": []}, "no rows"),
        ({"y_pred": [0.2, 1.4, 0, 0, 0, 0, 0]}, "got 1.4"),
        ({"y_pred": [[0.2, 0.8]] * 7}, "single column"),
        ({"y_pred": [1, 0]}, "2 rows but the outcome has 7"),
        ({"sensitive_features": ["a", "b"]}, "2 rows but the outcome has 7"),
        ({"sensitive_features": pd.DataFrame(index=range(7))}, "at least one column"),
        ({"sensitive_features": np.zeros((7, 1, 1))}, "shape"),
        ({"sample_weight": [-1.0] + [1.0] * 6}, "at least 0; got -1"),
        ({"sample_weight": [0.0] * 7}, "all of them are zero"),
        ({"sample_weight": [np.inf] + [1.0] * 6}, "finite"),
    ],
)
def test_refusals_say_what_was_given(changed: dict[str, Any], words: str) -> None:
    arguments = {"y_true": Y, "y_pred": DECISION, "sensitive_features": GROUP, **changed}
    with pytest.raises(TaskError, match=words):
        fairness_report(**arguments)


def test_min_count_below_one_is_refused() -> None:
    with pytest.raises(ConfigError, match="min_count"):
        fairness_report(Y, DECISION, GROUP, min_count=0)
