"""A penalty that is chosen from the data.

For the logistic model it is the one with the smallest leave-one-out log loss on the training rows.
No model is fitted again without a row: with q_i = grad z_i . H^-1 grad z_i a_i / W and the leverage
h_i = p_i (1 - p_i) q_i, the logit of row i under a model without it is, to first order,

    z_i + q_i (p_i - y_i) / (1 - h_i)

(the approximate leave-one-out of Rahnama Rad & Maleki, "A scalable estimate of the out-of-sample
prediction error via approximate leave-one-out cross-validation", JRSS B, 2020). A network that
fits its rows by heart is far from any first order, so it is judged on validation rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.influence.scores import Rows
from iffair_core.models.blocks import blocks
from iffair_core.models.fit import Learner
from iffair_core.models.logistic import LogisticFit, LogisticLearner
from iffair_core.models.objective import row_loss

PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
NETWORK_PENALTIES = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032)
"""Finer: a little more than enough makes a network a constant."""
PATIENCE, NETWORK_PATIENCE = 2, 1
"""A search ends after the loss rose so many times in a row; a network's fit is not cheap."""


def with_chosen_l2(learner: Learner, train: Rows, validation: Rows) -> Learner:
    """The learner with the penalty that suits the rows best.

    Raises FitError if the training rows hold one outcome only, or no penalty gives a fit.
    """
    if isinstance(learner, LogisticLearner):
        return learner.with_l2(_smallest(PENALTIES, _left_out_losses(learner, train), PATIENCE))
    losses = (_validation_loss(learner.with_l2(l2), train, validation) for l2 in NETWORK_PENALTIES)
    return learner.with_l2(_smallest(NETWORK_PENALTIES, losses, NETWORK_PATIENCE))


def _smallest(penalties: Sequence[float], losses: Iterator[float], patience: int) -> float:
    """The penalty of the smallest loss, looking no further once the loss keeps rising."""
    seen: list[float] = []
    for loss in losses:
        seen.append(loss)
        lately = seen[-1 - patience :]
        if len(seen) > patience and np.isfinite(lately[0]) and lately == sorted(lately):
            break
    return penalties[int(np.argmin(seen))]


def _left_out_losses(learner: LogisticLearner, rows: Rows) -> Iterator[float]:
    start: Vector | None = None
    for l2 in PENALTIES:
        fit = learner.with_l2(l2).fit(rows.X, rows.y, rows.weight, start)
        start = fit.theta
        yield left_out_loss(fit, rows)


def _validation_loss(learner: Learner, train: Rows, validation: Rows) -> float:
    """Infinite where the model cannot be fitted: another penalty may do."""
    try:
        fit = learner.fit(train.X, train.y, train.weight)
    except FitError:
        return float("inf")
    loss = row_loss(fit.logit(validation.X), validation.y)
    return float(validation.weight @ loss / validation.weight.sum())


def left_out_loss(fit: LogisticFit, rows: Rows) -> float:
    """Weighted mean log loss of every row under a model without it."""
    z = fit.logit(rows.X)
    p = expit(z)
    reach = _norms(fit, rows.X) * rows.weight / fit.total_weight
    left_out = z + reach * (p - rows.y) / (1.0 - p * (1.0 - p) * reach)
    return float(rows.weight @ row_loss(left_out, rows.y) / rows.weight.sum())


def _norms(fit: LogisticFit, X: Matrix) -> Vector:
    """(n,) grad z_i . H^-1 grad z_i, by blocks of rows."""
    norms = np.empty(len(X))
    for rows in blocks(X):
        gradients = np.ones((len(fit.theta), len(X[rows])))
        gradients[: X.shape[1]] = X[rows].T
        half = solve_triangular(fit.factor, gradients, lower=True)
        norms[rows] = np.einsum("pi,pi->i", half, half)
    return norms
