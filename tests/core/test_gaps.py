"""Contrasts, rates and measures against direct counts and Fairlearn."""

from __future__ import annotations

import fairlearn.metrics as fairlearn
import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn import metrics

from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.fairness.gaps import GAP_RATES, group_rates
from iffair_core.fairness.measure import measure, targeted_gap
from iffair_core.fairness.targets import REST, targets
from tests.oracles.studies import plain, prepared

FAIRLEARN = {
    "demographic_parity": fairlearn.demographic_parity_difference,
    "equal_opportunity": fairlearn.equal_opportunity_difference,
    "equalized_odds": fairlearn.equalized_odds_difference,
}


def toy() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    n = 300
    return (
        (generator.random(n) < 0.4).astype(float),
        generator.normal(size=n),
        generator.integers(0, 3, n),
        generator.uniform(0.5, 2.0, n),
    )


@pytest.mark.parametrize("name", sorted(BUILTIN))
def test_measures_equal_fairlearn_and_scikit_learn_on_every_set(name: str) -> None:
    _, state = plain(name, "demographic_parity")
    rows = prepared(name)
    test = rows.mask(Part.TEST)
    y, group = rows.y[test], rows.group[test]
    z = state.fit.logit(rows.X[test])
    p, decision = expit(z), (expit(z) >= 0.5).astype(float)
    found = measure(y, z, group, groups=rows.groups, weight=rows.weight[test], cut=0.5)
    for gap, oracle in FAIRLEARN.items():
        assert found.gaps[gap] == pytest.approx(oracle(y, decision, sensitive_features=group))
    assert found.gaps["equalized_odds_mean"] == pytest.approx(
        fairlearn.equalized_odds_difference(y, decision, sensitive_features=group, agg="mean")
    )
    frame = fairlearn.MetricFrame(
        metrics={
            "predictive_equality": fairlearn.false_positive_rate,
            "error_rate_parity": metrics.zero_one_loss,
        },
        y_true=y,
        y_pred=decision,
        sensitive_features=group,
    )
    for gap, value in frame.difference().items():
        assert found.gaps[gap] == pytest.approx(value)
    losses = [metrics.log_loss(y[group == g], p[group == g]) for g in range(len(rows.groups))]
    assert found.gaps["loss_parity"] == pytest.approx(max(losses) - min(losses))
    assert found.utility["accuracy"] == pytest.approx(metrics.accuracy_score(y, decision))
    assert found.utility["f1"] == pytest.approx(metrics.f1_score(y, decision))
    assert found.utility["roc_auc"] == pytest.approx(metrics.roc_auc_score(y, p))
    assert found.undefined == {}


def test_pairs_are_the_signed_differences_of_the_rates() -> None:
    y, z, group, weight = toy()
    rates = group_rates(y, z, group, n_groups=3, weight=weight, cut=0.4)
    found = targets(tuple(GAP_RATES), y, group, weight, n_groups=3, reference=2)
    assert len(found) == 3 * sum(len(names) for names in GAP_RATES.values())
    for c, gap in zip(found.contrasts, found.hard(z, y, 0.4), strict=True):
        value = rates.value[c.rate]
        assert c.other is not None
        assert gap == pytest.approx(value[c.reference] - value[c.other])
        assert c.reference == 2 or c.other != 2


def test_reference_and_rest_compare_what_they_say() -> None:
    y, z, group, weight = toy()
    rates = group_rates(y, z, group, n_groups=3, weight=weight, cut=0.4).value
    options = {"n_groups": 3, "reference": 2}
    against = targets(("equal_opportunity",), y, group, weight, compare="reference", **options)
    tpr = rates["true_positive_rate"]
    np.testing.assert_allclose(against.hard(z, y, 0.4), [tpr[2] - tpr[0], tpr[2] - tpr[1]])
    rest = targets(("equal_opportunity",), y, group, weight, compare="rest", **options)
    merged = [
        group_rates(y, z, (group == g).astype(int), n_groups=2, weight=weight, cut=0.4).value
        for g in (2, 0, 1)
    ]
    expected = [float(np.diff(m["true_positive_rate"])[0]) for m in merged]
    np.testing.assert_allclose(rest.hard(z, y, 0.4), expected)
    assert rest.contrasts[0].names(("a", "b", "c")) == ("c", REST)


def test_the_smooth_gap_tends_to_the_hard_one() -> None:
    """Far from the threshold the sigmoid is the decision."""
    y, z, group, weight = toy()
    found = targets(("demographic_parity",), y, group % 2, weight, n_groups=2)
    cut = 0.7
    far = 60 * np.sign(z) + logit(cut)
    np.testing.assert_allclose(found.smooth(far, y, cut), found.hard(far, y, cut))


def test_small_cells_are_no_target_and_leave_no_figure() -> None:
    y, z, group, weight = toy()
    group = np.where(np.arange(len(group)) < 9, 3, group)
    found = targets(("demographic_parity",), y, group, weight, n_groups=4)
    assert {c.reference for c in found.contrasts} | {c.other for c in found.contrasts} == {0, 1, 2}
    names = ("a", "b", "c", "d")
    given = {"groups": names, "weight": weight, "cut": 0.5}
    seen, kept = measure(y, z, group, min_cell=10, **given), group < 3
    without = measure(y[kept], z[kept], group[kept], groups=names[:3], weight=weight[kept], cut=0.5)
    assert seen.gaps["demographic_parity"] == pytest.approx(without.gaps["demographic_parity"])
    assert seen.undefined["demographic_parity"] == "fewer than 10 rows in d (9)"


def test_an_empty_cell_is_left_out_of_the_maximum_and_named() -> None:
    y, z, group, weight = toy()
    y = np.where(group == 1, 0.0, y)
    found = measure(y, z, group, groups=("a", "b", "c"), weight=weight, cut=0.5)
    kept = group != 1
    without = measure(
        y[kept], z[kept], group[kept] // 2, groups=("a", "c"), weight=weight[kept], cut=0.5
    )
    assert found.gaps["equal_opportunity"] == pytest.approx(without.gaps["equal_opportunity"])
    assert found.undefined["equal_opportunity"] == "no rows with a favourable outcome in b"
    assert "demographic_parity" not in found.undefined
    few = measure(y, z, group, groups=("a", "b", "c"), weight=weight, min_cell=5, cut=0.5)
    assert "b (0)" in few.undefined["equal_opportunity"]


def test_a_gap_without_two_rates_is_undefined_not_zero() -> None:
    y, z, group, weight = toy()
    y = np.where(group == 0, y, 0.0)
    found = measure(y, z, group, groups=("a", "b", "c"), weight=weight, cut=0.5)
    assert found.gaps["equal_opportunity"] is None
    assert found.gaps["equalized_odds_mean"] is None
    assert found.gaps["equalized_odds"] == found.gaps["predictive_equality"]
    assert "b, c" in found.undefined["equal_opportunity"]
    assert targeted_gap(found, ("equal_opportunity",)) is None


def test_one_outcome_makes_some_utilities_undefined() -> None:
    y, z, group, weight = toy()
    found = measure(np.zeros_like(y), z - 9, group, groups=("a", "b", "c"), weight=weight, cut=0.5)
    assert found.utility["roc_auc"] is None
    assert found.utility["f1"] is None
    assert found.utility["balanced_accuracy"] is None
    assert found.utility["accuracy"] == 1.0
    assert set(found.undefined) >= {"roc_auc", "f1", "balanced_accuracy"}
