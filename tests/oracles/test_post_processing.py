"""Methods after training, beside their libraries called directly, and the table of all methods."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from fairlearn.postprocessing import ThresholdOptimizer
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin

from iffair_core.baselines import reject_option, threshold_optimizer, thresholds
from iffair_core.baselines.in_methods import IN_METHODS
from iffair_core.baselines.post_methods import COMMON, GROUPS, OPTIMISER, POST_METHODS, REJECT
from iffair_core.baselines.registry import METHODS
from iffair_core.baselines.target_rows import plain_gap, target_rows
from iffair_core.comparison.contest import attempt
from iffair_core.models.fit import Fit
from iffair_core.words import percent
from tests.oracles.contests import german

P = np.tile([0.05, 0.2, 0.31, 0.39, 0.41, 0.48, 0.52, 0.55, 0.61, 0.69, 0.72, 0.9], 2)
AIF360 = {
    (0.5, 0.1): "000011111111000000001111",
    (0.5, 0.2): "001111111111000000000011",
    (0.4, 0.1): "001111111111000000111111",
    (0.6, 0.3): "001111111111000000000001",
}
"""Decisions of AIF360 0.6.1's RejectOptionClassifier by threshold and margin.

Called with these probabilities, the first twelve rows of the group that is not privileged.
"""


@pytest.mark.parametrize(("cut", "margin"), AIF360)
def test_reject_option_is_aif360s(cut, margin):
    favoured = np.repeat([False, True], 12)
    found = reject_option.rejected(P, favoured, cut=cut, margin=margin)
    assert "".join(str(int(d)) for d in found) == AIF360[cut, margin]


def test_the_favoured_group_is_the_one_with_the_larger_rate():
    contest = german("demographic_parity")
    rows = target_rows(contest)
    decided = contest.plain.fit.logit(rows.rows.X) >= 0
    rates = [decided[rows.group == g].mean() for g in (0, 1)]
    assert reject_option.favoured_group(contest) == int(np.argmax(rates))
    for dose, answer in zip(reject_option.DOSES, reject_option.answers(contest), strict=True):
        plain = contest.plain.fit.logit(contest.validation.rows.X) >= 0
        changed = (answer.validation.chance != plain).mean()
        assert answer.dose == dose
        assert changed <= dose + 0.05


class Model(ClassifierMixin, BaseEstimator):
    """The plain model as scikit-learn's classifiers are."""

    classes_ = (0, 1)

    def __init__(self, fit: Fit) -> None:
        self.plain = fit

    def fit(self, X, y):
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict_proba(self, X):
        p = expit(self.plain.logit(np.ascontiguousarray(X)))
        return np.column_stack([1 - p, p])


@pytest.mark.parametrize(
    ("gap", "constraint"),
    [
        ("demographic_parity", "demographic_parity"),
        ("equal_opportunity", "true_positive_rate_parity"),
        ("predictive_equality", "false_positive_rate_parity"),
        ("equalized_odds", "equalized_odds"),
    ],
)
def test_the_optimiser_is_fairlearns_around_the_model_itself(gap, constraint):
    contest = german(gap)
    rows, test = target_rows(contest), contest.test
    theirs = ThresholdOptimizer(
        estimator=Model(contest.plain.fit),
        constraints=constraint,
        prefit=True,
        predict_method="predict_proba",
    ).fit(rows.rows.X, rows.rows.y.astype(int), sensitive_features=rows.group)
    expected = theirs._pmf_predict(test.rows.X, sensitive_features=test.group)[:, 1]
    (answer,) = threshold_optimizer.strict(contest)
    np.testing.assert_allclose(answer.test.chance, expected, atol=1e-12)


def test_strict_thresholds_agree_where_they_were_fitted_and_relaxed_ones_within_the_bound():
    contest = german("demographic_parity")
    rows = target_rows(contest)
    p = expit(contest.plain.fit.logit(rows.rows.X))

    def gap_and_accuracy(tol):
        model = threshold_optimizer.fitted(contest, tol)
        chance = model._pmf_predict(p[:, None], sensitive_features=rows.group)[:, 1]
        rates = [chance[rows.group == g].mean() for g in (0, 1)]
        return abs(rates[0] - rates[1]), 1 - np.abs(rows.rows.y - chance).mean()

    strict, exact = gap_and_accuracy(None)
    assert strict < 1e-9
    relaxed, looser = gap_and_accuracy(0.05)
    assert strict < relaxed <= 0.05 + 1e-9
    assert looser > exact


def test_thresholds_of_groups_keep_the_bound_and_come_near_fairlearns_optimum():
    contest = german("demographic_parity")
    rows, start = target_rows(contest), plain_gap(contest)
    p = expit(contest.plain.fit.logit(rows.rows.X))
    seen = thresholds.thresholds.Judged(rows.rows.y, p, rows.group, rows.rows.weight)
    for dose in thresholds.DOSES:
        cuts = thresholds.thresholds.group_thresholds(seen, {"selection_rate": dose * start})
        decided = p >= np.array([cuts[g] for g in (0, 1)])[rows.group]
        rates = [decided[rows.group == g].mean() for g in (0, 1)]
        assert abs(rates[0] - rates[1]) <= dose * start + 1e-8
        optimum = threshold_optimizer.fitted(contest, dose * start)
        chance = optimum._pmf_predict(p[:, None], sensitive_features=rows.group)[:, 1]
        best = 1 - np.abs(rows.rows.y - chance).mean()
        assert best - 0.015 < (decided == rows.rows.y).mean() < best + 0.005
    assert len(list(thresholds.of_groups(contest))) == len(thresholds.DOSES)


def test_a_common_threshold_selects_the_share_of_its_dose():
    contest = german("demographic_parity")
    answers = list(thresholds.common(contest))
    assert [a.dose for a in answers] == list(COMMON.doses)
    for answer in answers:
        assert answer.validation.chance.mean() == pytest.approx(answer.dose, abs=0.01)
    assert answers[0].test.probability is not None


@pytest.mark.parametrize("gap", ["demographic_parity", "equalized_odds"])
@pytest.mark.parametrize("method", [*IN_METHODS, *POST_METHODS], ids=lambda m: m.name)
def test_every_method_answers_alike_twice_with_chances(method, gap):
    contest = german(gap)
    if method.undefined(contest):
        assert attempt(method, contest).entries == ()
        return
    first = list(method.answers(contest))
    assert [a.dose for a in first] == list(method.doses)
    for one, other in zip(first, islice(method.answers(contest), 1), strict=False):
        for mine, again, part in (
            (one.validation, other.validation, contest.validation),
            (one.test, other.test, contest.test),
        ):
            np.testing.assert_array_equal(mine.chance, again.chance)
            assert mine.chance.shape == part.rows.y.shape
    for chance in (decided.chance for a in first for decided in (a.validation, a.test)):
        assert chance.min() >= 0
        assert chance.max() <= 1
        if not method.needs.randomised:
            assert set(np.unique(chance)) <= {0.0, 1.0}
    assert METHODS[method.name] is method


def test_what_cannot_be_decided_otherwise_is_told():
    assert "probabilities" in attempt(COMMON, german("loss_parity")).reason
    assert "errors" in attempt(OPTIMISER, german("error_rate_parity")).reason
    assert percent(0.3, 0) in attempt(GROUPS, german(share=0.3)).reason
    assert "errors" in attempt(REJECT, german("error_rate_parity")).reason
