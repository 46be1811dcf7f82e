"""What the weights of a point do for another learner, measured by training it with them."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from iffair_core.arrays import Vector
from iffair_core.config import StudyConfig
from iffair_core.influence.problem import SMALLEST_PROBABILITY, share_cut
from iffair_core.models.learners import LEARNERS
from iffair_core.results import Transfer
from iffair_core.setting import Judged, Setting


def transfer(config: StudyConfig, setting: Setting, weights: Vector) -> Transfer | None:
    """The config's learner, trained with ``weights`` (n_train,); None if it names no learner.

    Its probabilities are kept 1e-6 away from 0 and 1, so that every log loss is finite.
    """
    if config.learner is None:
        return None
    train = setting.problem.train
    learner = LEARNERS[config.learner](config.seed)
    learner.fit(train.X, train.y, sample_weight=train.weight * weights)

    def logits(judged: Judged) -> Vector:
        p = learner.predict_proba(judged.rows.X)[:, 1]
        z: Vector = logit(np.clip(p, SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY))
        return z

    validation, test = logits(setting.validation), logits(setting.test)
    cut = config.cut if config.share is None else share_cut(validation, config.share)
    return Transfer(
        cut=cut,
        validation=setting.validation.measure(validation, cut),
        test=setting.test.measure(test, cut),
        probability=expit(test),
    )
