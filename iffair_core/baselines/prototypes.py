"""A learned fair representation (Zemel et al. 2013), in the form of Fairlearn's
PrototypeRepresentationLearner.

Row i is replaced by its nearness to K prototypes v_k, under a weight a_j >= 0 of each feature:

    M_ik = softmax_k(-d_ik)          d_ik = sqrt(sum_j a_j (x_ij - v_kj)^2)

    minimise   mean_i |x_i - (M V)_i|^2  +  mean_i logloss(y_i, (M u)_i)
               + likeness * mean over pairs of groups and over k of |mean_g M_k - mean_h M_k|

over prototypes V, their predictions u in [0, 1] and a. Fairlearn hands this to L-BFGS without a
gradient, at one evaluation a parameter: hours on a large table. Here torch supplies
the gradient; objective and representation are Fairlearn's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import minimize
from torch import Tensor

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.baselines.features import LIKENESS, decide_on
from iffair_core.baselines.method import Answer, Contest
from iffair_core.cancel import check_cancelled

N_PROTOTYPES = 10
MOST_ROWS = 2000
"""Training rows that the prototypes are learned from; of more, a random sample."""
ITERATIONS = 200
SMALLEST = 1e-12
"""Under a root and in a logarithm, where the derivative would be infinite."""


@dataclass(frozen=True, eq=False)
class Prototypes:
    """V (K, d), their predictions u (K,) and the weights a (d,) of the features."""

    V: Matrix
    u: Vector
    a: Vector

    def nearness(self, X: Matrix) -> Matrix:
        """M (n, K); each row sums to 1."""
        with torch.no_grad():
            near: Matrix = _nearness(*map(torch.from_numpy, (X, self.V, self.a))).numpy()
        return near


@dataclass(frozen=True, eq=False)
class Objective:
    """What is minimised, over x = (V, u, a) flattened.

    X (n, d), y (n,); ``members`` (G, n) averages over the rows of each group that has any.
    """

    X: Tensor
    y: Tensor
    members: Tensor
    likeness: float

    def __call__(self, x: Vector) -> tuple[float, Vector]:
        """Value and gradient."""
        check_cancelled()
        flat = torch.from_numpy(x).requires_grad_()
        value = self._value(flat)
        value.backward()  # type: ignore[no-untyped-call]  # torch has no annotation here
        assert flat.grad is not None
        return float(value.detach()), flat.grad.numpy()

    def _value(self, x: Tensor) -> Tensor:
        V, u, a = _parts(x, self.X.shape[1])
        M = _nearness(self.X, V, a)
        rebuilt = ((self.X - M @ V) ** 2).sum(dim=1).mean()
        p = (M @ u).clamp(SMALLEST, 1.0 - SMALLEST)
        loss = torch.nn.functional.binary_cross_entropy(p, self.y)
        means = self.members @ M
        first, second = torch.triu_indices(len(means), len(means), offset=1)
        return rebuilt + loss + self.likeness * (means[first] - means[second]).abs().mean()


def objective(X: Matrix, y: Vector, group: Codes, likeness: float) -> Objective:
    """Of rows X (n, d) with outcomes y (n,) and group codes (n,)."""
    present = np.unique(group)
    members = (group == present[:, None]).astype(np.float64)
    members /= members.sum(axis=1, keepdims=True)
    return Objective(
        torch.from_numpy(np.ascontiguousarray(X)),
        torch.from_numpy(y),
        torch.from_numpy(members),
        likeness,
    )


def learn(
    X: Matrix, y: Vector, group: Codes, likeness: float, *, n_prototypes: int, seed: int
) -> Prototypes:
    """Local minimum that L-BFGS reaches from Fairlearn's random start."""
    rng, d = np.random.RandomState(seed), X.shape[1]
    start = np.concatenate([rng.rand(n_prototypes, d).ravel(), rng.rand(n_prototypes), np.ones(d)])
    free = [(None, None)] * (n_prototypes * d)
    bounds = [*free, *[(0.0, 1.0)] * n_prototypes, *[(0.0, None)] * d]
    found = minimize(
        objective(X, y, group, likeness),
        start,
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
        options={"maxiter": ITERATIONS},
    )
    V, u, a = _parts(torch.from_numpy(found.x), d)
    return Prototypes(V.numpy(), u.numpy(), a.numpy())


def answers(contest: Contest) -> Iterator[Answer]:
    """The contest's model on the nearness to the prototypes, standardised, at each likeness."""
    train, seed = contest.train, contest.config.seed
    sample = np.random.default_rng(seed).permutation(len(train.group))[:MOST_ROWS]
    rows = train.rows.X[sample], train.rows.y[sample], train.group[sample]
    for likeness in LIKENESS:
        prototypes = learn(*rows, likeness, n_prototypes=N_PROTOTYPES, seed=seed)
        near = prototypes.nearness(train.rows.X)
        centre, spread = near.mean(axis=0), near.std(axis=0)

        def represented(
            X: Matrix,
            _group: Codes,
            of: Prototypes = prototypes,
            centre: Vector = centre,
            spread: Vector = spread,
        ) -> Matrix:
            return (of.nearness(X) - centre) / np.where(spread > 0, spread, 1.0)

        yield decide_on(contest, represented, likeness)


def _parts(x: Tensor, d: int) -> tuple[Tensor, Tensor, Tensor]:
    k = (len(x) - d) // (d + 1)
    return x[: k * d].reshape(k, d), x[k * d : -d], x[-d:]


def _nearness(X: Tensor, V: Tensor, a: Tensor) -> Tensor:
    squared = (X**2) @ a[:, None] - 2.0 * (X * a) @ V.T + (V**2) @ a
    return torch.softmax(-squared.clamp_min(SMALLEST).sqrt(), dim=1)
