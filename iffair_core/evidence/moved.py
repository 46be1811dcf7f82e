"""Why the weight of a training row moved: which constraint of the rule, by how much.

The path keeps the multipliers of every step (``weights.push``); with the influence at the step's
own model they give the part of every constraint in the move of every row. Of the other rules the
reason is simpler, and told in words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from iffair_core.arrays import Vector
from iffair_core.cancel import Cancel, cancellable, never
from iffair_core.config import RuleName
from iffair_core.evidence.moved_by_rounds import leap, rounds
from iffair_core.evidence.moved_on_path import followed
from iffair_core.evidence.reason import Reason
from iffair_core.results import Study

NOT_TOLD = (
    "This study was made by an older version, which did not keep what moved the weights. Run it "
    "again to see why."
)


class Mover(Protocol):
    """Tells of any training row why it moved."""

    def of(self, row: int) -> tuple[Reason, ...]:
        """The reasons of the row at a position among the training rows, the largest first."""
        ...


@dataclass(frozen=True, eq=False)
class Moved:
    """Weights (n_train,) of a point beside those of the plain model, all 1, and why they moved.

    mover   None where ``untold`` says why nothing can be said
    """

    after: Vector
    mover: Mover | None
    untold: str = ""

    def reasons(self, row: int) -> tuple[Reason, ...]:
        return () if self.mover is None else self.mover.of(row)


MOVERS: Mapping[RuleName, Callable[[Study, int], Mover]] = {
    "path": followed,
    "uniform": rounds,
    "diverse": rounds,
    "linear_program": leap,
}


def moved(study: Study, step: int, cancel: Cancel = never) -> Moved:
    """Why the weights of the point of ``step`` are what they are.

    ``study`` is as it was run: at another threshold influence would be that on another gap. Takes
    one warm fit for each step before. Raises Cancelled once ``cancel`` says so.
    """
    points = [p for p in study.points if p.step <= step]
    after = points[-1].weights
    told = [p for p in study.points[1:] if p.landed is None]
    if len(points) == 1:
        return Moved(after, None, "The plain model weighs every row alike.")
    if study.config.rule == "path" and any(p.push is None for p in told):
        return Moved(after, None, NOT_TOLD)
    with cancellable(cancel):
        return Moved(after, MOVERS[study.config.rule](study, step))
