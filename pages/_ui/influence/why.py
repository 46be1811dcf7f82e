"""The weight of a row before and after, and why it moved."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from iffair_core.evidence.moved import Moved
from iffair_core.evidence.reason import Reason
from iffair_core.results import Study
from iffair_core.words import number
from pages._ui import verbatim, widgets, words
from pages._ui.influence import background, facts

ASKING = "Following the weights back …"
PATIENCE_SECONDS = 0.4
UNMOVED = 5e-4
STOPPED = "influence_why_stopped"
"""Under which a session keeps what it gave up following back."""


def section(study: Study, row: int) -> None:
    """What the operating point made of the weight of the training row at a position."""
    if len(study.points) == 1:
        st.markdown("**Its weight** is 1, as that of every row: nothing was reweighted yet.")
        return
    after = float(study.operating.weights[row])
    st.markdown(f"**Its weight** goes from 1 to **{after:.2f}** ({_step(study)}).")
    if widgets.kept(STOPPED, None) == facts.followed_key(study):
        st.caption("Why it moved was not followed back: it was cancelled.")
        st.button("Follow it back", key="influence_why_again", on_click=_stopped, args=(None,))
        return
    following = facts.moved_of(study)
    if not background.done(following.result, ASKING, PATIENCE_SECONDS):
        background.watch(following.result, lambda: _so_far(study))
        return
    if following.stop.is_set():
        _stopped(facts.followed_key(study))
        st.rerun()
    found: Moved = following.result.result()
    if found.untold:
        st.caption(found.untold)
        return
    reasons = found.reasons(row)
    st.markdown(sentence(reasons, after - 1.0))
    st.markdown(verbatim.shown("\n".join(f"- {line}" for line in told(reasons))))


def _so_far(study: Study) -> None:
    st.caption(f"{ASKING} For a network this takes a training for every step; you can go on.")
    if st.button("Cancel", key="influence_why_cancel"):
        facts.stop_following(study)
        _stopped(facts.followed_key(study))
        st.rerun()


def _stopped(what: tuple[str, int] | None) -> None:
    widgets.keep(STOPPED, what)


def sentence(reasons: Sequence[Reason], move: float) -> str:
    """What moved the weight most."""
    if abs(move) < UNMOVED or not reasons:
        return "Nothing moved it."
    if reasons[0].change is None:
        return "What the rule saw in it:"
    return "What moved it; the parts add up to the change:"


def told(reasons: Sequence[Reason]) -> list[str]:
    """One line a reason, the largest first."""
    lines = []
    for reason in reasons:
        part = "" if reason.change is None else f"**{number(reason.change, 2, signed=True)}** "
        line = f"{part}{reason.title}"
        more = [_times(reason)] if reason.active and reason.steps > 1 else []
        if _shared(reason):
            share = number(reason.whole or 0.0, 2, signed=True)
            more.append(f"{share} of it shared by all rows of its group and outcome")
        lines.append(f"{line} ({'; '.join(more)})" if more else line)
    return lines


def _shared(reason: Reason) -> bool:
    """Whether a part of the reason is its group's and another one the row's own."""
    if reason.change is None or reason.whole is None:
        return False
    return abs(reason.change - reason.whole) >= UNMOVED


def _times(reason: Reason) -> str:
    """ "in all 15 steps", "in 3 of 15 steps"."""
    if reason.active == reason.steps:
        return f"in all {reason.steps} steps"
    return f"in {reason.active} of {words.plural(reason.steps, 'step')}"


def _step(study: Study) -> str:
    return f"operating point, step {study.operating.step}"
