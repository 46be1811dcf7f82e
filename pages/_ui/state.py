"""Typed session state: the only file that names the keys under which a session keeps things.

A session knows the table that it works on, a draft of the task, the settings of a run, the study
that it shows, the job that it waits for, the proof that it asked for and its stop of the guided
tour. The last four also stand in the URL, so that a reload or a shared link finds them again, and
so does the id of a file in which ``work`` keeps the rest.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from iffair_core.config import StudyConfig
from pages._ui.task.draft import Draft

if TYPE_CHECKING:
    import pandas as pd

SHELL = "_shell"
SOURCE = "_source"
DRAFT = "_draft"
SETTINGS = "_settings"
STUDY = "_study"
JOB = "_job"
THRESHOLD = "_threshold"
NOTICE = "_notice"
UPLOADS = "_uploads"
FORMER_GROUPS = "task_former_groups"
BASES = "_bases"
PROOF = "_proof"
TOUR = "_tour"
KEPT = "_kept"
WORK = "_work"
WORK_WRITTEN = "_work_written"
CHOSEN = "_chosen_studies"
DELETED = "_deleted_study"
STUDY_PARAMETER = "study"
JOB_PARAMETER = "job"
PROOF_PARAMETER = "proof"
TOUR_PARAMETER = "tour"
WORK_PARAMETER = "work"
LINKED = {
    STUDY: STUDY_PARAMETER,
    JOB: JOB_PARAMETER,
    PROOF: PROOF_PARAMETER,
    TOUR: TOUR_PARAMETER,
    WORK: WORK_PARAMETER,
}
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
    forget_widgets("task_")
    leave_study()


def adopt(new: Source, task: Draft) -> None:
    """Work on the table and task of the study that is shown."""
    st.session_state[SOURCE] = new
    st.session_state[DRAFT] = task


def close_source() -> None:
    for key in (SOURCE, DRAFT):
        st.session_state.pop(key, None)
    forget_widgets("task_")
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
        _replace_groups(dataclasses.replace(now, sensitive=former[0].sensitive))


def _replace_groups(changed: Draft) -> None:
    keep_draft(changed)
    kinds = ("sensitive", "values_", "cuts_", "way_", "count_", "reference_")
    forget_widgets(*(f"task_{kind}" for kind in kinds))


def settings() -> StudyConfig | None:
    """The configuration that the controls of the reweighting page describe."""
    found: StudyConfig | None = st.session_state.get(SETTINGS)
    return found


def keep_settings(config: StudyConfig) -> None:
    st.session_state[SETTINGS] = config


def reset_settings(config: StudyConfig) -> None:
    """Set the controls of the reweighting page back to ``config``."""
    forget_widgets("run_")
    st.session_state[SETTINGS] = config


def study_id() -> str | None:
    """The study that this session shows; a link names it when the session is new."""
    return _linked(STUDY, STUDY_PARAMETER)


def show_study(identifier: str) -> None:
    _link(STUDY, STUDY_PARAMETER, identifier)
    forget_widgets(*OF_A_STUDY)


def leave_study() -> None:
    _link(STUDY, STUDY_PARAMETER, None)
    st.session_state.pop(SETTINGS, None)
    st.session_state.pop(THRESHOLD, None)
    st.session_state.pop(KEPT, None)
    forget_widgets("run_", "cut_", *OF_A_STUDY)


def job_id() -> str | None:
    """The job that this session waits for."""
    return _linked(JOB, JOB_PARAMETER)


def wait_for(identifier: str | None) -> None:
    _link(JOB, JOB_PARAMETER, identifier)


def proof_id() -> str | None:
    """The proof by retraining that this session asked for last."""
    return _linked(PROOF, PROOF_PARAMETER)


def keep_proof(identifier: str | None) -> None:
    _link(PROOF, PROOF_PARAMETER, identifier)


def tour() -> int | None:
    """At which stop of the guided tour this session is; None: it takes no tour."""
    number = _linked(TOUR, TOUR_PARAMETER)
    return int(number) if number is not None and number.isdigit() else None


def keep_tour(stop: int | None) -> None:
    _link(TOUR, TOUR_PARAMETER, None if stop is None else str(stop))


def work_id() -> str | None:
    """The file in which the work of this session is kept."""
    return _linked(WORK, WORK_PARAMETER)


def name_work(identifier: str) -> None:
    _link(WORK, WORK_PARAMETER, identifier)


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


def keep_link() -> None:
    """Name what is linked in the URL again: another page's address begins without it."""
    for key, parameter in LINKED.items():
        identifier = _linked(key, parameter)
        if identifier is not None and st.query_params.get(parameter) != identifier:
            st.query_params[parameter] = identifier


