"""The learner that a configuration asks for. Torch is loaded only for a network."""

from __future__ import annotations

from iffair_core.config import StudyConfig
from iffair_core.models.fit import Learner
from iffair_core.models.logistic import LogisticLearner


def learner_of(config: StudyConfig) -> Learner:
    """Raises ConfigError if the network's device is not there."""
    if config.model == "logistic":
        return LogisticLearner(config.l2)
    from iffair_core.models.network import MlpLearner

    network = config.network
    return MlpLearner(
        layers=network.layers,
        activation=network.activation,
        l2=config.l2,
        seed=network.seed,
        device=network.device,
    )
