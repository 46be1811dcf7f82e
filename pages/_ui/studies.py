"""Studies on disk: one folder each, under an id that only its link tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from iffair_core.comparison import store
from iffair_core.config import GapName, StudyConfig, Task
from iffair_core.data.tables import Table
from iffair_core.decisions.log import Decision, DecisionLog, with_entry
from iffair_core.decisions.standing import chosen as chosen_now
from iffair_core.errors import StudyError
from iffair_core.kept import decisions as kept_decisions
from iffair_core.kept import shelf
from iffair_core.kept.beside import save_yardsticks
from iffair_core.kept.card import Card
from iffair_core.places import new_id
from iffair_core.results import Study, choose
from iffair_core.study import plain_study
from iffair_core.threshold import with_threshold
from iffair_core.yardsticks import Yardsticks
from pages._ui import memory, state, tables

folder_of = shelf.place_of
SETTINGS_COME_WITH_IT = "The next run begins with its settings."
"""What is said wherever an earlier study is gone back to."""


def current() -> Study | None:
    """The study of this session as it was run; None if there is none yet.

    Raises StudyError if a link names a study that does not exist or is damaged.
    """
    identifier = state.study_id()
    return None if identifier is None else memory.load(identifier)


def opened(identifier: str) -> Study:
    """Another kept study. Raises StudyError if it is gone or damaged."""
    return memory.load(identifier)


def settle_link() -> None:
    """A link may name a study by the fingerprint that its report prints; then go on with its id."""
    given = state.study_id()
    if given is not None and (identifier := shelf.named_by(given)) != given:
        state.show_study(identifier)


def shown() -> Study | None:
    """The study of this session at the user's decision threshold."""
    study, chosen = current(), state.threshold()
    if study is None or chosen is None:
        return study
    seen = _at_threshold(str(state.study_id()), chosen.cut, chosen.share, _study=study)
    return dataclasses.replace(
        seen,
        chosen=study.chosen,
        chosen_by=study.chosen_by,
        yardsticks=study.yardsticks,
        decisions=study.decisions,
    )


def show(identifier: str) -> Study:
    """Work on a kept study: its settings and its table instead of what was open."""
    study = memory.load(identifier)
    state.close_source()
    state.show_study(identifier)
    return study


def use_settings(identifier: str) -> None:
    """Show a study and let the controls of the next run begin with its settings."""
    state.reset_settings(show(identifier).config)


def begin(config: StudyConfig, source: state.Source) -> Study:
    """Fit the plain model, keep the study, and show it.

    Another task on the same table is run with the settings that were chosen before.
    """
    former, wanted = current(), state.settings()
    study = _begin(config, tables.open_source(source))
    if wanted is not None and former is not None and former.table.digest == study.table.digest:
        again = {name: getattr(config, name) for name in ("data", "task", "split", "seed")}
        state.reset_settings(dataclasses.replace(wanted, landing=None, **again))
    return study


def begin_anew(task: Task) -> Study:
    """The present study with another task on its table: its plain model, kept and shown.

    Raises StudyError if there is none.
    """
    study = current()
    if study is None:
        raise StudyError("There is no study to begin anew. Begin with a table.")
    return _begin(dataclasses.replace(study.config, task=task), study.table)


def return_to(identifier: str) -> Study:
    """Show an earlier study of this session again, and its settings with it, as wherever a study
    is gone back to. Raises StudyError if it is gone.
    """
    study = memory.load(identifier)
    state.show_study(identifier)
    state.reset_settings(study.config)
    return study


def _begin(config: StudyConfig, table: Table) -> Study:
    study = _as_of_present(plain_study(config, table=table))
    study = _noting(study, "task", "reference_group")
    identifier = new_id()
    memory.keep(study, folder_of(identifier))
    _pass_on_comparisons(identifier)
    state.show_study(identifier)
    state.reset_settings(config)
    return study


def choose_point(step: int) -> None:
    """Make a point the operating point of the study, everywhere and on disk."""
    study, identifier = current(), state.study_id()
    if study is not None and identifier is not None and study.operating.step != step:
        memory.keep(choose(study, step), folder_of(identifier))
        note_choice("operating_point")


