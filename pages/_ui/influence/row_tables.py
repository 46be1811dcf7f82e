"""Training rows with their influence, as tables for people."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from iffair_core.arrays import Codes, Vector
from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.evidence.row_words import DIGITS, SMALLEST
from iffair_core.influence.fidelity import Fidelity
from iffair_core.results import Point, Study
from iffair_core.row_influence import (
    Opened,
    RowInfluence,
    influence_fidelity,
    left_out_alone,
    open_point,
    row_influence,
)
from iffair_core.study import probabilities
from iffair_core.words import number
from pages._ui import studies, words
from pages._ui.influence import background

POINTS = 100.0
NEAR = 0.1
"""A prediction this close to the threshold is near it."""
INFLUENCE = "influence, points"
ALONE = "left out alone, points"
FIDELITY_SECONDS = 15.0
COLUMNS: dict[str, Any] = {
    "rank": st.column_config.NumberColumn(
        "Rank", help="Among all training rows; 1 widens the gap most.", format="localized"
    ),
    INFLUENCE: st.column_config.NumberColumn(
        "Influence (points)",
        help="How much the gap grows, in percentage points, when the weight of the row grows by "
        "one. Rounded here, exact in the download.",
    ),
    ALONE: st.column_config.NumberColumn(
        "Left out alone (points)",
        help="How much the gap is predicted to change when this row alone is left out. A row that "
        "pulls the model far counts for more than its influence says; that is corrected here.",
    ),
    "probability": st.column_config.NumberColumn("Model's p", format="%.3f"),
    "weight": st.column_config.NumberColumn("Weight", format="%.2f"),
    "row": st.column_config.NumberColumn(
        "Row", help="Position in your table; row 0 is the first row below the header."
    ),
    "group": "Group",
    "outcome": "Outcome",
}


def seen(study: Study) -> str:
    """What the influence of a study's rows depends on, besides the gap and the point."""
    return f"{study.id} {study.table.digest} {study.config.cut} {study.config.share}"


def opened_at(study: Study, step: int) -> Opened:
    """``open_point``, kept in memory."""
    return _opened(seen(study), step, _study=study)


def influence_of(study: Study, gap: GapName, step: int) -> RowInfluence:
    """``row_influence`` at a point, kept in memory."""
    return _influence(seen(study), gap, step, _study=study)


def fidelity_of(study: Study, gap: GapName, step: int) -> Future[Fidelity | None]:
    """``influence_fidelity`` within some seconds, found beside the script and kept in memory.

    That of the run itself serves where it is the same: its only gap, its plain model and threshold.
    """
    run = studies.current()
    found = None if run is None or run.config != study.config else run.fidelity
    if found is not None and (study.config.gaps, step) == ((gap,), 0):
        return background.ready(found)
    return _fidelity(seen(study), gap, step, _study=study)


@st.cache_resource(max_entries=3, show_spinner="Opening the model …")
def _opened(seen: str, step: int, *, _study: Study) -> Opened:
    return open_point(_study, step)


@st.cache_resource(max_entries=32, show_spinner="Tracing the gap back to the rows …")
def _influence(seen: str, gap: GapName, step: int, *, _study: Study) -> RowInfluence:
    return row_influence(opened_at(_study, step), gap)


@st.cache_resource(max_entries=64, show_spinner=False)
def _fidelity(seen: str, gap: GapName, step: int, *, _study: Study) -> Future[Fidelity | None]:
    opened, seed = opened_at(_study, step), _study.config.seed
    return background.submit(
        lambda: influence_fidelity(opened, gap, seed=seed, seconds=FIDELITY_SECONDS)
    )


def extremes(influence: RowInfluence, count: int) -> tuple[Codes, Codes]:
    """Positions among the training rows: the most harmful, then the most helpful, each falling."""
    order = np.argsort(-influence.value, kind="stable")
    harmful = order[:count][influence.value[order[:count]] > 0]
    helpful = order[::-1][:count][influence.value[order[::-1][:count]] < 0]
    return harmful, helpful


