"""Every figure of ``fairness_report`` beside Fairlearn's, on rows of every packaged set."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    equal_opportunity_difference,
    equalized_odds_difference,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, zero_one_loss

from iffair_core.data.builtin import BUILTIN, load_builtin
from iffair_core.data.groups import group_labels
from iffair_core.data.prepare import prepare
from iffair_core.fairness.report import fairness_report

RATES = {
    "selection_rate": selection_rate,
    "true_positive_rate": true_positive_rate,
    "false_positive_rate": false_positive_rate,
    "error_rate": zero_one_loss,
    "accuracy": accuracy_score,
}
MOST_ROWS = 5000


@dataclass(frozen=True, eq=False)
class Predicted:
    """Outcomes, probabilities of a plain model, groups by one attribute and by several."""

    y: np.ndarray
    probability: np.ndarray
    two: pd.Series
    many: pd.DataFrame
    weight: np.ndarray


@cache
def predicted(name: str) -> Predicted:
    """Rows of a set, without those whose cell of groups x outcome lacks one of the outcomes.

    ``many`` is the intersection of the first two attributes and the row number modulo 2.
    """
    builtin = load_builtin(name)
    prepared = prepare(builtin.table, builtin.task)
    random = np.random.default_rng(0)
    rows = random.permutation(len(prepared.y))[:MOST_ROWS]
    X, y = prepared.X[rows], prepared.y[rows]
    model = LogisticRegression(C=1e3 / len(y), solver="newton-cholesky").fit(X, y)
    frame = prepared.frame.iloc[rows]
    many = pd.DataFrame({a.name: group_labels(frame, [a]) for a in builtin.card.attributes[:2]})
    many["odd"] = rows % 2
    outcomes = pd.Series(y, many.index).groupby([many[c] for c in many]).transform("nunique")
    keep = (outcomes == 2).to_numpy()
    two = pd.Series(np.array(prepared.groups)[prepared.group[rows]], many.index, dtype="str")
    weight = random.lognormal(size=len(rows))
    return Predicted(y[keep], model.predict_proba(X)[keep, 1], two[keep], many[keep], weight[keep])


def figures(report: pd.DataFrame, metric: str) -> dict[str, float]:
    """Values of one metric by group; the largest difference has the empty name."""
    rows = report[(report["metric"] == metric) & (report["reference"] == "")]
    assert (rows["status"] == "ok").all()
    return dict(zip(rows["group"], rows["value"].astype("float64"), strict=True))


def joined(many: pd.DataFrame) -> pd.Series:
    return many.astype("str").agg(" × ".join, axis=1)


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("grouping", ["two", "many"])
@pytest.mark.parametrize("name", list(BUILTIN))
def test_every_figure_is_fairlearns(name: str, grouping: str, weighted: bool) -> None:
    rows = predicted(name)
    weight = rows.weight if weighted else None
    features = rows.two if grouping == "two" else rows.many
    group = features if grouping == "two" else joined(rows.many)
    assert group.nunique() >= (2 if grouping == "two" else 4)
    decision = (rows.probability >= 0.5).astype(int)
    report = fairness_report(rows.y, rows.probability, features, sample_weight=weight)

    shared = {"sensitive_features": group, "sample_params": {"sample_weight": weight}}
    each = {**shared, "sample_params": {m: {"sample_weight": weight} for m in RATES}}
    rates = MetricFrame(metrics=RATES, y_true=rows.y, y_pred=decision, **each)
    for metric in RATES:
        assert figures(report, metric) == pytest.approx(rates.by_group[metric].to_dict(), abs=1e-9)
    base = MetricFrame(metrics=selection_rate, y_true=rows.y, y_pred=rows.y, **shared)
    assert figures(report, "base_rate") == pytest.approx(base.by_group.to_dict(), abs=1e-9)

    loss = MetricFrame(metrics=log_loss, y_true=rows.y, y_pred=rows.probability, **shared)
    arguments = {"sensitive_features": group, "sample_weight": weight}
    expected = {
        "demographic_parity": demographic_parity_difference(rows.y, decision, **arguments),
        "equal_opportunity": equal_opportunity_difference(rows.y, decision, **arguments),
        "predictive_equality": rates.difference()["false_positive_rate"],
        "equalized_odds": equalized_odds_difference(rows.y, decision, **arguments),
        "equalized_odds_mean": equalized_odds_difference(rows.y, decision, agg="mean", **arguments),
        "error_rate_parity": rates.difference()["error_rate"],
        "loss_parity": loss.difference(),
    }
    for metric, value in expected.items():
        assert figures(report, metric) == {"": pytest.approx(value, abs=1e-9)}


@pytest.mark.parametrize("name", ["adult", "compas"])
def test_pairs_are_differences_of_fairlearns_rates(name: str) -> None:
    rows = predicted(name)
    decision = (rows.probability >= 0.5).astype(int)
    report = fairness_report(rows.y, decision, rows.many)
    group = joined(rows.many)
    rates = MetricFrame(
        metrics=true_positive_rate, y_true=rows.y, y_pred=decision, sensitive_features=group
    ).by_group
    pairs = report[(report["metric"] == "equal_opportunity") & (report["reference"] != "")]
    assert len(pairs) == group.nunique() * (group.nunique() - 1) / 2
    expected = [
        rates[r] - rates[g] for r, g in zip(pairs["reference"], pairs["group"], strict=True)
    ]
    assert pairs["value"].tolist() == pytest.approx(expected)
    assert (pairs["ci_low"] <= pairs["value"]).all()
    assert (pairs["value"] <= pairs["ci_high"]).all()
