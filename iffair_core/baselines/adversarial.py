"""Adversarial debiasing (Zhang, Lemoine and Mitchell 2018) by Fairlearn, on torch.

A second model guesses the group from the first one's score (and from the outcome, for equalised
odds), and the first is trained so that the guess fails. Both are trained by mini-batches of Adam;
the first has the shape of the contest's model and its penalty as weight decay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from fairlearn.adversarial import AdversarialFairnessClassifier
from torch import nn

from iffair_core.arrays import Matrix, Vector
from iffair_core.baselines.method import Answer, Contest, Decided, thresholded
from iffair_core.cancel import check_cancelled
from iffair_core.config import GapName
from iffair_core.fairness.cells import finite_logit
from iffair_core.influence.problem import share_cut

CONSTRAINTS: dict[GapName, str] = {
    "demographic_parity": "demographic_parity",
    "equalized_odds": "equalized_odds",
}
DOSES = (0.03, 0.1, 0.3, 1.0, 3.0)
STEPS = 1500
BATCH = 256
LEARNING_RATE = 0.01
LAYERS = {"softplus": nn.Softplus, "tanh": nn.Tanh, "silu": nn.SiLU, "gelu": nn.GELU}


def answers(contest: Contest) -> Iterator[Answer]:
    """Fairlearn's model at each alpha."""
    for alpha in DOSES:
        check_cancelled()
        model = fitted(contest, alpha)
        z = finite_logit(probability(model, contest.validation.rows.X))
        config = contest.config
        cut = config.cut if config.share is None else share_cut(z, config.share)

        def on(X: Matrix, model: Any = model, cut: float = cut) -> Decided:
            return thresholded(finite_logit(probability(model, X)), cut)

        yield Answer(alpha, on(contest.validation.rows.X), on(contest.test.rows.X))


def fitted(contest: Contest, alpha: float) -> AdversarialFairnessClassifier:
    """Trained for about ``STEPS`` batches; torch's own generator is left as it was."""
    train = contest.train
    decay, size = contest.learner.l2, min(BATCH, len(train.rows.y))

    def adam(model: nn.Module) -> torch.optim.Optimizer:
        return _Adam(model.parameters(), lr=LEARNING_RATE, weight_decay=decay)

    model = AdversarialFairnessClassifier(
        backend="torch",
        predictor_model=_layers(contest),
        adversary_model=[],
        constraints=CONSTRAINTS[contest.gap],
        predictor_optimizer=adam,
        adversary_optimizer="Adam",
        learning_rate=LEARNING_RATE,
        alpha=alpha,
        epochs=max(round(STEPS * size / len(train.rows.y)), 1),
        batch_size=size,
        shuffle=True,
        random_state=contest.config.seed,
    )
    with torch.random.fork_rng(devices=[]):
        return model.fit(
            train.rows.X, train.rows.y.astype(np.int64), sensitive_features=train.group
        )


def probability(model: AdversarialFairnessClassifier, X: Matrix) -> Vector:
    """(n,) of a favourable outcome: the score that Fairlearn's decisions are made of."""
    return np.asarray(model._raw_predict(X), np.float64)[:, 0]


def _layers(contest: Contest) -> list[Any]:
    """Hidden layers in Fairlearn's notation; none for a logistic model."""
    if contest.config.model == "logistic":
        return []
    network = contest.config.network
    return [part for width in network.layers for part in (width, LAYERS[network.activation]())]


class _Adam(torch.optim.Adam):
    """Adam whose steps look whether the work is still wanted."""

    def step(self, closure: Any = None) -> Any:
        check_cancelled()
        return super().step(closure)
