"""The peers' ways to the influence of every row of a network on the gap.

Each returns s (n, 1), up to its scale, with the sign of ``iffair_core.influence.scores``. Peers
work in float32, which is their default and about twice as fast; their regularisation is the
network's l2, which they put on all parameters. A library without a notion of a gap is handed the
gap's gradient, which takes work off it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.utils.data import DataLoader, TensorDataset

from benchmarks.speed.contest import Contender
from benchmarks.speed.installed import missing, pydvl_torch
from iffair_core.arrays import Matrix, Vector

GRADIENTS = 2048
"""Rows of a batch of per-row gradients."""
ITERATIONS = 60
"""Of conjugate gradients: enough for a rank correlation of .998 where a library comes to it."""


@dataclass(frozen=True, eq=False)
class Peer:
    """A perceptron in float32 as peers take it, its rows and the gap.

    X (n, d), y and contrast (n, 1); gradient (p,) that of the gap
    """

    model: torch.nn.Sequential
    X: Tensor
    y: Tensor
    contrast: Tensor
    gradient: Tensor
    l2: float

    def loader(self, size: int | None = None) -> DataLoader:
        """Batches of ``size`` rows, or all of them in one."""
        return DataLoader(TensorDataset(self.X, self.y), batch_size=size or len(self.X))


def peer(
    theta: Vector, layers: tuple[int, ...], X: Matrix, y: Vector, contrast: Vector, l2: float
) -> Peer:
    """``theta`` holds weights and biases layer by layer, as ``torch.nn.Sequential`` does."""
    widths = (X.shape[1], *layers, 1)
    modules: list[torch.nn.Module] = []
    for inputs, outputs in pairwise(widths):
        modules += [torch.nn.Linear(inputs, outputs), torch.nn.Softplus()]
    model = torch.nn.Sequential(*modules[:-1])
    torch.nn.utils.vector_to_parameters(
        torch.from_numpy(theta.astype(np.float32)), model.parameters()
    )
    features, outcome, side = (torch.from_numpy(a.astype(np.float32)) for a in (X, y, contrast))
    gap = side @ torch.sigmoid(model(features)[:, 0])
    gradient = torch.autograd.grad(gap, list(model.parameters()))
    flat = torch.cat([part.flatten() for part in gradient])
    return Peer(model, features, outcome[:, None], side[:, None], flat, l2)


def contenders(known: Peer) -> list[Contender]:
    """All peers; one that is not installed says so."""
    return [
        Contender(
            "pyDVL CgInfluence",
            lambda: _pydvl_cg(known),
            "handed the gradient",
            missing("pydvl"),
        ),
        Contender("dattri IFAttributorCG", lambda: _dattri(known), "", missing("dattri")),
        Contender(
            "kronfluence EKFAC",
            lambda: _kronfluence(known),
            "an approximation",
            missing("kronfluence"),
        ),
        Contender(
            "captum ArnoldiInfluenceFunction",
            lambda: _captum(known),
            "rank 50, its default",
            missing("captum"),
        ),
    ]


def _pydvl_cg(known: Peer) -> Matrix:
    influence = pydvl_torch().CgInfluence(
        known.model,
        binary_cross_entropy_with_logits,
        hessian_regularization=known.l2,
        rtol=1e-4,
        atol=1e-6,
        maxiter=ITERATIONS,
        warn_on_max_iteration=False,
    )
    return _along(influence.fit(known.loader()), known)


def _along(influence: object, known: Peer) -> Matrix:
    """The solve, then per-row gradients times its result, a batch at a time."""
    factor = influence._solve_hvp(known.gradient[None])
    parts = [
        influence.influences_from_factors(factor, x, y).detach() for x, y in known.loader(GRADIENTS)
    ]
    return -torch.cat(parts, dim=1).numpy().T / len(known.y)


def _dattri(known: Peer) -> Matrix:
    from dattri.algorithm.influence_function import IFAttributorCG
    from dattri.task import AttributionTask

    def loss(parameters: dict[str, Tensor], data: tuple[Tensor, ...]) -> Tensor:
        x, y = data
        z = torch.func.functional_call(known.model, parameters, x)
        return binary_cross_entropy_with_logits(z, y)

    def gap(parameters: dict[str, Tensor], data: tuple[Tensor, ...]) -> Tensor:
        x, contrast = data
        z = torch.func.functional_call(known.model, parameters, x)
        return (contrast * torch.sigmoid(z)).sum()

    task = AttributionTask(loss, known.model, known.model.state_dict(), target_func=gap)
    attributor = IFAttributorCG(
        task, max_iter=ITERATIONS, tol=1e-6, regularization=known.l2, mode="rev-rev"
    )
    attributor.cache(known.loader())
    whole = DataLoader(TensorDataset(known.X[None], known.contrast[None]), batch_size=1)
    found = attributor.attribute(known.loader(), whole).detach().numpy()
    return -found / len(known.y)


def _kronfluence(known: Peer) -> Matrix:
    from kronfluence import Analyzer, FactorArguments, ScoreArguments, Task, prepare_model

    class GapTask(Task):
        def compute_train_loss(self, batch, model, sample=False):
            x, y, _ = batch
            z = model(x)
            if sample:
                y = torch.bernoulli(torch.sigmoid(z.detach()))
            return binary_cross_entropy_with_logits(z, y, reduction="sum")

        def compute_measurement(self, batch, model):
            x, _, contrast = batch
            return (contrast * torch.sigmoid(model(x))).sum()

    rows = TensorDataset(known.X, known.y, known.contrast)
    with TemporaryDirectory() as folder:
        task = GapTask()
        analyzer = Analyzer(
            "gap",
            prepare_model(deepcopy(known.model), task),
            task,
            output_dir=folder,
            cpu=True,
            disable_tqdm=True,
        )
        analyzer.fit_all_factors(
            "ekfac", rows, per_device_batch_size=GRADIENTS, factor_args=FactorArguments("ekfac")
        )
        analyzer.compute_pairwise_scores(
            "scores",
            "ekfac",
            query_dataset=rows,
            train_dataset=rows,
            per_device_query_batch_size=GRADIENTS,
            per_device_train_batch_size=GRADIENTS,
            score_args=ScoreArguments(damping_factor=known.l2, aggregate_query_gradients=True),
        )
        scores = analyzer.load_pairwise_scores("scores")
    return -scores["all_modules"].numpy().T / len(known.y)


def _captum(known: Peer) -> Matrix:
    from captum.influence._core.arnoldi_influence_function import ArnoldiInfluenceFunction

    def gap(z: Tensor, contrast: Tensor) -> Tensor:
        return (contrast * torch.sigmoid(z)).sum()

    gap.reduction = "sum"
    influence = ArnoldiInfluenceFunction(
        known.model,
        known.loader(GRADIENTS),
        checkpoint="",
        checkpoints_load_func=lambda _model, _checkpoint: 1.0,
        loss_fn=torch.nn.BCEWithLogitsLoss(reduction="sum"),
        test_loss_fn=gap,
        sample_wise_grads_per_batch=True,
        hessian_reg=known.l2,
    )
    rows = influence.compute_intermediate_quantities(known.loader(GRADIENTS))
    queries = DataLoader(TensorDataset(known.X, known.contrast), batch_size=GRADIENTS)
    query = influence.compute_intermediate_quantities(queries, aggregate=True, test=True)
    return -(rows @ query.T).detach().numpy()
