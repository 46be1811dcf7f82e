"""Utility of probabilities and decisions, as scikit-learn's metrics of the same names define it.

Written as sums over rows, because a study asks for them at every point of its frontier and a
library's checks of its input cost ten times the arithmetic. The tests compare each with
scikit-learn's. What is undefined is None, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from iffair_core.arrays import AnyArray, Vector

UTILITIES = ("accuracy", "balanced_accuracy", "f1", "roc_auc", "log_loss", "brier")
LOWER_IS_BETTER = frozenset({"log_loss", "brier"})
UNBOUNDED = frozenset({"log_loss"})
"""All utilities are at least 0, and all but these at most 1."""
SMALLEST = float(np.finfo(np.float64).eps)
"""Probabilities are kept so far from 0 and 1 in the log loss."""


NO_PROBABILITIES = "the method gives decisions and no probabilities"


def utilities(
    y: Vector, probability: Vector, *, weight: Vector, cut: float
) -> tuple[Mapping[str, float | None], Mapping[str, str]]:
    """Figures by name, and the reason for each that is undefined (None).

    ``y`` is 0/1, ``probability`` that of the favourable outcome, both (n,).
    """
    return decided_utilities(y, probability >= cut, probability, weight=weight)


def decided_utilities(
    y: Vector, decision: AnyArray, probability: Vector | None, *, weight: Vector
) -> tuple[Mapping[str, float | None], Mapping[str, str]]:
    """The same for given decisions (n,), or chances in [0, 1] of a favourable one.

    Of chances, the figures of decisions are those of the expected counts.
    """
    total = float(weight.sum())
    if total == 0:
        return dict.fromkeys(UTILITIES), dict.fromkeys(UTILITIES, "there are no rows")
    good = weight * y
    positive = float(good.sum())
    negative = total - positive
    hits = float(good @ decision)
    alarms = float(weight @ decision) - hits
    figures: dict[str, float | None] = {
        "accuracy": (hits + negative - alarms) / total,
        "balanced_accuracy": None,
        "f1": None,
        "roc_auc": None,
        "log_loss": None,
        "brier": None,
    }
    undefined = {}
    if probability is None:
        undefined = dict.fromkeys(("roc_auc", "log_loss", "brier"), NO_PROBABILITIES)
    else:
        figures["log_loss"] = float(weight @ _log_losses(y, probability)) / total
        figures["brier"] = float(weight @ (probability - y) ** 2) / total
    if y.min() < y.max() and positive > 0 and positive < total:
        figures["balanced_accuracy"] = 0.5 * (hits / positive + 1.0 - alarms / negative)
        if probability is not None:
            figures["roc_auc"] = _area(probability, good, weight - good)
    else:
        reason = "all rows have the same outcome"
        undefined |= {"balanced_accuracy": reason, "roc_auc": reason}
    if positive + alarms > 0:
        figures["f1"] = 2.0 * hits / (hits + positive + alarms)
    else:
        undefined["f1"] = "no row has or is predicted to have the favourable outcome"
    return figures, undefined


def _log_losses(y: Vector, probability: Vector) -> Vector:
    p = np.clip(probability, SMALLEST, 1.0 - SMALLEST)
    losses: Vector = -np.log(np.where(y > 0, p, 1.0 - p))
    return losses


def _area(probability: Vector, good: Vector, bad: Vector) -> float:
    """Share of the pairs of a good and a bad row that the probability ranks rightly, ties half.

    ``good`` and ``bad`` (n,) are the weights of a row as one and as the other.
    """
    order = np.argsort(probability)
    ranked = probability[order]
    begins = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
    tied_good = np.add.reduceat(good[order], begins)
    tied_bad = np.add.reduceat(bad[order], begins)
    below = np.cumsum(tied_bad) - 0.5 * tied_bad
    return float(tied_good @ below / (tied_good.sum() * tied_bad.sum()))
