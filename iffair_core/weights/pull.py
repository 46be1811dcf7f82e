"""The pull of the weights towards the best fit, for steps that several gaps bind.

With u the influence of the rows on R_1, the objective that the plain model minimises, the change
-n u of the weights is close to one Newton step of R_1: a change moves theta by
-H^-1 sum_i dw_i grad loss_i / W, and where the model fits, the mean of grad loss_i grad loss_i^T is
close to H. Of all models that keep a schedule of gaps, steps that follow it lead to the one that
fits the data best (docs/method.md, section 4).
"""

from __future__ import annotations

from iffair_core.arrays import Vector
from iffair_core.influence.problem import Problem, State
from iffair_core.influence.scores import loss_gradient, row_influence


def pull_to_fit(problem: Problem, state: State) -> Vector:
    """(n,) change of the weights, of mean 0, by one such step; 0 at the plain model."""
    fit, train = state.fit, problem.train
    gradient = loss_gradient(fit, train) + (fit.penalty * fit.theta)[:, None]
    u = row_influence(fit, train, gradient)[0][:, 0]
    pull: Vector = len(u) * (u.mean() - u)
    return pull