def _linked(key: str, parameter: str) -> str | None:
    """An id that a session keeps, and that the URL names when the session is new."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(parameter)
    found: str | None = st.session_state[key]
    return found


def _link(key: str, parameter: str, identifier: str | None) -> None:
    st.session_state[key] = identifier
    if identifier is None:
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = identifier


def threshold() -> Threshold | None:
    """The user's own decision threshold; None: that of the study."""
    found: Threshold | None = st.session_state.get(THRESHOLD)
    return found


def keep_threshold(chosen: Threshold | None) -> None:
    st.session_state[THRESHOLD] = chosen


def notify(text: str) -> None:
    """Leave a message that the next run shows once."""
    st.session_state[NOTICE] = text


def take_notice() -> str | None:
    found: str | None = st.session_state.pop(NOTICE, None)
    return found


def restore(key: str, value: Any) -> None:
    """Give the widget ``key`` its kept value when it was lost (another page, a new table)."""
    if key not in st.session_state:
        st.session_state[key] = value


def kept(key: str, otherwise: Any) -> Any:
    """What a page keeps of the study that is shown, beyond its widgets' own life."""
    found: dict[str, Any] = st.session_state.get(KEPT, {})
    return found.get(key, otherwise)


def keep(key: str, value: Any) -> None:
    """Keep ``value`` for ``kept`` until another table is opened."""
    st.session_state.setdefault(KEPT, {})[key] = value


def restore_choice(key: str, value: Any, options: list[Any]) -> None:
    """``restore`` for a widget with options: a value that is no longer among them is dropped."""
    if st.session_state.get(key, value) not in options:
        st.session_state.pop(key, None)
        value = value if value in options else (options[0] if options else None)
    restore(key, value)


def widget(key: str) -> Any:
    """What the widget ``key`` holds; None if it is not drawn or was forgotten."""
    return st.session_state.get(key)


def forget_widgets(*prefixes: str) -> None:
    """Drop the state of all widgets whose key begins with one of the prefixes."""
    for key in [str(k) for k in st.session_state if str(k).startswith(prefixes)]:
        del st.session_state[key]


def first_sight(place: str, identifier: str) -> bool:
    """Whether the upload ``identifier`` is seen for the first time in the control ``place``."""
    seen: dict[str, str] = st.session_state.setdefault(UPLOADS, {})
    new = seen.get(place) != identifier
    seen[place] = identifier
    return new


def restore_optional(key: str, value: Any, options: list[Any]) -> None:
    """``restore`` for a choice that may stay empty; a value outside of ``options`` is dropped."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    restore(key, value if value in options else None)


def editor_base(key: str, build: Callable[[], pd.DataFrame], subject: Any) -> pd.DataFrame:
    """The table that the editor ``key`` starts from.

    An editor keeps only what was changed, so its table must stay the same while it is shown. It
    is built anew when the page was left or when ``subject``, what the table is about, changed.
    """
    bases: dict[str, tuple[Any, pd.DataFrame]] = st.session_state.setdefault(BASES, {})
    if key not in st.session_state or key not in bases or bases[key][0] != subject:
        st.session_state.pop(key, None)
        bases[key] = (subject, build())
    return bases[key][1]
