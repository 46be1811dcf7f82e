"""The approximate leave-one-out loss against real refits without each row."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.data.prepared import Part
from iffair_core.models.logistic import LogisticLearner, fit_logistic
from iffair_core.models.network import MlpLearner
from iffair_core.models.objective import row_loss
from iffair_core.models.penalty import PENALTIES, left_out_loss, with_chosen_l2
from iffair_core.models.rows import Rows
from tests.oracles.studies import prepared


@pytest.mark.parametrize("weighted", [False, True])
def test_the_loss_is_that_of_refits_without_each_row(weighted: bool) -> None:
    generator = np.random.default_rng(0)
    X = generator.normal(size=(120, 8))
    y = (X[:, 0] + generator.normal(size=120) > 0).astype(float)
    weight = generator.uniform(0.5, 2.0, 120) if weighted else np.ones(120)
    fit = fit_logistic(X, y, weight, l2=0.01)
    losses = []
    for i in range(len(y)):
        without = weight.copy()
        without[i] = 0.0
        refit = fit_logistic(X, y, without, l2=0.01 * weight.sum() / without.sum())
        losses.append(float(row_loss(refit.logit(X[[i]]), y[[i]])[0]))
    plain = float(weight @ row_loss(fit.logit(X), y) / weight.sum())
    actual = float(weight @ np.array(losses) / weight.sum())
    assert left_out_loss(fit, Rows(X, y, weight)) == pytest.approx(actual, rel=0.01)
    assert actual - plain > 0.03


def test_small_wide_data_get_a_stronger_penalty_than_large_data() -> None:
    chosen = {}
    for name in ("communities", "bank"):
        rows = prepared(name)
        train = rows.mask(Part.TRAIN)
        given = Rows(rows.X[train], rows.y[train], rows.weight[train])
        chosen[name] = with_chosen_l2(LogisticLearner(0.001), given, given).learner.l2
    assert chosen["bank"] == PENALTIES[0]
    assert chosen["communities"] >= 0.01


def test_a_network_on_few_rows_is_judged_on_others() -> None:
    """German credit has 600 training rows; with the smallest penalty it learns them by heart."""
    rows = prepared("german")
    train, validation = (
        Rows(rows.X[mask], rows.y[mask], rows.weight[mask])
        for mask in (rows.mask(Part.TRAIN), rows.mask(Part.VALIDATION))
    )
    found = with_chosen_l2(MlpLearner((8,)), train, validation)
    assert found.learner.l2 > 0.001
    assert isinstance(found.learner, MlpLearner)
    again = found.learner.fit(train.X, train.y, train.weight)
    assert found.fit.theta == pytest.approx(again.theta)
