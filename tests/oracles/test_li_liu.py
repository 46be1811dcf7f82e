"""The linear program reproduces Li & Liu's published Adult row (ICML 2022), on their split.

The authors' README gives, for the TPR gap with beta = .5 and gamma = .2: accuracy .8260, DP
.1656, TPR gap -.0027; plain model .8259, .2129, .0863. Their convention is a penalty on the sum
of the losses, l2 = 2.2622, without an intercept, so weights are not rescaled to mean 1; the gap
that they differentiate is that of the log loss over the rows with a favourable outcome.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from benchmarks.paper.li_liu import PENALTY_ON_SUM, TRAIN_ROWS, authors_split
from iffair_core.fairness.gaps import group_rates
from iffair_core.fairness.targets import targets
from iffair_core.influence.scores import loss_gradient
from iffair_core.models.logistic import LogisticFit, fit_logistic
from iffair_core.models.objective import row_loss
from iffair_core.models.rows import Rows
from iffair_core.weights.linear_program import removal


@pytest.fixture(scope="module")
def split() -> dict[str, tuple[Rows, np.ndarray]]:
    """Rows and sex (1 = male) of train, validation and test, as the authors encode them."""
    parts = authors_split()
    assert parts["train"].rows.X.shape == (TRAIN_ROWS, 102)
    assert sum(len(part.group) for part in parts.values()) == 45222
    return {name: (part.rows, part.group) for name, part in parts.items()}


def fitted(train: Rows, weight: np.ndarray) -> LogisticFit:
    return fit_logistic(train.X, train.y, weight, l2=PENALTY_ON_SUM / weight.sum(), intercept=False)


def figures(fit: LogisticFit, part: tuple[Rows, np.ndarray]) -> tuple[float, float, float]:
    """Accuracy, DP gap and TPR gap (male minus female)."""
    rows, sex = part
    z = fit.logit(rows.X)
    rates = group_rates(rows.y, z, sex, n_groups=2, weight=rows.weight, cut=0.5).value
    return (
        float(np.mean((z >= 0) == rows.y)),
        float(np.diff(rates["selection_rate"])[0]),
        float(np.diff(rates["true_positive_rate"])[0]),
    )


def test_the_published_row_is_reproduced(split: dict[str, tuple[Rows, np.ndarray]]) -> None:
    train = split["train"][0]
    plain = fitted(train, train.weight)
    assert figures(plain, split["test"]) == pytest.approx((0.8259, 0.2129, 0.0863), abs=0.002)

    rows, sex = split["validation"]
    opportunity = targets(("equal_opportunity",), rows.y, sex, rows.weight, n_groups=2, reference=1)
    contrast = (opportunity.means @ opportunity.mixing)[:, 0]
    z = plain.logit(rows.X)
    gap = contrast @ row_loss(z, rows.y)
    slope = contrast * (expit(z) - rows.y)
    gradients = rows.X.T @ slope[:, None]
    both = plain.solve(np.hstack([gradients, loss_gradient(plain, rows)])).value
    residual = expit(plain.logit(train.X)) - train.y
    influence = -(residual[:, None] * (train.X @ both)) / plain.total_weight
    best = influence[:, 1].clip(min=0.0).sum()
    removed = removal(
        np.sign(gap) * influence[:, :1],
        np.array([0.5 * abs(gap)]),
        influence[:, 1],
        gain=0.2 * best,
    )
    assert removed is not None
    assert removed.mean() == pytest.approx(0.01104, abs=0.0005)
    reached = figures(fitted(train, 1.0 - removed), split["test"])
    assert reached == pytest.approx((0.8260, 0.1656, -0.0027), abs=0.002)
