"""What the card of a row rests on, kept in memory: typical rows, influences, moves of weights."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from iffair_core.arrays import Vector
from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.errors import TaskError
from iffair_core.evidence.moved import Moved, moved
from iffair_core.evidence.typical import Typical, readable, typical
from iffair_core.influence.problem import utility_influence
from iffair_core.results import Study
from iffair_core.row_influence import RowInfluence
from pages._ui import studies
from pages._ui.influence import background, row_tables
from pages._ui.readings.keys import Key, of_study


def influence_or_why(study: Study, gap: GapName, step: int) -> RowInfluence | str:
    """Influence on a gap, or why there is none."""
    try:
        return row_tables.influence_of(study, gap, step)
    except TaskError as error:
        return str(error)


def on_loss(study: Study, step: int) -> Vector:
    """(n_train,) influence on the log loss of validation rows."""
    return _on_loss(row_tables.seen(study), step, _study=study)


def values(study: Study) -> pd.DataFrame:
    """The training rows' features as the model reads them."""
    return _values(of_study(study), _study=study)


def typical_of(study: Study, group: int, outcome: float | None = None) -> Typical:
    """The typical training row of a group, or of a group and outcome."""
    return _typical(of_study(study), group, outcome, _study=study)


@dataclass(frozen=True, eq=False)
class Following:
    """Weights that are followed back: what comes of it, and the way to stop."""

    result: Future[Moved]
    stop: threading.Event


def moved_of(study: Study) -> Following:
    """Why the weights of the operating point moved, found beside the script.

    Weights were found at the threshold of the run, so the study is taken as it was run.
    """
    run = studies.current() or study
    return _moved(*followed_key(run), _study=run)


def followed_key(study: Study) -> tuple[str, int]:
    """What tells one following from another: the study as it was run, and the point."""
    run = studies.current() or study
    return row_tables.seen(run), run.operating.step


def stop_following(study: Study) -> None:
    """Give it up, for every session that waits for the same; asked again it begins anew."""
    following = moved_of(study)
    following.stop.set()
    following.result.cancel()
    _moved.clear(*followed_key(study))


@st.cache_resource(max_entries=8, show_spinner="Tracing the loss back to the rows …")
def _on_loss(seen: str, step: int, *, _study: Study) -> Vector:
    opened = row_tables.opened_at(_study, step)
    return utility_influence(opened.setting.problem, opened.state)


@st.cache_resource(max_entries=2, show_spinner=False)
def _values(key: Key, *, _study: Study) -> pd.DataFrame:
    return readable(_study.prepared)


@st.cache_resource(max_entries=32, show_spinner=False)
def _typical(key: Key, group: int, outcome: float | None, *, _study: Study) -> Typical:
    prepared = _study.prepared
    train = prepared.mask(Part.TRAIN)
    rows = prepared.group[train] == group
    if outcome is not None:
        rows &= prepared.y[train] == outcome
    return typical(values(_study), rows)


@st.cache_resource(max_entries=4, show_spinner=False)
def _moved(seen: str, step: int, *, _study: Study) -> Following:
    stop = threading.Event()
    return Following(background.submit(lambda: moved(_study, step, stop.is_set)), stop)
