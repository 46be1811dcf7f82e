"""What the models share: the log loss of rows, which is also a gap's, and what it needs."""

from __future__ import annotations

import numpy as np

from iffair_core.arrays import Vector
from iffair_core.errors import FitError


def row_loss(z: Vector, y: Vector) -> Vector:
    """Log loss (n,) of logits z (n,) against outcomes y in {0, 1}, without overflow."""
    loss: Vector = np.logaddexp(0.0, z) - y * z
    return loss


def check_outcomes(y: Vector, weight: Vector) -> None:
    """Raise FitError unless the rows (n,) of positive weight hold both outcomes."""
    used = y[weight > 0]
    if len(used) == 0 or used.min() == used.max():
        raise FitError(
            "All training rows with a positive weight have the same outcome, so there is nothing "
            "to learn. Choose another outcome or split, or weaken the reweighting."
        )
