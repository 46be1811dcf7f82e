"""Neural networks with influence: the one place that loads torch."""

from iffair_core.models.network.fit import NetworkFit
from iffair_core.models.network.learners import MlpLearner, ModuleLearner

__all__ = ["MlpLearner", "ModuleLearner", "NetworkFit"]
