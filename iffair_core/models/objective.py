"""The log loss of rows from their logits, shared by the models and by the loss gap."""

from __future__ import annotations

import numpy as np

from iffair_core.arrays import Vector


def row_loss(z: Vector, y: Vector) -> Vector:
    """Log loss (n,) of logits z (n,) against outcomes y in {0, 1}, without overflow."""
    loss: Vector = np.logaddexp(0.0, z) - y * z
    return loss
