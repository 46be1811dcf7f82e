"""Training with a price on the gap: a loss that only a training program of one's own can minimise.

    R_w(theta) + mu sum_k F_k(theta)^2

F_k are the smooth gaps of the contest's targets, on its target rows (docs/method.md, section 2).
mu grows from dose to dose, in units of R_w / sum_k F_k^2 at the plain model; every minimum is the
start of the search for the next. The search is SciPy's L-BFGS.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from iffair_core.arrays import Vector
from iffair_core.baselines.method import Answer, Contest, decide_by
from iffair_core.cancel import check_cancelled
from iffair_core.errors import FitError
from iffair_core.models.fit import Fit
from iffair_core.models.objective import row_loss

DOSES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
EVALUATIONS = 400
"""At most, of one search."""
MEMORY = 30
TOLERANCE = 1e-6
"""Largest entry of the gradient at which a search ends."""


def answers(contest: Contest) -> Iterator[Answer]:
    """The minimum at each mu. Raises FitError where the loss is not finite."""
    fit = contest.plain.fit
    squares = float(contest.plain.smooth @ contest.plain.smooth)
    if squares == 0.0:
        raise FitError("The plain model's smooth gap is zero, so there is nothing to penalise.")
    unit = risk(contest, fit)[0] / squares
    for dose in DOSES:
        fit = minimised(contest, fit, dose * unit)
        yield decide_by(contest, fit, dose)


def minimised(contest: Contest, start: Fit, mu: float) -> Fit:
    """The model at the minimum that is reached from ``start``.

    Raises FitError where the loss is not finite.
    """

    def evaluate(theta: Vector) -> tuple[float, Vector]:
        check_cancelled()
        return penalised_risk(contest, start.at(theta), mu)

    found = minimize(
        evaluate,
        start.theta,
        jac=True,
        method="L-BFGS-B",
        options={"maxfun": EVALUATIONS, "maxcor": MEMORY, "gtol": TOLERANCE, "ftol": 0.0},
    )
    if not np.isfinite(found.fun):
        raise FitError(
            f"The penalised loss is not finite at a penalty of {mu:.3g}. Raise l2 (.001 is the "
            "default) or leave columns out."
        )
    return start.at(np.asarray(found.x, np.float64))


def penalised_risk(contest: Contest, fit: Fit, mu: float) -> tuple[float, Vector]:
    """The loss and its gradient (p,) at the parameters of ``fit``."""
    problem = contest.setting.problem
    value, gradient = risk(contest, fit)
    z = fit.logit(problem.target.X)
    rates, slopes = problem.targets.smooth_rates(z, problem.target.y, contest.plain.cut)
    gaps = rates @ problem.targets.mixing
    pull = slopes @ (problem.targets.mixing @ gaps)
    gradient = gradient + 2.0 * mu * fit.pullback(problem.target.X, pull[:, None])[:, 0]
    return value + mu * float(gaps @ gaps), gradient


def risk(contest: Contest, fit: Fit) -> tuple[float, Vector]:
    """R_w with equal weights of ours, and its gradient (p,), at the parameters of ``fit``."""
    train = contest.train.rows
    share = train.weight / train.weight.sum()
    z = fit.logit(train.X)
    value = float(share @ row_loss(z, train.y) + 0.5 * fit.penalty @ fit.theta**2)
    slope = share * (expit(z) - train.y)
    gradient = fit.pullback(train.X, slope[:, None])[:, 0] + fit.penalty * fit.theta
    return value, gradient
