"""Finite populations to draw samples from: the truth is the figure of the whole population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.utility_influences import Scored

ROWS = 100_000


@dataclass(frozen=True, eq=False)
class Population:
    """Outcomes, probabilities of the models before and after, and weights, all (N,).

    Decisions are favourable from the probability ``cut`` on.
    """

    y: Vector
    before: Vector
    after: Vector
    weight: Vector
    cut: float

    def scored(self, after: bool, rows: Codes | slice = slice(None)) -> Scored:
        """Some rows as one of the models sees them."""
        p = (self.after if after else self.before)[rows]
        decision = (p >= self.cut).astype(np.float64)
        return Scored(self.y[rows], decision, p, self.weight[rows])


def population(
    share: float,
    *,
    noise: float = 0.3,
    shift: float = 0.0,
    confidence: float = 1.0,
    related: float | None = None,
    seed: int = 0,
) -> Population:
    """Rows whose outcome has a normal logit around the log odds of ``share``.

    noise       standard deviation of what the second model adds to the logits of the first
    shift       what it adds on average
    confidence  factor of the logits of both models; 1 is calibrated, more is overconfident
    related     factor of the lognormal weights where the outcome is favourable; None for equal
                weights
    """
    random = np.random.default_rng((seed, ROWS))
    z = logit(share) + 1.5 * random.standard_normal(ROWS)
    y = (random.random(ROWS) < expit(z)).astype(np.float64)
    second = z + shift + noise * random.standard_normal(ROWS)
    weight = np.ones(ROWS)
    if related is not None:
        weight = np.exp(random.standard_normal(ROWS)) * np.where(y == 1.0, related, 1.0)
    cut = 0.5 if share > 0.3 else expit(confidence * (logit(share) + 1.0))
    return Population(y, expit(confidence * z), expit(confidence * second), weight, float(cut))
