"""A multi-layer perceptron with explicit Jacobian products.

With a_0 = x, h_l = W_l a_{l-1} + b_l and a_l = phi(h_l), the logit is the last h. Its derivative
by h_l is the delta d_l (d = 1 at the last layer, d_l = (W_{l+1}^T d_{l+1}) * phi'(h_l)), so the
gradient of z_i by W_l is the outer product d_l a_{l-1}^T. Products with all gradients of a block
of rows are then one matrix product a layer for all K columns, and no gradient is ever formed:

    (J V)_ik = sum_l d_l . (V_lk a_{l-1} + v_lk)          (J^T S)_lk = sum_i S_ik d_l a_{l-1}^T

and those of two rows' gradients are (J J^T)_ij = sum_l (a_i . a_j + 1) (d_i . d_j).

theta holds W_1, b_1, W_2, b_2 ... row by row: the order of ``torch.nn.Sequential`` of Linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import torch
from torch import Tensor

from iffair_core.models.network.activations import ACTIVATIONS


@dataclass(frozen=True)
class Mlp:
    """A perceptron over ``features`` columns with hidden layers of the given widths."""

    features: int
    layers: tuple[int, ...]
    activation: str

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(outputs, inputs) of each weight matrix."""
        widths = (self.features, *self.layers, 1)
        return tuple((widths[i + 1], widths[i]) for i in range(len(widths) - 1))

    @property
    def size(self) -> int:
        """p, the number of parameters."""
        return sum(outputs * (inputs + 1) for outputs, inputs in self.shapes)

    def split(self, parameters: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """Weights (outputs, inputs, ...) and biases (outputs, ...) of (p, ...), layer by layer."""
        begin = 0
        for outputs, inputs in self.shapes:
            middle = begin + outputs * inputs
            weights = parameters[begin:middle].unflatten(0, (outputs, inputs))
            yield weights, parameters[middle : middle + outputs]
            begin = middle + outputs

    def initial(self, generator: torch.Generator) -> Tensor:
        """Random parameters (p,), uniform within 1/sqrt(inputs) as ``torch.nn.Linear`` has them."""
        theta = torch.rand(self.size, generator=generator, dtype=torch.float64) * 2.0 - 1.0
        for (weights, biases), (_, inputs) in zip(self.split(theta), self.shapes, strict=True):
            weights.div_(sqrt(inputs))
            biases.div_(sqrt(inputs))
        return theta

    def penalised(self) -> Tensor:
        """(p,) 1, and 0 for the intercept, which is the bias of the last layer."""
        marks = torch.ones(self.size, dtype=torch.float64)
        marks[-1] = 0.0
        return marks

    def logit(self, X: Tensor, theta: Tensor) -> Tensor:
        return self._forward(X, theta)[0]

    def linearise(self, X: Tensor, theta: Tensor) -> LinearisedMlp:
        z, inputs, slopes = self._forward(X, theta)
        deltas = [torch.ones_like(z)[:, None]]
        weights = [matrix for matrix, _ in self.split(theta)]
        for layer in range(len(slopes) - 1, -1, -1):
            deltas.append((deltas[-1] @ weights[layer + 1]) * slopes[layer])
        return LinearisedMlp(self, z, tuple(inputs), tuple(reversed(deltas)))

    def _forward(self, X: Tensor, theta: Tensor) -> tuple[Tensor, list[Tensor], list[Tensor]]:
        """Logits (m,), the inputs of each layer and the slopes of each hidden one."""
        phi = ACTIVATIONS[self.activation]
        inputs, slopes = [X], []
        *hidden, (weights, biases) = self.split(theta)
        for matrix, offset in hidden:
            value, slope = phi(torch.addmm(offset, inputs[-1], matrix.T))
            inputs.append(value)
            slopes.append(slope)
        return (inputs[-1] @ weights.T + biases)[:, 0], inputs, slopes


@dataclass(frozen=True, eq=False)
class LinearisedMlp:
    """``Linearised`` of a perceptron: the inputs (m, inputs) and deltas (m, outputs) by layer."""

    network: Mlp
    z: Tensor
    inputs: tuple[Tensor, ...]
    deltas: tuple[Tensor, ...]

    def push(self, directions: Tensor) -> Tensor:
        columns = directions.shape[1]
        product = self.z.new_zeros(len(self.z), columns)
        layers = zip(self.network.split(directions), self.inputs, self.deltas, strict=True)
        for (weights, biases), value, delta in layers:
            stacked = weights.permute(1, 2, 0).reshape(value.shape[1], -1)
            along = (value @ stacked).unflatten(1, (columns, -1))
            product += along.mul_(delta[:, None, :]).sum(-1)
            product += delta @ biases
        return product

    def pull(self, slopes: Tensor) -> Tensor:
        parts = []
        for value, delta in zip(self.inputs, self.deltas, strict=True):
            scaled = slopes[:, :, None] * delta[:, None, :]
            product = value.T @ scaled.flatten(1)
            weights = product.unflatten(1, (slopes.shape[1], -1)).permute(2, 0, 1)
            parts.extend([weights.flatten(0, 1), delta.T @ slopes])
        return torch.cat(parts)

    def jacobian(self) -> Tensor:
        parts = []
        for value, delta in zip(self.inputs, self.deltas, strict=True):
            parts.extend([torch.einsum("mo,mi->moi", delta, value).flatten(1), delta])
        return torch.cat(parts, dim=1)

    def gram(self) -> Tensor:
        product = self.z.new_zeros(len(self.z), len(self.z))
        for value, delta in zip(self.inputs, self.deltas, strict=True):
            product += (value @ value.T).add_(1.0).mul_(delta @ delta.T)
        return product

    def rounded(self) -> LinearisedMlp:
        inputs, deltas = (tuple(t.float() for t in group) for group in (self.inputs, self.deltas))
        return LinearisedMlp(self.network, self.z.float(), inputs, deltas)
