"""How networks are fitted (``iffair_core.models.fit.Learner``).

All parameters are penalised but the intercept, the bias of the logit: a hidden bias without a
penalty would let a unit drift to where its activation is linear, and R_w would have no minimum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import ConfigError
from iffair_core.models.fit import Fit, parameters
from iffair_core.models.network.fit import NetworkFit
from iffair_core.models.network.linearise import Network
from iffair_core.models.network.mlp import Mlp
from iffair_core.models.network.module import ModuleNetwork
from iffair_core.models.network.objective import Objective
from iffair_core.models.network.training import mini_batches, minimise
from iffair_core.models.objective import check_outcomes


@dataclass(frozen=True)
class MlpLearner:
    """A multi-layer perceptron with hidden layers of the given widths.

    activation  softplus, tanh, silu or gelu
    seed        of the initial parameters, the mini-batches and the preconditioner
    device      "cpu" or "cuda"; ConfigError if torch sees no such device
    """

    layers: tuple[int, ...] = (32, 16)
    activation: str = "softplus"
    l2: float = 0.001
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        _check_device(self.device)

    def with_l2(self, l2: float) -> MlpLearner:
        return replace(self, l2=l2)

    def fit(
        self, X: Matrix, y: Vector, weight: Vector, start: Vector | Fit | None = None
    ) -> NetworkFit:
        network = Mlp(X.shape[1], self.layers, self.activation)
        generator = torch.Generator().manual_seed(self.seed)
        initial = network.initial(generator)
        objective = _objective(network, X, y, weight, self.l2 * network.penalised(), self.device)
        return _train(objective, initial, start, generator, self.seed)

    def logit(self, X: Matrix, theta: Vector) -> Vector:
        return _logit(Mlp(X.shape[1], self.layers, self.activation), X, theta, self.device)


@dataclass(frozen=True)
class ModuleLearner:
    """Any module that maps a batch (m, d) to one logit a row, (m,) or (m, 1).

    Training begins at the parameters of the module, which is copied, cast to float64 and set to
    evaluation: it is never changed. Its last parameter is not penalised if it is a single number,
    the bias of the logit. ``seed`` is that of the mini-batches and the preconditioner.
    """

    module: nn.Module
    l2: float = 0.001
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        _check_device(self.device)

    def with_l2(self, l2: float) -> ModuleLearner:
        return replace(self, l2=l2)

    def fit(
        self, X: Matrix, y: Vector, weight: Vector, start: Vector | Fit | None = None
    ) -> NetworkFit:
        """Raises ConfigError if the module does not give one logit a row."""
        network = ModuleNetwork.of(self.module, self.device)
        network.check(torch.as_tensor(X[:2], dtype=torch.float64, device=self.device))
        generator = torch.Generator().manual_seed(self.seed)
        objective = _objective(network, X, y, weight, self.l2 * network.penalised(), self.device)
        return _train(objective, network.initial(), start, generator, self.seed)

    def logit(self, X: Matrix, theta: Vector) -> Vector:
        return _logit(ModuleNetwork.of(self.module, self.device), X, theta, self.device)


def _check_device(device: str) -> None:
    if device != "cpu" and not (device == "cuda" and torch.cuda.is_available()):
        raise ConfigError(
            f'The device must be "cpu", or "cuda" where torch sees a GPU; got "{device}" and torch '
            f"sees {torch.cuda.device_count()} GPUs."
        )


def _objective(
    network: Network, X: Matrix, y: Vector, weight: Vector, penalty: Tensor, device: str
) -> Objective:
    check_outcomes(y, weight)
    features, outcomes, weights = (
        torch.as_tensor(array, dtype=torch.float64, device=device) for array in (X, y, weight)
    )
    return Objective(network, features, outcomes, weights, penalty.to(device))


def _train(
    objective: Objective,
    initial: Tensor,
    start: Vector | Fit | None,
    generator: torch.Generator,
    seed: int,
) -> NetworkFit:
    """Warm from ``start`` (p,), else through mini-batches from ``initial`` (p,)."""
    if start is None:
        theta = mini_batches(objective, initial.to(objective.X.device), generator)
    else:
        theta = torch.tensor(parameters(start), dtype=torch.float64, device=objective.X.device)
    trained = minimise(objective, theta, generator)
    return NetworkFit(objective, trained.theta, trained.gradient_norm, trained.passes, seed)


def _logit(network: Network, X: Matrix, theta: Vector, device: str) -> Vector:
    rows = torch.as_tensor(X, dtype=torch.float64, device=device)
    parameters = torch.tensor(theta, dtype=torch.float64, device=device)
    logits: Vector = np.asarray(network.logit(rows, parameters).cpu())
    return logits
