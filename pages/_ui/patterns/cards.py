"""Patterns as cards: words, figures, and what can be done: prove, leave out, take along."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from iffair_core.patterns.pattern import Pattern, Patterns
from iffair_core.patterns.words import left_out_words, share_words, unseen_words
from iffair_core.results import Study
from iffair_core.sheet import sheet
from pages._ui import show, verbatim, words
from pages._ui.charts.patterns import patterns_figure
from pages._ui.influence import proofs, prove, row_tables
from pages._ui.influence.proofs import ACTIONS, Request
from pages._ui.patterns import exclusions, told
from pages._ui.patterns.search import Asked

LEFT_OUT = next(iter(ACTIONS))


def request_of(study: Study, asked: Asked, pattern: Pattern) -> Request:
    """The proof of a pattern: its rows left out."""
    count = words.plural(len(pattern.rows), "row")
    return Request(
        subject=f"{row_tables.seen(study)} {asked.point.step}",
        gap=asked.gap,
        action=LEFT_OUT,
        title=f"the {count} with {words.as_written(pattern.words)}",
        rows=pattern.rows.astype(np.int64).tobytes(),
    )


def retrained(study: Study, asked: Asked, found: Patterns) -> list[float | None]:
    """What retraining gave for each pattern of the side that is shown; None: not proved yet."""
    shares = []
    for pattern in asked.side(found):
        proof = proofs.known(request_of(study, asked, pattern))
        shares.append(None if proof is None else told.retrained_share(proof, found))
    return shares


def section(study: Study, asked: Asked, found: Patterns, actual: Sequence[float | None]) -> None:
    """One card a pattern; ``actual`` as in ``retrained``."""
    for number, pattern in enumerate(asked.side(found), start=1):
        with st.container(border=True, key=f"patterns_card_{number}"):
            st.markdown(
                f"**{number}. {words.as_written(pattern.words)}**  \n{share_words(pattern)}."
            )
            st.caption(
                verbatim.shown(f"{left_out_words(pattern, found)}. {unseen_words(pattern)}.")
            )
            _actions(study, asked, pattern, number)
            share = actual[number - 1]
            if share is not None:
                st.markdown(verbatim.shown(told.proved_words(pattern, share, found)))
            _proof(study, asked, pattern, number)


def _actions(study: Study, asked: Asked, pattern: Pattern, number: int) -> None:
    with st.container(horizontal=True, key=f"patterns_actions_{number}"):
        if st.button("Prove it", key=f"patterns_prove_{number}"):
            opened = row_tables.opened_at(study, asked.point.step)
            proofs.start(request_of(study, asked, pattern), opened)
            st.rerun()
        if st.button(
            "Exclude these rows",
            key=f"patterns_exclude_{number}",
            help="Begins the study anew without them among the training rows. Validation and test "
            "rows stay. One click brings them back.",
        ):
            exclusions.leave_out(study, pattern)
        influence = row_tables.influence_of(study, asked.gap, asked.point.step)
        st.download_button(
            "Export the rows",
            lambda: sheet(row_tables.lines(study, asked.point, influence, pattern.rows)),
            f"pattern_{number}.csv",
            "text/csv",
            key=f"patterns_rows_{number}",
            on_click="ignore",
        )


def _proof(study: Study, asked: Asked, pattern: Pattern, number: int) -> None:
    """The proof that was asked for last, if it is of this pattern: under way, or in full."""
    request = request_of(study, asked, pattern)
    last = proofs.last(request.subject)
    if last is None or (last.request.rows, last.request.action) != (request.rows, LEFT_OUT):
        return
    if not prove.awaited(last):
        return
    if last.result.exception() is None:
        with st.expander("Predicted against actual, every figure", key=f"patterns_proof_{number}"):
            prove.result(study, asked.point, last)
    else:
        prove.result(study, asked.point, last)


def exports(study: Study, found: Patterns) -> None:
    """All patterns as a file, without rows of persons."""
    st.download_button(
        "↓ Download the patterns of both sides (JSON)",
        lambda: told.as_json(found, study.id),
        "patterns.json",
        "application/json",
        key="patterns_json",
        on_click="ignore",
        type="tertiary",
    )


def chart(asked: Asked, found: Patterns, actual: Sequence[float | None]) -> None:
    """The bars of the side that is shown, with the sentence that reads them."""
    side = asked.side(found)
    said = told.reading(found, side, widening=asked.widening)
    if not side:
        st.info(verbatim.shown(said))
        return
    lines = told.lines(side, actual)
    show.chart(
        patterns_figure(lines, widening=asked.widening),
        reading=said,
        data=lines,
        key="patterns_chart",
    )
