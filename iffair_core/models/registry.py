"""The model that a configuration, or a user of the estimators, asks for.

Torch is loaded only for a network.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias, Union

from iffair_core.config import MODEL_NAMES, PENALTY, ModelName, Network, StudyConfig
from iffair_core.errors import ConfigError
from iffair_core.models.fit import Learner
from iffair_core.models.logistic import LogisticLearner

if TYPE_CHECKING:
    import torch

Surrogate: TypeAlias = Union[ModelName, Network, "torch.nn.Module"]


def learner_of(config: StudyConfig) -> Learner:
    """The learner of a study. Raises ConfigError if the network's device is not there.

    A penalty that is still to be chosen ("auto") counts as ``PENALTY``; logits do not need one.
    """
    l2 = PENALTY if config.penalty == "auto" else config.penalty
    if config.model == "logistic":
        return LogisticLearner(l2)
    return _network(config.network, l2)


def surrogate_learner(surrogate: Surrogate, l2: float = PENALTY) -> Learner:
    """The learner that a name, the shape of a network or a torch module stands for.

    Raises ConfigError for anything else.
    """
    if surrogate == "logistic":
        return LogisticLearner(l2)
    if surrogate == "network":
        return _network(Network(), l2)
    if isinstance(surrogate, Network):
        return _network(surrogate, l2)
    if "torch" in sys.modules:
        from torch import nn

        from iffair_core.models.network import ModuleLearner

        if isinstance(surrogate, nn.Module):
            return ModuleLearner(surrogate, l2=l2)
    raise ConfigError(
        f"surrogate must be one of {', '.join(MODEL_NAMES)}, an iffair_core.config.Network or a "
        f"torch.nn.Module that gives one logit a row; got {surrogate!r}."
    )


def _network(network: Network, l2: float) -> Learner:
    from iffair_core.models.network import MlpLearner

    return MlpLearner(
        layers=network.layers,
        activation=network.activation,
        l2=l2,
        seed=network.seed,
        device=network.device,
    )
