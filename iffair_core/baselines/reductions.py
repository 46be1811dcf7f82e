"""Reductions (Agarwal et al. 2018) by Fairlearn: training with other labels and weights.

Exponentiated gradient answers with a distribution over models, so a row's decision is the chance
of a favourable one. Grid search answers with one model for each multiplier of its grid.

The bound of a constraint is on the distance of a group's rate from that of all rows, which is how
Fairlearn states it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from fairlearn.reductions import (
    DemographicParity,
    EqualizedOdds,
    ErrorRateParity,
    ExponentiatedGradient,
    FalsePositiveRateParity,
    GridSearch,
    Moment,
    TruePositiveRateParity,
)
from pandas.errors import Pandas4Warning
from scipy.special import expit

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.baselines.method import Answer, Contest, Decided
from iffair_core.baselines.oracle import Latest, Oracle
from iffair_core.config import GapName
from iffair_core.setting import Judged

CONSTRAINTS: Mapping[GapName, type[Moment]] = {
    "demographic_parity": DemographicParity,
    "equal_opportunity": TruePositiveRateParity,
    "predictive_equality": FalsePositiveRateParity,
    "equalized_odds": EqualizedOdds,
    "error_rate_parity": ErrorRateParity,
}
DOSES = (0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.02)
NETWORK_DOSES = (0.6, 0.3, 0.1)
ITERATIONS, NETWORK_ITERATIONS = 50, 6
"""Of exponentiated gradient; one of them trains up to nine models."""
GRID, NETWORK_GRID = 41, 9
"""Models that a grid search trains."""
LIMIT = 0.6
"""Largest sum of a grid's multipliers; at Fairlearn's 2 most models decide alike for everybody."""
SLACK = 0.01
"""Fairlearn's eps limits the multipliers to 1 / eps; its default, or the bound if smaller."""


def exponentiated_gradient(
    oracle: Oracle,
    X: Matrix,
    y: Vector,
    group: Codes,
    *,
    gap: GapName,
    bound: float,
    eps: float,
    iterations: int = ITERATIONS,
) -> ExponentiatedGradient:
    """Fitted on rows X (n, d) with outcomes y (n,) and groups (n,), with a bound on the gap."""
    constraint = CONSTRAINTS[gap](difference_bound=bound)
    model = ExponentiatedGradient(oracle, constraint, eps=eps, max_iter=iterations)
    with growing_series():
        return model.fit(X, y.astype(np.int64), sensitive_features=group)


@contextmanager
def growing_series() -> Iterator[None]:
    """Fairlearn 0.15 grows its series in ways that pandas 4 will not allow, and is warned of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pandas4Warning)
        yield


def expected_decision(model: ExponentiatedGradient, X: Matrix) -> Vector:
    """(n,) chance of a favourable decision."""
    decision = np.zeros(len(X))
    for predictor, weight in zip(model.predictors_, model.weights_, strict=True):
        if weight > 0:
            decision += weight * predictor.predict(X)
    return np.clip(decision, 0.0, 1.0)


def gradient(contest: Contest) -> Iterator[Answer]:
    """Exponentiated gradient with bounds that are shares of what the plain model violates."""
    train, network = contest.train, contest.config.model == "network"
    start = violation(contest)
    for dose in NETWORK_DOSES if network else DOSES:
        bound = dose * start
        model = exponentiated_gradient(
            _oracle(contest),
            train.rows.X,
            train.rows.y,
            train.group,
            gap=contest.gap,
            bound=bound,
            eps=min(bound, SLACK),
            iterations=NETWORK_ITERATIONS if network else ITERATIONS,
        )
        yield Answer(
            dose,
            Decided(expected_decision(model, contest.validation.rows.X)),
            Decided(expected_decision(model, contest.test.rows.X)),
        )


def violation(contest: Contest) -> float:
    """The plain model's largest distance of a group's rate from that of all training rows.

    Of decisions at .5. At least one decision in ``n``, so that a bound is never zero.
    """
    train = contest.train
    moment = CONSTRAINTS[contest.gap]()
    y = train.rows.y.astype(np.int64)
    with growing_series():
        moment.load_data(train.rows.X, y, sensitive_features=train.group)
    fit = contest.plain.fit
    found = moment.gamma(lambda X: (fit.logit(X) >= 0).astype(np.float64)).max()
    return max(float(found), 1.0 / len(train.rows.y))


def grid(contest: Contest) -> Iterator[Answer]:
    """Every model of a grid of multipliers, from the smallest to the largest of them."""
    train, network = contest.train, contest.config.model == "network"
    search = GridSearch(
        _oracle(contest),
        CONSTRAINTS[contest.gap](),
        grid_limit=LIMIT,
        grid_size=NETWORK_GRID if network else GRID,
    )
    y = train.rows.y.astype(np.int64)
    with growing_series():
        search.fit(train.rows.X, y, sensitive_features=train.group)
    sizes = search.lambda_vecs_.abs().sum().to_numpy()
    for number, place in enumerate(np.argsort(sizes, kind="stable"), start=1):
        model = search.predictors_[place]
        yield Answer(
            float(number), _decided(model, contest.validation), _decided(model, contest.test)
        )


def _oracle(contest: Contest) -> Oracle:
    return Oracle(contest.learner, Latest(contest.plain.fit))


def _decided(model: Oracle, judged: Judged) -> Decided:
    """Of a model that the grid trained, or of one decision for all where its labels were alike."""
    decision = np.asarray(model.predict(judged.rows.X), np.float64)
    if not isinstance(model, Oracle):
        return Decided(decision)
    return Decided(decision, expit(model.logit(judged.rows.X)))
