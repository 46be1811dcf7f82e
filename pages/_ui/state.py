"""Typed session state: what a session works on, under keys that this file alone names.

A session knows the table that it works on, a draft of the task, the settings of a run, the study
that it shows, the job that it waits for, the proof that it asked for and its stop of the guided
tour. The last four also stand in the URL (``links``), and so does the id of a file in which
``work`` keeps the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

from iffair_core.config import StudyConfig
from pages._ui import widgets
from pages._ui.links import JOB, PROOF, STUDY, TOUR, WORK, link, linked
from pages._ui.task.draft import Draft, regrouped

if TYPE_CHECKING:
    from iffair_core.kept.unpack import Arrival

SHELL = "_shell"
SOURCE = "_source"
DRAFT = "_draft"
SETTINGS = "_settings"
THRESHOLD = "_threshold"
NOTICE = "_notice"
FORMER_GROUPS = "task_former_groups"
WORK_WRITTEN = "_work_written"
CHOSEN = "_chosen_studies"
DELETED = "_deleted_study"
ARRIVED = "_arrived_study"
OF_A_STUDY = (
    "influence_",
    "patterns_",
    "frontier_",
    "report_",
    "shift_",
    "compare_",
    "weights_limit",
)
"""What the keys begin with of widgets that say something about the study that is shown."""


@dataclass(frozen=True)
class Source:
    """A table to work on: ``data`` is the name of a packaged set or the path of a stored file."""

    data: str
    title: str
    kind: Literal["packaged", "stored"]


@dataclass(frozen=True)
class Threshold:
    """How probabilities become decisions; ``share``, if given, decides instead of ``cut``."""

    cut: float = 0.5
    share: float | None = None


@dataclass(frozen=True)
class Notice:
    """A message; ``details`` are a click away from it, ``page`` is where it leads."""

    text: str
    details: tuple[str, ...] = ()
    page: str | None = None


@dataclass(frozen=True)
class Work:
    """What a reload shall bring back: the table, its task, and the settings of the next run."""

    source: Source | None = None
    draft: Draft | None = None
    settings: StudyConfig | None = None
    threshold: Threshold | None = None


def shell_ready() -> bool:
    """Whether app.py has run in this session."""
    return bool(st.session_state.get(SHELL))


def mark_shell() -> None:
    st.session_state[SHELL] = True


def source() -> Source | None:
    found: Source | None = st.session_state.get(SOURCE)
    return found


def draft() -> Draft | None:
    found: Draft | None = st.session_state.get(DRAFT)
    return found


def open_source(new: Source, task: Draft) -> None:
    """Start work on a table: its draft replaces the old one, and the study shown is left."""
    st.session_state[SOURCE] = new
    st.session_state[DRAFT] = task
    widgets.forget("task_")
    leave_study()


def adopt(new: Source, task: Draft) -> None:
    """Work on the table and task of the study that is shown."""
    st.session_state[SOURCE] = new
    st.session_state[DRAFT] = task


def close_source() -> None:
    for key in (SOURCE, DRAFT):
        st.session_state.pop(key, None)
    widgets.forget("task_")
    leave_study()


def keep_draft(changed: Draft) -> None:
    st.session_state[DRAFT] = changed


def change_groups(changed: Draft) -> None:
    """Put other groups into the draft; ``undo_groups`` brings the present ones back."""
    st.session_state[FORMER_GROUPS] = (draft(), changed)
    _replace_groups(changed)


def changed_groups() -> Draft | None:
    """The draft with the groups that ``change_groups`` put there last; None after an undo."""
    found: tuple[Draft, Draft] | None = st.session_state.get(FORMER_GROUPS)
    return None if found is None else found[1]


def undo_groups() -> None:
    """Bring back the groups that ``change_groups`` replaced; all else of the draft stays."""
    now, former = draft(), st.session_state.pop(FORMER_GROUPS, None)
    if now is not None and former is not None:
        _replace_groups(regrouped(now, *former))


def _replace_groups(changed: Draft) -> None:
    keep_draft(changed)
    kinds = ("sensitive", "values_", "cuts_", "way_", "count_", "reference_")
    widgets.forget(*(f"task_{kind}" for kind in kinds))


def settings() -> StudyConfig | None:
    """The configuration that the controls of the reweighting page describe."""
    found: StudyConfig | None = st.session_state.get(SETTINGS)
    return found


def keep_settings(config: StudyConfig) -> None:
    st.session_state[SETTINGS] = config


def reset_settings(config: StudyConfig) -> None:
    """Set the controls of the reweighting page back to ``config``."""
    widgets.forget("run_")
    st.session_state[SETTINGS] = config


def study_id() -> str | None:
    """The study that this session shows; a link names it when the session is new."""
    return linked(STUDY)


def show_study(identifier: str) -> None:
    link(STUDY, identifier)
    widgets.forget(*OF_A_STUDY)


def leave_study() -> None:
    link(STUDY, None)
    st.session_state.pop(SETTINGS, None)
    st.session_state.pop(THRESHOLD, None)
    widgets.forget_kept()
    widgets.forget("run_", "cut_", *OF_A_STUDY)


def job_id() -> str | None:
    """The job that this session waits for."""
    return linked(JOB)


def wait_for(identifier: str | None) -> None:
    link(JOB, identifier)


def proof_id() -> str | None:
    """The proof by retraining that this session asked for last."""
    return linked(PROOF)


def keep_proof(identifier: str | None) -> None:
    link(PROOF, identifier)


def tour() -> int | None:
    """At which stop of the guided tour this session is; None: it takes no tour."""
    number = linked(TOUR)
    return int(number) if number is not None and number.isdigit() else None


def keep_tour(stop: int | None) -> None:
    link(TOUR, None if stop is None else str(stop))


def work_id() -> str | None:
    """The file in which the work of this session is kept."""
    return linked(WORK)


def name_work(identifier: str) -> None:
    link(WORK, identifier)


def work() -> Work:
    return Work(source(), draft(), settings(), threshold())


def resume(found: Work) -> None:
    """Go on with work that was kept."""
    kept_under = {
        SOURCE: found.source,
        DRAFT: found.draft,
        SETTINGS: found.settings,
        THRESHOLD: found.threshold,
    }
    for key, value in kept_under.items():
        if value is not None:
            st.session_state[key] = value


def work_changed(content: str) -> bool:
    """Whether ``content`` is other than what was asked about last."""
    former = st.session_state.get(WORK_WRITTEN)
    st.session_state[WORK_WRITTEN] = content
    return bool(former != content)


def chosen_studies() -> tuple[str, ...]:
    """The kept studies that are to be compared, in the order in which they were chosen."""
    found: tuple[str, ...] = st.session_state.get(CHOSEN, ())
    return found


def choose_studies(identifiers: tuple[str, ...]) -> None:
    st.session_state[CHOSEN] = identifiers


def deleted_study() -> str | None:
    """The study that was deleted last, which can be brought back at once."""
    found: str | None = st.session_state.get(DELETED)
    return found


def remember_deleted(identifier: str | None) -> None:
    st.session_state[DELETED] = identifier


def arrived() -> Arrival | None:
    """What the last zip of a study has brought."""
    found: Arrival | None = st.session_state.get(ARRIVED)
    return found


def remember_arrived(arrival: Arrival | None) -> None:
    st.session_state[ARRIVED] = arrival


def threshold() -> Threshold | None:
    """The user's own decision threshold; None: that of the study."""
    found: Threshold | None = st.session_state.get(THRESHOLD)
    return found


def keep_threshold(chosen: Threshold | None) -> None:
    st.session_state[THRESHOLD] = chosen


def notify(text: str, details: Sequence[str] = (), *, page: str | None = None) -> None:
    """Leave a message that the next run shows once."""
    st.session_state[NOTICE] = Notice(text, tuple(details), page)


def take_notice() -> Notice | None:
    found: Notice | None = st.session_state.pop(NOTICE, None)
    return found
