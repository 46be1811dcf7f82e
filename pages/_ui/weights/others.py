"""What the weights can be compared with: other studies of the same table, classic reweighing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.arrays import Vector
from iffair_core.data.prepared import Part
from iffair_core.evidence.rows import figures
from iffair_core.evidence.utilities import utility_figures
from iffair_core.kept import shelf
from iffair_core.results import Point, Study
from pages._ui import state, studies, widgets, words

FORMER = "weights_former"
"""The study that was shown before a new largest weight was tried."""
CLASSIC = "classic"


@dataclass(frozen=True, eq=False)
class Other:
    """Another set of weights: ``key`` tells it from all others, ``title`` people."""

    key: str
    title: str
    study: Study
    point: Point


def titles(study: Study) -> dict[str, str]:
    """Keys and titles of all that there is, the former study first."""
    own, former = state.study_id(), widgets.kept(FORMER, None)
    cards = [
        card
        for card in shelf.listing().cards
        if card.digest == study.table.digest and card.steps and card.id != own
    ]
    cards.sort(key=lambda card: card.id != former)
    found = {card.id: f"{card.title} ({words.moment(card.made)})" for card in cards}
    doses = [
        (f"{CLASSIC} {point.step}", f"Classic reweighing, dose {k} of {len(study.reweighing)}")
        for k, point in enumerate(study.reweighing, start=1)
    ]
    return found | dict(reversed(doses))


def opened(study: Study, key: str, title: str) -> Other:
    """The other set of weights. Raises StudyError if its study is gone."""
    if key.startswith(CLASSIC):
        step = int(key.removeprefix(CLASSIC))
        point = next(p for p in study.reweighing if p.step == step)
        return Other(f"{state.study_id()} {key}", title, study, point)
    other = studies.opened(key)
    return Other(f"{key} {other.operating.step}", title, other, other.operating)


def own(study: Study) -> Other:
    """The operating point of the study that is shown."""
    title = f"{words.rule_title(study.config.rule)}, step {study.operating.step}"
    return Other(
        f"{state.study_id()} {study.operating.step}",
        f"This study ({title})",
        study,
        study.operating,
    )


def shared(first: Other, second: Other) -> tuple[Vector, Vector]:
    """Weights of the rows that both train on, in one order; each scaled to a mean of 1."""
    series = [
        pd.Series(each.point.weights, each.study.prepared.row[each.study.prepared.mask(Part.TRAIN)])
        for each in (first, second)
    ]
    rows = series[0].index.intersection(series[1].index)
    one, two = (s.loc[rows].to_numpy(np.float64) for s in series)
    return one / one.mean(), two / two.mean()


def measured(other: Other) -> pd.DataFrame:
    """Gaps over all groups and utilities on test rows, with intervals; indexed by metric."""
    return _measured(other.key, other.point.cut, _other=other)


@st.cache_data(max_entries=16, show_spinner="Measuring …")
def _measured(key: str, cut: float, *, _other: Other) -> pd.DataFrame:
    rates = figures(_other.study, _other.point)
    whole = rates[rates["group"] == ""]
    lines = pd.concat([whole, utility_figures(_other.study, _other.point)], ignore_index=True)
    return lines.drop_duplicates("metric", keep="last").set_index("metric")
