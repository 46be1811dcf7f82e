"""The proof on the influence page: change some rows, train again, predicted against actual."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np
import streamlit as st

from iffair_core.arrays import Codes
from iffair_core.config import GapName
from iffair_core.errors import IFFairError
from iffair_core.influence.retrain import Proof
from iffair_core.results import Point, Study
from pages._ui import show, state, status, verbatim, widgets, words
from pages._ui.charts.proof import proof_figure
from pages._ui.influence import background, pattern, proof_readings, proofs, row_tables
from pages._ui.influence.proofs import ACTIONS, Asked, Request

QUICK_SECONDS = 2.0
FIRST_SHARE = 0.02
HARMFUL, HELPFUL = "Most harmful", "Most helpful"
PATTERN = "Rows that have something in common"
ALWAYS = (HARMFUL, HELPFUL, PATTERN)
IN_CHART, TICKED = "Selected in the chart", "Ticked in the table"
SEEN = "influence_selected_rows"
LEAD = (
    "Influence is a prediction. Change some rows and train again: this shows what would really "
    "happen. It is a trial: the study, its weights and its report stay as they are."
)


def section(study: Study, gap: GapName, point: Point, *, inside: Codes, ticked: Codes) -> None:
    """Choose rows, prove, and show what the last proof of this point said.

    ``inside`` are the positions of the training rows selected in the chart, ``ticked`` of those
    in the table.
    """
    st.header("Prove it", anchor=False)
    st.markdown(LEAD)
    with st.container(border=True, key="influence_prove"):
        request = _request(study, gap, point, inside, ticked)
        count = len(request.positions)
        label = f"Prove it: train again with {words.plural(count, 'row')} changed"
        pressed = st.button(label, key="influence_prove_start", disabled=count == 0)
        st.caption(_estimate(study))
    opened = row_tables.opened_at(study, point.step)
    asked = proofs.start(request, opened) if pressed else proofs.last(request.subject)
    if asked is None:
        if proofs.lost():
            st.info("The last proof is gone: the server was started anew. Prove it again.")
        return
    if not awaited(asked):
        return
    if asked.request != request:
        other = f"{words.gap_title(asked.request.gap)}, {asked.request.summary}"
        st.warning(
            verbatim.shown(
                f"This is the proof for another choice: {other}. Press “Prove it” for the present "
                "one."
            )
        )
    result(study, point, asked)


def awaited(asked: Asked) -> bool:
    """Whether the result is there; else the page says how far it is, and looks again."""
    told = f"Training again, {asked.request.summary}"
    if background.done(asked.result, f"{told} …"):
        return True
    background.watch(asked.result, lambda: _so_far(told, asked.begun))
    return False


def _request(study: Study, gap: GapName, point: Point, inside: Codes, ticked: Codes) -> Request:
    """The controls: which rows, and what to do with them."""
    seen = f"{row_tables.seen(study)} {point.step}"
    way = _way(f"{seen} {gap}", {IN_CHART: inside, TICKED: ticked})
    left, right = st.columns(2)
    with left:
        title, rows = _rows(study, gap, point, way, {IN_CHART: inside, TICKED: ticked})
    widgets.restore("influence_prove_action", next(iter(ACTIONS)))
    action = right.selectbox("What to do with them", list(ACTIONS), key="influence_prove_action")
    return Request(seen, gap, action, title, rows.astype(np.int64).tobytes())


def _way(subject: str, selected: Mapping[str, Codes]) -> str:
    """How the rows are chosen: what is selected on the page can be chosen too.

    A selection that has just been made is the choice. ``subject`` says what is looked at.
    """
    sizes = {way: len(rows) for way, rows in selected.items()}
    ways = [*ALWAYS, *(way for way, size in sizes.items() if size > 0)]
    fresh = _fresh(subject, selected)
    if fresh is not None:
        widgets.forget("influence_prove_rows")
    widgets.restore_choice("influence_prove_rows", fresh or HARMFUL, ways)
    return st.radio(
        "Which rows",
        ways,
        key="influence_prove_rows",
        horizontal=True,
        format_func=lambda w: f"{w} ({words.count(sizes[w])})" if w in sizes else w,
    )


def _fresh(subject: str, selected: Mapping[str, Codes]) -> str | None:
    """The selection that changed since the page was last drawn; None where none did.

    A mark of the chart stands for other rows where another gap or model is looked at: that is no
    new selection.
    """
    now = {way: rows.tobytes() for way, rows in selected.items()}
    place, before = widgets.kept(SEEN, (subject, {}))
    widgets.keep(SEEN, (subject, now))
    changed = (way for way, rows in now.items() if rows and rows != before.get(way, b""))
    return next(changed, None) if place == subject else None


def _rows(
    study: Study, gap: GapName, point: Point, way: str, selected: Mapping[str, Codes]
) -> tuple[str, Codes]:
    """What the rows to change are called, and their positions."""
    if way in selected:
        rows = selected[way]
        return f"the {words.plural(len(rows), 'row')} {way[0].lower()}{way[1:]}", rows
    influence = row_tables.influence_of(study, gap, point.step)
    if way == PATTERN:
        return pattern.chosen(study)
    n = len(influence.value)
    widgets.restore("influence_prove_count", max(1, round(FIRST_SHARE * n)))
    count = st.number_input("How many", 1, max(1, n // 2), step=1, key="influence_prove_count")
    harmful, helpful = row_tables.extremes(influence, int(count))
    rows, kind = (harmful, "most harmful") if way == HARMFUL else (helpful, "most helpful")
    return f"the {words.plural(len(rows), f'{kind} row')}", np.sort(rows)


def _estimate(study: Study) -> str:
    spent = study.seconds.get("fit", 0.0)
    if spent < QUICK_SECONDS:
        return "Training again takes about a second."
    return (
        f"The model took {spent:.0f} seconds to train; training again starts from it and mostly "
        "takes less. You can go on meanwhile."
    )


def _so_far(told: str, begun: float) -> None:
    spent = f"{time.monotonic() - begun:.0f} seconds so far"
    st.info(verbatim.shown(f"{told}: {spent}. You can go on; the result will stand here."))
    if st.button("Cancel", key="influence_prove_cancel"):
        proofs.cancel()
        state.notify("The proof was cancelled.")
        st.rerun()


def result(study: Study, point: Point, asked: Asked) -> None:
    """Predicted against actual, in words, drawn, and as a table."""
    request, error = asked.request, asked.result.exception()
    if isinstance(error, IFFairError):
        status.problem(error)
        return
    proof, opened = asked.result.result(), row_tables.opened_at(study, point.step)
    far = proof_readings.verdict(proof, request.gap)
    if far:
        st.warning(far)
    lines = proof_readings.lines(proof, request.gap)
    show.chart(
        proof_figure(lines),
        reading=proof_readings.headline(
            proof, request.gap, opened, len(request.positions), request.told
        ),
        data=lines,
        key="influence_proof",
    )
    st.markdown(proof_readings.decisions(proof, request.gap))
    st.caption(proof_readings.notes(proof))
    with st.expander("All reported gaps and utilities", key="influence_proof_all"):
        _table(proof)


def _table(proof: Proof) -> None:
    st.caption(proof_readings.LARGER_IS_WORSE)
    st.dataframe(
        proof_readings.table(proof),
        hide_index=True,
        height="content",
        key="influence_proof_table",
        alt="Reported gaps and utilities on validation rows: before, predicted and trained again",
        column_config={
            "figure": "Validation rows, in points",
            **{
                name: st.column_config.NumberColumn(title, format="%.2f")
                for name, title in (
                    ("before", "Before"),
                    ("influence", "Predicted by influence"),
                    ("newton", "Predicted by one Newton step"),
                    ("actual", "Trained again"),
                )
            },
        },
    )