def lines(
    study: Study,
    point: Point,
    influence: RowInfluence,
    positions: Codes,
    opened: Opened | None = None,
) -> pd.DataFrame:
    """One line for each of the training rows at ``positions``: figures first, then features.

    The id, if the task names its column, stands beside the row. With ``opened`` the lines also say
    what leaving out each row alone does, where that takes no more than a kept factor.
    """
    prepared = study.prepared
    train = np.flatnonzero(prepared.mask(Part.TRAIN))[positions]
    figures = pd.DataFrame(
        {
            "row": prepared.row[train],
            "group": np.array(prepared.groups, dtype=object)[prepared.group[train]],
            "outcome": np.where(prepared.y[train] == 1.0, "good", "bad"),
            "probability": probabilities(study, point)[train],
            "weight": point.weights[positions],
            INFLUENCE: POINTS * influence.value[positions],
        }
    )
    if opened is not None and influence.solution.iterations == 0:
        figures[ALONE] = POINTS * left_out_alone(opened, influence, positions)
    taken = set(figures.columns)
    features = prepared.frame.iloc[train][list(prepared.features)].reset_index(drop=True)
    features.columns = [f"{c} (feature)" if c in taken else c for c in features.columns]
    identity = study.config.task.id_column
    if identity is not None:
        name = f"{identity} (id)" if identity in taken else identity
        figures.insert(1, name, prepared.frame[identity].to_numpy()[train])
    return pd.concat([figures, features], axis=1)


def shown(lines: pd.DataFrame) -> Styler:
    """The lines as they are read: influences with as many decimals each, and a true minus sign.

    The largest has ``DIGITS`` digits; the figures behind them stay exact, and are sorted by.
    """
    forms = {name: _form(lines[name]) for name in (INFLUENCE, ALONE) if name in lines}
    return lines.style.format(forms)


def _form(values: pd.Series) -> Callable[[float], str]:
    largest = float(values.abs().max()) if len(values) else 0.0
    places = DIGITS - 1 - math.floor(math.log10(largest)) if largest > SMALLEST else DIGITS
    return partial(number, digits=max(places, 0), signed=True)


def table_key(table: str, gap: GapName, step: int, positions: Codes) -> str:
    """The key of a table of rows: other rows are another table, in which nothing is ticked."""
    return f"{table}_{gap}_{step}_{crc32(positions.tobytes()):08x}"


def rank(influence: RowInfluence) -> Codes:
    """(n_train,) place of each row: 1 widens the gap most."""
    places = np.empty(len(influence.value), dtype=np.int64)
    places[np.argsort(-influence.value, kind="stable")] = np.arange(1, len(places) + 1)
    return places


def reading_by_prediction(influence: RowInfluence, p: Vector, cut: float) -> str:
    """Where the influence lies along the prediction p (n_train,), in two sentences."""
    pull = np.abs(influence.value)
    near = np.abs(p - cut) <= NEAR
    share, part = float(np.mean(near)), float(pull[near].sum() / pull.sum())
    return (
        f"Above the dotted line more weight on a row widens the gap between **{influence.higher}** "
        f"and **{influence.lower}**. The **{words.percent(share, 0)}** of the rows within "
        f"{words.points(NEAR)} of the threshold hold {words.percent(part, 0)} of all influence."
    )


def reading(influence: RowInfluence) -> str:
    """How the influence on the gap is spread over the rows, in two sentences."""
    values = influence.value
    share = float(np.mean(values > 0))
    top = max(1, len(values) // 100)
    pull = np.sort(np.abs(values))[::-1]
    part = float(pull[:top].sum() / pull.sum())
    return (
        f"More weight on any of **{words.percent(share, 0)}** of the training rows would widen the "
        f"gap between **{influence.higher}** and **{influence.lower}** (right of the dotted line); "
        "on the others it would narrow it. The hundredth of the rows with most influence "
        f"holds {words.percent(part, 0)} of it all."
    )
