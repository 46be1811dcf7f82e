"""Two or more kept studies beside one another: figures, settings, frontiers, weights."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

import pandas as pd
import streamlit as st

from iffair_core.errors import StudyError
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.kept import shelf
from iffair_core.kept.card import Card
from iffair_core.kept.outline import Outline, frontiers, outline
from iffair_core.words import capital
from pages._ui import show, state, verbatim, widgets, words
from pages._ui.charts.frontiers import frontiers_figure
from pages._ui.readings import kept
from pages._ui.run.differences import side_by_side


def section(cards: Sequence[Card]) -> None:
    """The comparison of the chosen studies, or how to choose some."""
    st.header("Side by side", anchor=False)
    chosen = [card for i in state.chosen_studies() for card in cards if card.id == i]
    if len(chosen) < 2:
        have = "one is chosen" if chosen else "none is chosen"
        st.info(f"Tick “Compare” at two studies or more to see them side by side; {have}.")
        return
    if st.button("Clear the choice", key="studies_clear"):
        state.choose_studies(())
        widgets.forget("study_compare_")
        st.rerun()
    try:
        opened = [outline(shelf.opened(card.id)) for card in chosen]
    except StudyError as error:
        st.error(verbatim.shown(str(error)))
        return
    studies = dict(zip(ascii_uppercase, opened, strict=False))
    st.markdown(kept.letters(studies))
    _figures(studies)
    _settings(studies)
    _frontiers(studies)
    st.subheader("Weights", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in kept.weight_lines(studies)))


def _figures(studies: dict[str, Outline]) -> None:
    st.subheader("Gaps and utilities", anchor=False)
    st.markdown(kept.figures_sentence(studies))
    table = kept.figures_table(studies)
    st.dataframe(
        table,
        key="studies_figures",
        alt="Every gap and utility of the chosen studies, before and after",
        hide_index=True,
        height="content",
        column_config={"metric": "Test rows"},
    )
    show.download("Download the figures", table, "studies.csv", key="studies_figures_csv")


def _settings(studies: dict[str, Outline]) -> None:
    st.subheader("Settings that differ", anchor=False)
    differing = side_by_side({name: study.config for name, study in studies.items()})
    if differing.empty:
        st.markdown("None: all settings are the same.")
        return
    st.table(differing.rename(index=capital).map(words.as_written))


def _frontiers(studies: dict[str, Outline]) -> None:
    st.subheader("Frontiers", anchor=False)
    moved = {name: study for name, study in studies.items() if len(study.points) > 1}
    if not moved:
        st.info("None of them was reweighted: there are plain models alone.")
        return
    first = next(iter(moved.values())).config.gaps[0]
    widgets.restore_choice("studies_gap", first, list(GAP_RATES))
    gap = st.selectbox("Gap", list(GAP_RATES), key="studies_gap", format_func=words.gap_title)
    lines = frontiers(moved, (gap,), "accuracy")
    show.chart(
        frontiers_figure(lines, gap=gap, title=words.gap_title(gap)),
        reading=kept.frontier_sentence(lines, gap),
        data=pd.DataFrame(lines).rename(columns={"utility": "accuracy"}),
        key="studies_frontiers",
    )
