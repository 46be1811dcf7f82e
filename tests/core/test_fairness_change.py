"""``fairness_change``: the differences of two reports, with the statuses of both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from iffair_core.errors import ConfigError, TaskError
from iffair_core.fairness.change import CHANGED_RATES, COLUMNS, fairness_change
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.fairness.report import fairness_report
from iffair_core.fairness.utility import UTILITIES, utilities

N = 240


def sample(seed: int = 0) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    y = random.integers(0, 2, N)
    before = np.clip(0.3 * y + 0.7 * random.random(N), 0.01, 0.99)
    after = np.clip(before + 0.1 * random.standard_normal(N), 0.01, 0.99)
    return {
        "y_true": y,
        "y_before": before,
        "y_after": after,
        "sensitive_features": random.choice(["a", "b", "c"], N, p=[0.6, 0.3, 0.1]),
        "sample_weight": random.lognormal(size=N),
    }


def line(frame: pd.DataFrame, metric: str, group: str = "") -> pd.Series:
    rows = frame[(frame["metric"] == metric) & (frame["group"] == group)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_columns_types_and_rows() -> None:
    frame = fairness_change(**sample())
    assert tuple(frame.columns) == COLUMNS
    floats = ("before", "after", "change", "ci_low", "ci_high")
    assert {str(frame[c].dtype) for c in floats} == {"Float64"}
    assert list(dict.fromkeys(frame["metric"])) == [*CHANGED_RATES, *REPORTED_GAPS, *UTILITIES]
    assert len(frame) == 3 * len(CHANGED_RATES) + len(REPORTED_GAPS) + len(UTILITIES)
    assert (frame["status"] == "ok").all()


def test_figures_are_those_of_two_reports() -> None:
    given = sample()
    frame = fairness_change(**given)
    shared = {k: given[k] for k in ("y_true", "sensitive_features", "sample_weight")}
    for model, column in (("y_before", "before"), ("y_after", "after")):
        report = fairness_report(y_pred=given[model], **shared)
        report = report[report["reference"] == ""].set_index(["metric", "group"])["value"]
        for metric, group, value in zip(
            frame["metric"], frame["group"], frame[column], strict=True
        ):
            if metric not in UTILITIES:
                assert value == pytest.approx(report[(metric, group)])
        expected, _ = utilities(
            given["y_true"].astype(float), given[model], weight=given["sample_weight"], cut=0.5
        )
        for name in UTILITIES:
            assert line(frame, name)[column] == pytest.approx(expected[name])
    assert frame["change"].tolist() == pytest.approx((frame["after"] - frame["before"]).tolist())


def test_intervals_hold_the_change_and_know_that_the_rows_are_the_same() -> None:
    given = sample()
    frame = fairness_change(**given)
    inside = (frame["ci_low"] <= frame["change"]) & (frame["change"] <= frame["ci_high"])
    assert inside.all()
    shared = {k: given[k] for k in ("y_true", "sensitive_features", "sample_weight")}
    report = fairness_report(y_pred=given["y_before"], **shared)
    alone = report[(report["metric"] == "selection_rate") & (report["group"] == "a")].iloc[0]
    change = line(frame, "selection_rate", "a")
    assert change["ci_high"] - change["ci_low"] < alone["ci_high"] - alone["ci_low"]


def test_swapped_models_mirror_the_change() -> None:
    given = sample()
    back = fairness_change(**{**given, "y_before": given["y_after"], "y_after": given["y_before"]})
    there = fairness_change(**given)
    assert back["ci_low"].tolist() == pytest.approx((-there["ci_high"]).tolist())
    assert back["change"].tolist() == pytest.approx((-there["change"]).tolist())


def test_decisions_have_no_losses_and_no_auc() -> None:
    given = sample()
    decided = {k: (given[k] >= 0.5).astype(int) for k in ("y_before", "y_after")}
    frame = fairness_change(**{**given, **decided})
    undefined = set(frame[frame["status"] == "undefined"]["metric"])
    assert undefined == {"loss_parity", "roc_auc", "log_loss", "brier"}
    whole = fairness_change(**given)
    for metric in ("equalized_odds", "accuracy", "f1"):
        assert line(frame, metric).tolist() == line(whole, metric).tolist()


def test_an_empty_cell_and_a_single_group_are_undefined() -> None:
    given = sample()
    given["y_true"] = np.where(given["sensitive_features"] == "c", 0, given["y_true"])
    frame = fairness_change(**given)
    empty = line(frame, "true_positive_rate", "c")
    assert (empty["status"], empty["n"]) == ("undefined", 0)
    assert pd.isna(empty["ci_low"])
    without = {k: v[given["sensitive_features"] != "c"] for k, v in given.items()}
    assert line(frame, "equal_opportunity")["ci_high"] == pytest.approx(
        line(fairness_change(**without), "equal_opportunity")["ci_high"]
    )
    alone = fairness_change(**{**given, "sensitive_features": ["a"] * N})
    gaps = alone[alone["metric"].isin(REPORTED_GAPS)]
    assert set(gaps["status"]) == {"undefined"}


def test_a_group_of_a_single_row_leaves_its_loss_gap_without_an_interval() -> None:
    given = sample()
    given["sensitive_features"] = np.array(["a"] * 120 + ["b"] * 119 + ["c"])
    frame = fairness_change(**given)
    loss = line(frame, "loss_parity")
    assert not pd.isna(loss["change"])
    assert pd.isna(loss["ci_low"])
    assert pd.isna(loss["ci_high"])
    parity = line(frame, "demographic_parity")
    assert parity["ci_low"] < parity["change"] < parity["ci_high"]


def test_min_count_marks_small_cells_and_changes_no_figure() -> None:
    plain, marked = (fairness_change(**sample(), min_count=m) for m in (1, 60))
    pd.testing.assert_frame_equal(plain.drop(columns="status"), marked.drop(columns="status"))
    assert line(marked, "selection_rate", "a")["status"] == "ok"
    assert line(marked, "selection_rate", "c")["status"] == "few"
    assert line(marked, "demographic_parity")["status"] == "few"


def test_a_utility_of_few_rows_or_of_few_of_an_outcome_is_marked() -> None:
    given = sample()
    given["y_true"] = (np.arange(N) < 9).astype(int)
    status = fairness_change(**given, min_count=10).set_index("metric")["status"]
    assert {status["roc_auc"], status["balanced_accuracy"]} == {"few"}
    assert {status[name] for name in ("accuracy", "f1", "log_loss", "brier")} == {"ok"}
    none = {**given, "y_before": np.full(N, 0.1)}
    assert line(fairness_change(**none, min_count=10), "f1")["status"] == "few"
    assert line(fairness_change(**none, min_count=9), "f1")["status"] == "ok"
    status = fairness_change(**given, min_count=N + 1).set_index("metric")["status"]
    assert set(status[list(UTILITIES)]) == {"few"}


@pytest.mark.parametrize("name", ["y_before", "y_after"])
def test_refusals_name_the_argument(name: str) -> None:
    with pytest.raises(TaskError, match=f"{name} must hold decisions"):
        fairness_change(**{**sample(), name: np.full(N, 1.5)})
    with pytest.raises(TaskError, match=f"{name} has 2 rows"):
        fairness_change(**{**sample(), name: [0, 1]})
    with pytest.raises(ConfigError, match="min_count"):
        fairness_change(**sample(), min_count=0)
