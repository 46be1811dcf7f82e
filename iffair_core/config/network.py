"""The shape of a network."""

from __future__ import annotations

from dataclasses import dataclass

from iffair_core.config.checks import check_choice, check_whole
from iffair_core.config.choices import ACTIVATIONS, DEVICES, Activation, Device
from iffair_core.errors import ConfigError


@dataclass(frozen=True)
class Network:
    """A multi-layer perceptron: one logit from hidden layers of these widths.

    layers      width of each hidden layer, first to last
    activation  smooth, so that influence is defined
    seed        of the initial parameters and the order of the mini-batches
    device      where torch computes; figures agree to rounding
    """

    layers: tuple[int, ...] = (32, 16)
    activation: Activation = "softplus"
    seed: int = 0
    device: Device = "cpu"

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise ConfigError(
                "layers needs the width of at least one hidden layer, such as (32, 16); got none. "
                "For a model without hidden layers choose the logistic one."
            )
        for width in self.layers:
            check_whole("Each width in layers", width, 1)
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("device", self.device, DEVICES)
        check_whole("The network's seed", self.seed, 0)
