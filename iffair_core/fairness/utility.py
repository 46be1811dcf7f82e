"""Utility of probabilities and decisions: scikit-learn's metrics, undefined ones with a reason."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    log_loss,
    roc_auc_score,
)

from iffair_core.arrays import Vector

UTILITIES = ("accuracy", "balanced_accuracy", "f1", "roc_auc", "log_loss", "brier")
LOWER_IS_BETTER = frozenset({"log_loss", "brier"})


def utilities(
    y: Vector, probability: Vector, *, weight: Vector, cut: float
) -> tuple[Mapping[str, float | None], Mapping[str, str]]:
    """Figures by name, and the reason for each that is undefined (None).

    ``y`` is 0/1, ``probability`` that of the favourable outcome, both (n,).
    """
    if len(y) == 0:
        return dict.fromkeys(UTILITIES), dict.fromkeys(UTILITIES, "there are no rows")
    outcome, decision = y.astype(np.int64), (probability >= cut).astype(np.int64)
    figures: dict[str, float | None] = {
        "accuracy": float(accuracy_score(outcome, decision, sample_weight=weight)),
        "balanced_accuracy": None,
        "f1": None,
        "roc_auc": None,
        "log_loss": float(log_loss(outcome, probability, sample_weight=weight, labels=[0, 1])),
        "brier": float(brier_score_loss(outcome, probability, sample_weight=weight, pos_label=1)),
    }
    undefined = {}
    if y.min() < y.max():
        figures["balanced_accuracy"] = float(
            balanced_accuracy_score(outcome, decision, sample_weight=weight)
        )
        figures["roc_auc"] = float(roc_auc_score(outcome, probability, sample_weight=weight))
    else:
        reason = "all rows have the same outcome"
        undefined = {"balanced_accuracy": reason, "roc_auc": reason}
    if y.max() > 0 or decision.max() > 0:
        figures["f1"] = float(f1_score(outcome, decision, sample_weight=weight))
    else:
        undefined["f1"] = "no row has or is predicted to have the favourable outcome"
    return figures, undefined
