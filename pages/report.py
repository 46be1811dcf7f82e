"""The report: what can be taken along, to present, to reuse and to check."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from iffair_core.comparison.store import load_comparisons
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.control_words import control_words
from iffair_core.report.archive import study_zip
from iffair_core.report.code import code_lines
from iffair_core.report.html import html_report
from iffair_core.report.model import export_model
from iffair_core.report.score import score_table
from iffair_core.report.unread import Unread, unread_cells
from iffair_core.report.weights import weights_table
from iffair_core.results import Study
from iffair_core.store import load_spread
from pages._ui import frame, shell, show, state, studies, tables, upload, words
from pages._ui.readings import gained
from pages._ui.readings.comparison import comparison_sentence
from pages._ui.run import alarm, reached


@dataclass(frozen=True)
class Thing:
    """Something to take along: what it is, and how its file is made when it is asked for."""

    key: str
    title: str
    text: str
    file: str
    mime: str
    make: Callable[[], str | bytes]


def things(study: Study, folder: Path) -> tuple[Thing, ...]:
    """Everything that the study at the user's threshold, or its folder, gives."""
    return (
        Thing(
            "report_html",
            "Report",
            "One HTML file with figures, charts, settings and limits, readable without a network. "
            "It holds figures of groups, no rows.",
            "report.html",
            "text/html",
            lambda: html_report(_with_note(study), load_spread(folder), load_comparisons(folder)),
        ),
        Thing(
            "report_weights",
            "Weights",
            f"One line for each of the {len(study.prepared.y):,} rows of the study: its place in "
            "the table, its id if one is named, its part, its weight.",
            "weights.csv",
            "text/csv",
            lambda: weights_table(study).to_csv(index=False),
        ),
        Thing(
            "report_model",
            "Model",
            "The operating point's model with its preprocessing, in skops' format, which runs no "
            "code when it is opened.",
            "model.skops",
            "application/octet-stream",
            lambda: export_model(study),
        ),
        Thing(
            "report_zip",
            "Study folder",
            "Settings, table, weights and figures of every point, at the threshold of the run. "
            "The command line replays it to the same figures.",
            "study.zip",
            "application/zip",
            lambda: study_zip(folder),
        ),
    )


def _with_note(study: Study) -> Study:
    """The study as the report tells it: another threshold than the run's is its first warning."""
    note = show.threshold_note()
    if note is None:
        return study
    more = f"{note} The other warnings and a replay are those of the run."
    return dataclasses.replace(study, warnings=(more, *study.warnings))


def what_it_did(study: Study) -> None:
    """The targeted gaps and their price, what else moved, and simpler means; each thing once."""
    told = comparison_sentence(study)
    st.markdown(words.bold_lead(told))
    st.subheader("What else it moved", anchor=False)
    more = [s for s in conflict_words(gained.effects_of(study)).sentences if s not in told]
    st.markdown("\n".join(f"- {words.bold_lead(sentence)}" for sentence in more))
    st.subheader("The same gap by simpler means", anchor=False)
    st.markdown(control_words(gained.controls_of(study), study.config.gaps))
    st.subheader("Take along", anchor=False)


def take_along(study: Study) -> None:
    """One card a thing, two in a row."""
    every = things(study, studies.folder_of(str(state.study_id())))
    for begin in range(0, len(every), 2):
        for column, thing in zip(st.columns(2), every[begin : begin + 2], strict=True):
            with column, st.container(border=True, height="stretch", key=f"{thing.key}_card"):
                st.markdown(f"**{thing.title}**")
                st.caption(thing.text)
                st.download_button(
                    f"Download the {thing.title.lower()}",
                    thing.make,
                    thing.file,
                    thing.mime,
                    key=thing.key,
                    on_click="ignore",
                )


def score(study: Study) -> None:
    """Score an uploaded table with the operating point's model."""
    st.header("Score a table", anchor=False)
    st.markdown(
        "Upload a table with the model's columns; it comes back with a probability and a decision "
        "for each row. It is not kept."
    )
    found = upload.passing("Table to score", partial(_scored, study), key="report_score")
    if found is None:
        return
    scored, unread = found
    if unread:
        cells = words.plural(sum(u.count for u in unread), "cell")
        st.warning(f"{cells} could not be taken as written: their rows are scored with a stand-in.")
        show.remarks("Which cells", [str(u) for u in unread], key="report_unread")
    st.dataframe(
        scored.head(100), key="report_scored", alt="The first scored rows", hide_index=True
    )
    show.download("Download the scored table", scored, "scored.csv", key="report_scored_csv")


def _scored(study: Study, file: Any) -> tuple[pd.DataFrame, tuple[Unread, ...]]:
    table = tables.passing(file)
    return score_table(study, table), unread_cells(study, table)


def page() -> None:
    shell.header("Report", "Take the result with you: to present, to reuse, to check.")
    study = show.study_or_hint("The report", key="report_needs_task")
    if study is None:
        return
    show.threshold(study)
    show.threshold_differs()
    if len(study.points) == 1:
        st.info("So far there is the plain model alone: all weights are one.")
        shell.next_step(shell.REWEIGHT, "Go to Reweight", key="report_needs_run")
    else:
        reached.section(study)
        alarm.section(study)
        what_it_did(study)
    take_along(study)
    st.header("Use the weights with any learner", anchor=False)
    st.code(code_lines(study), language="python")
    score(study)
    with st.container(horizontal=True):
        for path, label, key in (
            (shell.COMPARE, "Is it better than other methods?", "report_compare"),
            (shell.SHIFT, "Does it hold on other data?", "report_shift"),
        ):
            shell.next_step(path, label, key=key, primary=False)
    st.caption(
        f"Study {state.study_id()}, fingerprint {study.id}, version {study.version}. Whoever has "
        "this page's address, with its ?study=…, can open the study on this server."
    )


frame.run(page)
