"""Products with the Jacobian of a network, its objective and its Gauss-Newton systems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.autograd.functional import jacobian

from iffair_core.models.network import gauss_newton, linearise, preconditioner
from iffair_core.models.network.activations import ACTIVATIONS
from iffair_core.models.network.gauss_newton import GaussNewton
from iffair_core.models.network.linearise import Blocks, Network
from iffair_core.models.network.mlp import Mlp
from iffair_core.models.network.module import ModuleNetwork
from iffair_core.models.network.objective import Objective

ROWS, FEATURES = 40, 5
NETWORKS = [*ACTIVATIONS, "module"]


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def random(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=generator(seed), dtype=torch.float64)


def network(name: str) -> tuple[Network, Tensor]:
    """A small network and parameters for it."""
    if name != "module":
        mlp = Mlp(FEATURES, (4, 3), name)
        return mlp, mlp.initial(generator(1))
    module = ModuleNetwork.of(
        nn.Sequential(nn.Linear(FEATURES, 4), nn.LayerNorm(4), nn.SiLU(), nn.Linear(4, 1)), "cpu"
    )
    return module, random(len(module.initial()), seed=1)


def objective(name: str) -> tuple[Objective, Tensor]:
    used, theta = network(name)
    penalty = torch.full_like(theta, 0.01)
    penalty[-1] = 0.0
    y = (random(ROWS, seed=3) > 0).to(torch.float64)
    weight = torch.rand(ROWS, generator=generator(4), dtype=torch.float64) * 2.0
    return Objective(used, random(ROWS, FEATURES, seed=2), y, weight, penalty), theta


@pytest.mark.parametrize("name", NETWORKS)
def test_products_are_those_of_the_jacobian(name: str) -> None:
    used, theta = network(name)
    X = random(ROWS, FEATURES, seed=2)
    J = jacobian(lambda parameters: used.logit(X, parameters), theta)
    linear = used.linearise(X, theta)
    directions, slopes = random(len(theta), 3, seed=5), random(ROWS, 2, seed=6)
    torch.testing.assert_close(linear.z, used.logit(X, theta))
    torch.testing.assert_close(linear.push(directions), J @ directions)
    torch.testing.assert_close(linear.pull(slopes), J.T @ slopes)
    torch.testing.assert_close(linear.jacobian(), J)
    torch.testing.assert_close(linear.gram(), J @ J.T)
    along = linear.rounded().push(directions.to(linear.rounded().z.dtype))
    torch.testing.assert_close(along.double(), J @ directions, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_is_the_derivative_of_the_value(name: str) -> None:
    found, theta = objective(name)
    _, gradient = found.value_and_gradient(theta)
    step = 1e-6
    for direction in (random(len(theta), seed=10), torch.eye(len(theta), dtype=theta.dtype)[-1]):
        above, _ = found.value_and_gradient(theta + step * direction)
        below, _ = found.value_and_gradient(theta - step * direction)
        slope = float(gradient @ direction)
        assert slope == pytest.approx((above - below) / (2 * step), abs=1e-8)


def dense_matrix(found: Objective, theta: Tensor) -> Tensor:
    """The damped Gauss-Newton matrix from per-row gradients by autograd."""
    J = jacobian(lambda parameters: found.network.logit(found.X, parameters), theta)
    p = torch.sigmoid(found.network.logit(found.X, theta))
    share = found.weight * p * (1 - p) / found.weight.sum()
    return J.T @ (share[:, None] * J) + torch.diag(found.penalty + gauss_newton.DAMPING)


@pytest.mark.parametrize("direct", [True, False])
@pytest.mark.parametrize("name", ["softplus", "module"])
def test_solve_agrees_with_the_dense_matrix(
    name: str, direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gauss_newton, "EXPECTED_PRODUCTS", 1e9 if direct else 0)
    monkeypatch.setattr(preconditioner, "SAMPLE", ROWS // 2)
    found, theta = objective(name)
    right = random(len(theta), 3, seed=7)
    right[:, 1] *= 1e-6
    system = GaussNewton(found, theta, seed=0)
    solved = system.solve(right, guess=None)
    matrix = dense_matrix(found, theta)
    assert (solved.iterations == 0) == direct
    torch.testing.assert_close(solved.remainder, right - matrix @ solved.value)
    assert (solved.remainder.norm(dim=0) <= 1.01e-6 * right.norm(dim=0)).all()
    exact = torch.linalg.solve(matrix, right)
    torch.testing.assert_close(solved.value, exact, rtol=1e-3, atol=1e-3 * float(exact.abs().min()))
    assert system.solve(right, guess=exact).iterations == 0


@pytest.mark.parametrize("sample", [10, ROWS])
def test_preconditioner_inverts_the_matrix_of_its_rows(
    sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preconditioner, "SAMPLE", sample)
    found, theta = objective("softplus")
    chosen = torch.randperm(ROWS, generator=generator(8))[:sample]
    part = replace(found.batch(chosen), penalty=found.penalty)
    scale = max(float(found.penalty.max()), preconditioner.FLOOR)
    own = found.penalty + gauss_newton.DAMPING
    matrix = dense_matrix(part, theta) + torch.diag(scale - own)
    made = preconditioner.preconditioner(found, theta, generator(8))
    right = random(len(theta), 2, seed=9)
    torch.testing.assert_close(made.inverse(right), torch.linalg.solve(matrix, right))
    torch.testing.assert_close(made.root(made.root_transposed(right)), made.inverse(right))


@pytest.mark.parametrize("kept", [0, ROWS])
def test_blocks_of_rows_change_nothing(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found, theta = objective("tanh")
    value, gradient = found.value_and_gradient(theta)
    right = random(len(theta), 2, seed=7)
    whole = GaussNewton(found, theta, seed=0)
    monkeypatch.setattr(linearise, "BLOCK", 7)
    monkeypatch.setattr(linearise, "KEPT_ROWS", kept)
    blocks = Blocks(found.network, found.X, theta)
    assert [len(linear.z) for _, linear in blocks] == [7, 7, 7, 7, 7, 5]
    value_in_blocks, gradient_in_blocks = found.value_and_gradient(theta)
    assert value_in_blocks == pytest.approx(value, rel=1e-12)
    torch.testing.assert_close(gradient_in_blocks, gradient)
    in_blocks = GaussNewton(found, theta, seed=0)
    torch.testing.assert_close(in_blocks.product()(right), whole.product()(right))
    torch.testing.assert_close(in_blocks.solve(right, None).value, whole.solve(right, None).value)


def test_few_parameters_are_factorised_and_many_are_not() -> None:
    few, many = (Mlp(20, layers, "softplus") for layers in ((4,), (64, 32)))
    X = np.zeros((3000, 20))
    for mlp, direct in ((few, True), (many, False)):
        theta = mlp.initial(generator())
        rows = torch.from_numpy(X)
        found = Objective(mlp, rows, rows[:, 0], rows[:, 0] + 1.0, mlp.penalised())
        assert GaussNewton(found, theta, seed=0).direct is direct


def test_parameters_of_the_perceptron_are_those_of_a_sequential_module() -> None:
    mlp = Mlp(FEATURES, (4, 3), "tanh")
    layers = [nn.Linear(FEATURES, 4), nn.Tanh(), nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1)]
    module = ModuleNetwork.of(nn.Sequential(*layers), "cpu")
    X = random(ROWS, FEATURES, seed=2)
    theta = module.initial()
    torch.testing.assert_close(mlp.logit(X, theta), module.logit(X, theta))
    torch.testing.assert_close(mlp.penalised(), module.penalised())
