"""Proofs by retraining that a session asks for.

The server keeps the last ones under ids, and the address of the page names that of the session: a
proof stands until something else is asked, also over a page change and a reload.
"""

from __future__ import annotations

import secrets
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.influence.change import Change, relabel, remove, reweigh
from iffair_core.influence.retrain import Proof
from iffair_core.row_influence import Opened, prove
from pages._ui import state
from pages._ui.influence import background

KEPT = 64
"""Proofs of all sessions together; then the oldest is forgotten."""
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


@dataclass(frozen=True, eq=False)
class Asked:
    """A request, its result to come, when it was made (``time.monotonic``), and its way to stop."""

    request: Request
    result: Future[Proof]
    begun: float
    stop: threading.Event


@dataclass(frozen=True)
class Desk:
    """The proofs that this server was asked for lately, by id."""

    asked: dict[str, Asked] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@st.cache_resource
def desk() -> Desk:
    return Desk()


def start(request: Request, opened: Opened) -> Asked:
    """Begin to prove a request; this session shows it from now on. A running one is given up."""
    cancel()
    stop = threading.Event()
    result = background.submit(lambda: prove(opened, request.change, stop.is_set))
    asked, identifier = Asked(request, result, time.monotonic(), stop), secrets.token_hex(8)
    with desk().lock:
        desk().asked[identifier] = asked
        while len(desk().asked) > KEPT:
            desk().asked.pop(next(iter(desk().asked)))
    state.keep_proof(identifier)
    return asked


def last(subject: str) -> Asked | None:
    """What this session asked for last, if it was about this study and point."""
    asked = desk().asked.get(state.proof_id() or "")
    return asked if asked is not None and asked.request.subject == subject else None


def known(request: Request) -> Proof | None:
    """What retraining with the same change of the same rows gave, if this server knows it."""

    def same(asked: Asked) -> bool:
        other = asked.request
        wanted = (request.subject, request.action, request.rows)
        return (other.subject, other.action, other.rows) == wanted

    done = (a.result for a in list(desk().asked.values()) if same(a) and a.result.done())
    return next((r.result() for r in done if not r.cancelled() and r.exception() is None), None)


def lost() -> bool:
    """Whether the address names a proof that this server does not have; it is named no longer."""
    identifier = state.proof_id()
    if identifier is None or identifier in desk().asked:
        return False
    state.keep_proof(None)
    return True


def cancel() -> None:
    """Give the proof of this session up, if it is still running."""
    identifier = state.proof_id()
    asked = desk().asked.get(identifier or "")
    if identifier is None or asked is None or asked.result.done():
        return
    asked.stop.set()
    asked.result.cancel()
    with desk().lock:
        desk().asked.pop(identifier, None)
    state.keep_proof(None)
