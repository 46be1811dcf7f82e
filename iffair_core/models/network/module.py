"""Any torch module with one logit a row, through ``torch.func``."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, jvp, vjp, vmap
from torch.nn.utils import parameters_to_vector

from iffair_core.errors import ConfigError


@dataclass(frozen=True, eq=False)
class ModuleNetwork:
    """``Network`` of a module that nothing else holds; theta is in the order of its parameters."""

    module: nn.Module

    @classmethod
    def of(cls, module: nn.Module, device: str) -> ModuleNetwork:
        """A copy in float64 for evaluation, on a device."""
        copied = copy.deepcopy(module).to(device=device, dtype=torch.float64).eval()
        return cls(copied.requires_grad_(False))

    def initial(self) -> Tensor:
        """The module's own parameters (p,)."""
        return parameters_to_vector(self.module.parameters())

    def penalised(self) -> Tensor:
        """(p,) 1; and 0 for the last parameter where it is a single number, the intercept."""
        marks = torch.ones_like(self.initial())
        *_, last = self.module.parameters()
        if last.numel() == 1:
            marks[-1] = 0.0
        return marks

    def check(self, X: Tensor) -> None:
        """Raise ConfigError if the module does not map rows X (m, d) to one logit each."""
        found = tuple(self.module(X).shape)
        if found not in {(len(X),), (len(X), 1)}:
            raise ConfigError(
                f"The module must map a batch (m, d) to one logit a row, (m,) or (m, 1); a batch "
                f"of shape {tuple(X.shape)} gave {found}. Let its last layer have one output."
            )

    def logit(self, X: Tensor, theta: Tensor) -> Tensor:
        named = {}
        begin = 0
        for name, parameter in self.module.named_parameters():
            end = begin + parameter.numel()
            named[name] = theta[begin:end].view_as(parameter)
            begin = end
        z: Tensor = functional_call(self.module, named, (X,))
        return z.reshape(len(X))

    def linearise(self, X: Tensor, theta: Tensor) -> LinearisedModule:
        found = vjp(lambda parameters: self.logit(X, parameters), theta)
        return LinearisedModule(self, X, theta, z=found[0], pullback=found[1])


@dataclass(frozen=True, eq=False)
class LinearisedModule:
    """``Linearised`` of a module: forward mode along directions, reverse mode along slopes."""

    network: ModuleNetwork
    X: Tensor
    theta: Tensor
    z: Tensor
    pullback: Callable[[Tensor], tuple[Tensor]]

    def push(self, directions: Tensor) -> Tensor:
        def along(direction: Tensor) -> Tensor:
            tangent: Tensor = jvp(
                lambda parameters: self.network.logit(self.X, parameters),
                (self.theta,),
                (direction,),
            )[1]
            return tangent

        with warnings.catch_warnings():
            # torch's own, when it loads forward mode
            warnings.filterwarnings("ignore", ".*torch.jit.script", DeprecationWarning)
            product: Tensor = vmap(along, in_dims=1, out_dims=1)(directions)
        return product

    def pull(self, slopes: Tensor) -> Tensor:
        def back(slope: Tensor) -> Tensor:
            return self.pullback(slope)[0]

        product: Tensor = vmap(back, in_dims=1, out_dims=1)(slopes)
        return product

    def jacobian(self) -> Tensor:
        def row(parameters: Tensor, x: Tensor) -> Tensor:
            return self.network.logit(x[None], parameters)[0]

        rows: Tensor = vmap(grad(row), in_dims=(None, 0))(self.theta, self.X)
        return rows

    def gram(self) -> Tensor:
        rows = self.jacobian()
        return rows @ rows.T

    def rounded(self) -> LinearisedModule:
        """Itself: a module may hold constants of double precision."""
        return self
