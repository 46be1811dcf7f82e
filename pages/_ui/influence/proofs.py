"""Proofs by retraining that a session asks for.

The session keeps what it asked for, so the result stands until something else is asked, also over
a page change.
"""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.influence.change import Change, relabel, remove, reweigh
from iffair_core.influence.retrain import Proof
from iffair_core.row_influence import Opened, prove
from pages._ui import state
from pages._ui.influence import background

ACTIONS = {
    "Leave them out": ("left out", remove),
    "Halve their weight": ("at half their weight", lambda rows: reweigh(rows, 0.5)),
    "Double their weight": ("at double their weight", lambda rows: reweigh(rows, 2.0)),
    "Flip their outcome": ("with the other outcome", relabel),
}
"""What can be done to rows, by its title: how it is told afterwards, and the change itself."""


@dataclass(frozen=True)
class Request:
    """What is proved: which rows of which point of a study, and what is done to them.

    subject  the study and the point; gap  whose sentence leads; rows  positions, as bytes
    """

    subject: str
    gap: GapName
    action: str
    title: str
    rows: bytes

    @property
    def positions(self) -> Codes:
        return np.frombuffer(self.rows, dtype=np.int64)

    @property
    def change(self) -> Change:
        return ACTIONS[self.action][1](self.positions)

    @property
    def summary(self) -> str:
        """ "the 12 most harmful rows, left out"."""
        return f"{self.title}, {self.told}"

    @property
    def told(self) -> str:
        return ACTIONS[self.action][0]


@dataclass(frozen=True)
class Asked:
    """A request, its result to come, and when it was made (``time.monotonic``)."""

    request: Request
    result: Future[Proof]
    begun: float


def start(request: Request, opened: Opened) -> Asked:
    """Begin to prove a request; this session shows it from now on."""
    asked = Asked(
        request, background.submit(lambda: prove(opened, request.change)), time.monotonic()
    )
    state.keep_proof(asked)
    return asked


def last(subject: str) -> Asked | None:
    """What this session asked for last, if it was about this study and point."""
    asked: Asked | None = state.proof()
    return asked if asked is not None and asked.request.subject == subject else None
