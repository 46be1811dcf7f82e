"""What moved the weights in one step of the path: the multipliers of its constraints.

A step without weights at their bounds is (``weights.metric``, ``weights.step``)

    dw = pull - M^-1 (sum_k mu_k s_k + nu u + sum_j rho_j held_j)      M^-1 = P + (I - P) / WITHIN

so a few numbers a step say of every row which constraint moved its weight, and by how much. What
bounds of weights add is the rest (``evidence.moved``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Push:
    """Multipliers of one step, of the constraints as they stand in the formula.

    targets  by index of the target, those that are not zero; positive: its gap was held below
             its upper bound, negative: above its lower one
    budget   nu, of the predicted rise of the loss; 0 where it did not bind
    held     rho, of the sums that stay as they are: number of rows, outcome rate
    pull     share of the pull towards the best fit that the step began with
    """

    targets: Mapping[int, float]
    budget: float
    held: tuple[float, ...]
    pull: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return {
            "targets": {str(k): value for k, value in self.targets.items()},
            "budget": self.budget,
            "held": list(self.held),
            "pull": self.pull,
        }


def push_from(saved: Mapping[str, Any]) -> Push:
    """Inverse of ``Push.to_dict``."""
    return Push(
        {int(k): value for k, value in saved["targets"].items()},
        saved["budget"],
        tuple(saved["held"]),
        saved["pull"],
    )
