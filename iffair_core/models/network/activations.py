"""Smooth activations with their derivatives, by the names of the configuration."""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt

import torch
from torch import Tensor
from torch.nn import functional

ValueAndSlope = Callable[[Tensor], tuple[Tensor, Tensor]]


def _softplus(h: Tensor) -> tuple[Tensor, Tensor]:
    return functional.softplus(h), torch.sigmoid(h)


def _tanh(h: Tensor) -> tuple[Tensor, Tensor]:
    value = torch.tanh(h)
    return value, 1.0 - value**2


def _silu(h: Tensor) -> tuple[Tensor, Tensor]:
    gate = torch.sigmoid(h)
    value = h * gate
    return value, gate + value * (1.0 - gate)


def _gelu(h: Tensor) -> tuple[Tensor, Tensor]:
    below = torch.special.ndtr(h)
    return h * below, below + h * torch.exp(-0.5 * h**2) / sqrt(2.0 * pi)


ACTIVATIONS: dict[str, ValueAndSlope] = {
    "softplus": _softplus,
    "tanh": _tanh,
    "silu": _silu,
    "gelu": _gelu,
}
