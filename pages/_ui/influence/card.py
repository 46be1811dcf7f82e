"""The card of one training row: what it is, what it does to the gaps, and how its weight moved."""

from __future__ import annotations

import numpy as np
import streamlit as st

from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.evidence.row_words import effect
from iffair_core.evidence.similar import most_similar
from iffair_core.evidence.typical import beside
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.results import Point, Study
from iffair_core.study import probabilities
from iffair_core.words import percent
from pages._ui import verbatim, words
from pages._ui.influence import facts, row_tables, why

SIMILAR = 8
LEAD = "Raising its weight by one:"


def card(study: Study, gap: GapName, point: Point, row: int) -> None:
    """The card of the training row at a position."""
    prepared = study.prepared
    place = int(np.flatnonzero(prepared.mask(Part.TRAIN))[row])
    with st.container(border=True, key="influence_card"):
        st.subheader(f"Row {int(prepared.row[place])}", anchor=False)
        st.markdown(verbatim.shown(_lead(study, gap, point, row, place)))
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown(f"**What more weight on it does.** {LEAD}")
            st.markdown(
                verbatim.shown("\n".join(f"- {line}" for line in _effects(study, point, row)))
            )
        with right:
            why.section(study, row)
        values, similar = st.tabs(["Its values", "Most similar rows"])
        with values:
            _values(study, row, place)
        with similar:
            _similar(study, gap, point, row)


def _lead(study: Study, gap: GapName, point: Point, row: int, place: int) -> str:
    """Who it is, what the model says of it, and its rank."""
    prepared = study.prepared
    p = float(probabilities(study, point)[place])
    outcome = "good" if prepared.y[place] == 1.0 else "bad"
    decision = "selected" if p >= point.cut else "not selected"
    influence = row_tables.influence_of(study, gap, point.step)
    n, rank = len(influence.value), int(row_tables.rank(influence)[row])
    side = "widens" if influence.value[row] > 0 else "narrows"
    return (
        f"**{prepared.groups[prepared.group[place]]}**, {outcome} outcome. The model gives "
        f"**{percent(p)}** for a good outcome: {decision}. More weight on it {side} the gap of "
        f"{words.gap_title(gap)}; from the row that widens it most it ranks {words.count(rank)} of "
        f"{words.count(n)} training rows."
    )


def _effects(study: Study, point: Point, row: int) -> list[str]:
    """One sentence a gap, then the utility."""
    told = []
    for gap in GAP_RATES:
        found = facts.influence_or_why(study, gap, point.step)
        if isinstance(found, str):
            told.append(f"**{words.gap_title(gap)}:** {found}")
        else:
            value = float(found.value[row])
            told.append(effect(gap, value, higher=found.higher, lower=found.lower))
    return [*told, effect("log_loss", float(facts.on_loss(study, point.step)[row]))]


def _values(study: Study, row: int, place: int) -> None:
    """Its values beside the typical row of its group, and of its group and outcome."""
    prepared = study.prepared
    group, outcome = int(prepared.group[place]), float(prepared.y[place])
    name = prepared.groups[group]
    cell = f"{name}, {'good' if outcome == 1.0 else 'bad'} outcome"
    st.dataframe(
        beside(
            facts.values(study).iloc[row],
            facts.typical_of(study, group),
            facts.typical_of(study, group, outcome),
        ),
        hide_index=True,
        height="content",
        key="influence_card_values",
        alt=f"Values of the row beside the typical row of {name} and of {cell}",
        column_config={
            "feature": st.column_config.TextColumn("Feature", pinned=True),
            "row": "This row",
            "group": f"Typical: {name}",
            "cell": f"Typical: {cell}",
            "place": st.column_config.TextColumn(
                "Where it stands", help=verbatim.shown(f"Among the training rows of {cell}.")
            ),
        },
    )
    st.caption("Typical: the middle value of numbers, the most frequent of all else.")


def _similar(study: Study, gap: GapName, point: Point, row: int) -> None:
    """The rows that the model can hardly tell from it."""
    train = np.flatnonzero(study.prepared.mask(Part.TRAIN))
    positions, distance = most_similar(study.prepared.X[train], row, SIMILAR)
    influence = row_tables.influence_of(study, gap, point.step)
    lines = row_tables.lines(study, point, influence, positions)
    lines.insert(1, "distance", distance)
    st.dataframe(
        row_tables.shown(lines),
        hide_index=True,
        height="content",
        key="influence_card_similar",
        alt="The most similar training rows with group, outcome, prediction and features",
        column_config={
            **row_tables.COLUMNS,
            "distance": st.column_config.NumberColumn(
                "Distance",
                format="%.2f",
                help="Over the features as the model sees them: numbers in standard deviations, a "
                "category that differs counts about 1. 0: the model cannot tell them apart.",
            ),
        },
    )
    st.caption(verbatim.shown(_twins(study, row, positions[distance == 0.0])))


def _twins(study: Study, row: int, twins: np.ndarray) -> str:
    """Of rows with the very same features, how many have another outcome or group."""
    if not len(twins):
        return "No other training row has the same features."
    prepared = study.prepared
    train = np.flatnonzero(prepared.mask(Part.TRAIN))
    own, others = train[row], train[twins]
    outcome = int((prepared.y[others] != prepared.y[own]).sum())
    group = int((prepared.group[others] != prepared.group[own]).sum())
    return (
        f"{words.plural(len(twins), 'of these rows has', 'of these rows have')} the very same "
        f"features; {words.count(outcome)} of them with the other outcome, {words.count(group)} in "
        "another group."
    )
