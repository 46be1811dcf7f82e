"""Gaps as numbers, each with its interval and the sentences that say what the number means."""

from __future__ import annotations

import streamlit as st

from iffair_core.results import Point, Study
from pages._ui import verbatim, words
from pages._ui.audit import origins, verdict
from pages._ui.glossary.registry import meaning
from pages._ui.readings.gaps import gap_sentence
from pages._ui.readings.measured import figures_of
from pages._ui.readings.rates import rate_table

COLUMNS = 3
ON_CARDS = tuple(name for name in words.GAPS if name != "equalized_odds_mean")


def grid(study: Study, point: Point) -> None:
    """One card a gap, three in a row."""
    rates, lines = rate_table(study, point), figures_of(study, point)
    for begin in range(0, len(ON_CARDS), COLUMNS):
        names = ON_CARDS[begin : begin + COLUMNS]
        for column, name in zip(st.columns(COLUMNS), names, strict=True):
            with column, st.container(border=True, height="stretch", key=f"gap_{name}"):
                title = words.gap_title(name)
                figure = words.figure(point.test.gaps[name], name)
                st.metric(title, figure, help=meaning(title))
                st.markdown(verbatim.shown(gap_sentence(name, study, point, rates)))
                st.markdown(verbatim.shown(verdict.sentence(name, study, lines, rates)))
                stance = origins.stance(name, study)
                if stance:
                    st.caption(verbatim.shown(stance))
