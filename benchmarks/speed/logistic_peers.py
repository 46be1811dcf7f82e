"""The peers' ways to the influence of every row of a logistic model on the gap.

Each returns s (n, 1) with the sign and scale of ``iffair_core.influence.scores``. Where a library
has no notion of a gap it is handed the gap's gradient, which takes work off it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch.utils.data import DataLoader, TensorDataset

from benchmarks.speed.contest import Contender
from benchmarks.speed.installed import missing, pydvl_torch
from benchmarks.speed.logistic_given import Given
from iffair_core.arrays import Matrix

BATCHES = {"pydvl": 256, "captum": 2048, "vmap": 8192}
"""Rows of a batch: of the powers of two, the fastest on 16,000 rows of 100 features."""


def pyinfluence(known: Given) -> Contender:
    def run() -> Matrix:
        from pyinfluence import FunctionalInfluence
        from pyinfluence.fairness import disparity

        table = known.table
        attributor = FunctionalInfluence(disparity("dp", table.group), damping=0.0)
        attributor.fit(model, table.X, table.y)
        return -attributor.explain(table.X, table.y)[:, None]

    model = LogisticRegression(C=np.inf, solver="newton-cholesky", max_iter=1)
    model.classes_ = np.array([0.0, 1.0])
    model.coef_, model.intercept_ = known.fit.theta[None, :-1], known.fit.theta[-1:]
    model.n_features_in_ = known.table.X.shape[1]
    return Contender(
        "pyinfluence", run, "FunctionalInfluence, disparity dp", missing("pyinfluence")
    )


def pydvl(known: Given) -> Contender:
    def run() -> Matrix:
        DirectInfluence = pydvl_torch().DirectInfluence
        model = linear_model(known)
        loss = torch.nn.functional.binary_cross_entropy_with_logits
        influence = DirectInfluence(model, loss, hessian_regularization=0.0)
        influence.fit(loader)
        factor = influence._solve_hvp(gradient)
        parts = [influence.influences_from_factors(factor, x, y) for x, y in loader]
        return -torch.cat(parts, dim=1).numpy().T / len(known.table.y)

    loader = batches(known, BATCHES["pydvl"])
    gradient = torch.from_numpy(known.gradient.T.copy())
    return Contender("pyDVL", run, "DirectInfluence, handed the gradient", missing("pydvl"))


def captum(known: Given) -> Contender:
    def run() -> Matrix:
        from captum.influence._core.influence_function import NaiveInfluenceFunction

        influence = NaiveInfluenceFunction(
            linear_model(known),
            loader,
            checkpoint="",
            checkpoints_load_func=lambda _model, _checkpoint: 1.0,
            loss_fn=torch.nn.BCEWithLogitsLoss(reduction="sum"),
            sample_wise_grads_per_batch=True,
            projection_dim=len(known.fit.theta),
            hessian_reg=0.0,
            hessian_inverse_tol=0.0,
        )
        rows = influence.compute_intermediate_quantities(loader)
        return -(rows @ (influence.R.T @ gradient)).numpy()

    loader = batches(known, BATCHES["captum"])
    gradient = torch.from_numpy(known.gradient)
    note = "NaiveInfluenceFunction of full rank, handed the gradient"
    return Contender("captum", run, note, missing("captum"))


def statsmodels(known: Given) -> Contender:
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.stats.outliers_influence import MLEInfluence

    def run() -> Matrix:
        return MLEInfluence(fitted).d_params @ known.gradient

    model = Logit(known.table.y, known.design)
    fitted = model.fit(start_params=known.fit.theta, disp=False)
    note = "MLEInfluence.d_params: one row left out, hence its leverage correction"
    return Contender("statsmodels", run, note)


def per_row_gradients(known: Given) -> Callable[[], Matrix]:
    """Gradients of all rows, a batch at a time, times a direction that is at hand."""

    def loss(parameters: torch.Tensor, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        z = x @ parameters[:-1] + parameters[-1]
        return torch.nn.functional.binary_cross_entropy_with_logits(z, y)

    def run() -> Matrix:
        parts = [gradients(theta, x, y[:, 0]) @ direction for x, y in loader]
        return -torch.cat(parts).numpy() / len(known.table.y)

    gradients = torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))
    theta = torch.from_numpy(known.fit.theta)
    direction = torch.from_numpy(known.fit.solve(known.gradient).value)
    loader = batches(known, BATCHES["vmap"])
    return run


def linear_model(known: Given) -> torch.nn.Module:
    """The fitted model as a torch layer, float64."""
    theta = torch.from_numpy(known.fit.theta)
    layer = torch.nn.Linear(len(theta) - 1, 1, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(theta[None, :-1])
        layer.bias.copy_(theta[-1:])
    return torch.nn.Sequential(layer)


def batches(known: Given, size: int) -> DataLoader:
    data = TensorDataset(torch.from_numpy(known.table.X), torch.from_numpy(known.table.y[:, None]))
    return DataLoader(data, batch_size=size)
