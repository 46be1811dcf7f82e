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

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import expit

from iffair_core.arrays import Matrix, Vector
from iffair_core.errors import FitError
from iffair_core.models.blocks import blocks
from iffair_core.models.fit import Fit, Learner
from iffair_core.models.logistic import LogisticFit, LogisticLearner
from iffair_core.models.objective import check_outcomes, row_loss
from iffair_core.models.rows import Rows

PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
NETWORK_PENALTIES = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032)
"""Finer: a little more than enough makes a network a constant."""
PATIENCE, NETWORK_PATIENCE = 2, 1
"""A search ends after the loss rose so many times in a row; a network's fit is not cheap."""


class Chosen(NamedTuple):
    """A learner with its chosen penalty, and its fit of the training rows."""

    learner: Learner
    fit: Fit


def with_chosen_l2(learner: Learner, train: Rows, validation: Rows) -> Chosen:
    """The learner with the penalty that suits the rows best.

    Raises FitError if the training rows hold one outcome only, or no penalty gives a fit.
    """
    if isinstance(learner, LogisticLearner):
        return _smallest(_logistic_fits(learner, train), PATIENCE)
    return _smallest(_network_fits(learner, train, validation), NETWORK_PATIENCE)


def _smallest(tried: Iterator[tuple[float, Chosen]], patience: int) -> Chosen:
    """What has the smallest loss, looking no further once the loss keeps rising."""
    seen: list[float] = []
    best: Chosen | None = None
    for loss, chosen in tried:
        if best is None or loss < min(seen):
            best = chosen
        seen.append(loss)
        lately = seen[-1 - patience :]
        if len(seen) > patience and lately == sorted(lately):
            break
    if best is None:
        raise FitError(
            "The model could not be fitted with any penalty that was tried. Choose fewer or "
            "narrower layers, or name the penalty (l2) yourself."
        )
    return best


def _logistic_fits(learner: LogisticLearner, rows: Rows) -> Iterator[tuple[float, Chosen]]:
    start: Vector | None = None
    for l2 in PENALTIES:
        penalised = learner.with_l2(l2)
        fit = penalised.fit(rows.X, rows.y, rows.weight, start)
        start = fit.theta
        yield left_out_loss(fit, rows), Chosen(penalised, fit)


def _network_fits(
    learner: Learner, train: Rows, validation: Rows
) -> Iterator[tuple[float, Chosen]]:
    """Penalties with which the model cannot be fitted are passed over: another one may do."""
    check_outcomes(train.y, train.weight)
    for l2 in NETWORK_PENALTIES:
        penalised = learner.with_l2(l2)
        try:
            fit = penalised.fit(train.X, train.y, train.weight)
        except FitError:
            continue
        loss = row_loss(fit.logit(validation.X), validation.y)
        mean = float(validation.weight @ loss / validation.weight.sum())
        yield mean, Chosen(penalised, fit)


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