def hold_against(yardsticks: Yardsticks) -> None:
    """Keep screening lines and reference shares with the study, for whoever opens it."""
    study, identifier = current(), state.study_id()
    if study is not None and identifier is not None and study.yardsticks != yardsticks:
        folder = folder_of(identifier)
        save_yardsticks(yardsticks, folder)
        memory.remember(dataclasses.replace(study, yardsticks=yardsticks), folder)
        note_choice("screening")


def note(entry: Decision) -> None:
    """Add to the decision log of the study, for whoever opens it."""
    _change_log(lambda folder: kept_decisions.note(entry, folder))


def note_choice(about: str) -> None:
    """Note in the log what the study as it is shown has chosen about a subject."""
    study = shown()
    if study is not None:
        note(chosen_now(study, about))


def keep_notes(text: str) -> None:
    """Put ``text`` in place of the free notes of the study's decision log."""
    _change_log(lambda folder: kept_decisions.keep_notes(text, folder))


def _change_log(change: Callable[[Path], DecisionLog]) -> None:
    study, identifier = current(), state.study_id()
    if study is not None and identifier is not None:
        folder = folder_of(identifier)
        memory.remember(dataclasses.replace(study, decisions=change(folder)), folder)


def pass_on(identifier: str) -> None:
    """Give a new study of the same table what holds for it as for the present one.

    That is yardsticks, comparisons and the decision log, which notes what the run was to reach.
    """
    new = memory.load(identifier)
    passed_on = _noting(_as_of_present(new), "metric", "operating_point")
    memory.keep(passed_on, folder_of(identifier))
    _pass_on_comparisons(identifier)


def _pass_on_comparisons(identifier: str) -> None:
    """Comparisons that hold for a new study as they do for the present one."""
    present = state.study_id()
    if present is not None and folder_of(present).is_dir():
        store.pass_on(folder_of(present), folder_of(identifier))


def _as_of_present(new: Study) -> Study:
    """The new study with the yardsticks and the decision log of the present one of its table."""
    try:
        present = current()
    except StudyError:
        return new
    if present is None or present.table.digest != new.table.digest:
        return new
    fitting = present.yardsticks.of_groups(new.prepared.groups)
    log = present.decisions.for_next_run()
    return dataclasses.replace(new, yardsticks=fitting, decisions=log)


def _noting(study: Study, *subjects: str) -> Study:
    """The study with an automatic entry for what it has chosen about each subject."""
    log = study.decisions
    for about in subjects:
        log = with_entry(log, chosen_now(study, about))
    return dataclasses.replace(study, decisions=log)


def target(gap: GapName) -> None:
    """Let the next run close ``gap``, unless it is among those that it closes anyway."""
    wanted = _wanted()
    if wanted is not None and gap not in wanted.gaps:
        aim((gap,))


def aim(gaps: tuple[GapName, ...]) -> None:
    """Let the next run close these gaps and no others."""
    wanted = _wanted()
    if wanted is not None and set(gaps) != set(wanted.gaps):
        state.reset_settings(dataclasses.replace(wanted, gaps=gaps, bounds=(), paces=()))


def _wanted() -> StudyConfig | None:
    """The settings of the next run, which begin as those of the study."""
    study = current()
    return state.settings() or (study.config if study is not None else None)


def made_from_table(data: str) -> tuple[str, ...]:
    """The ids of all kept studies that were made from the table at ``data``, also in the bin."""
    listed = (*shelf.listing().cards, *shelf.listing(deleted=True).cards)
    return tuple(card.id for card in listed if _is_from(card, data))


def _is_from(card: Card, data: str) -> bool:
    """Whether the study names the table, or the table was put there from the study."""
    if card.packaged:
        return False
    return Path(data).parent.name == card.id or tables.made_from(shelf.kept(card.id)) == data


def delete_made_from(data: str) -> int:
    """Delete for good every kept study that was made from the table; how many there were."""
    found = made_from_table(data)
    for identifier in found:
        shelf.erase(identifier)
    return len(found)


@st.cache_resource(max_entries=2 * memory.MOST, show_spinner="Measuring at the threshold …")
def _at_threshold(identifier: str, cut: float, share: float | None, *, _study: Study) -> Study:
    return with_threshold(_study, cut=cut, share=share)
