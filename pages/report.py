"""The report: what can be taken along, to present, to reuse and to check."""

from __future__ import annotations

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.report.archive import study_zip
from iffair_core.report.code import code_lines
from iffair_core.report.html import html_report
from iffair_core.report.model import export_model
from iffair_core.report.score import score_table
from iffair_core.report.weights import weights_table
from iffair_core.results import Study
from pages._ui import frame, readings, shell, show, state, studies, tables


def take_along(study: Study) -> None:
    """One card a thing to take along."""
    folder = studies.folder_of(str(state.study_id()))
    weights = weights_table(study)
    things = (
        (
            "Report",
            "One HTML file with figures, charts, settings and limits, readable without a network. "
            "It holds figures of groups, no rows.",
            ("Download the report", lambda: html_report(study), "report.html", "text/html"),
            "report_html",
        ),
        (
            "Weights",
            f"One line for each of the {len(weights):,} rows of the study: its place in the "
            "table, its id if one is named, its part, its weight.",
            (
                "Download the weights",
                lambda: weights.to_csv(index=False),
                "weights.csv",
                "text/csv",
            ),
            "report_weights",
        ),
        (
            "Model",
            "The operating point's model with its preprocessing, in skops' format, which runs no "
            "code when it is opened.",
            (
                "Download the model",
                lambda: export_model(study),
                "model.skops",
                "application/octet-stream",
            ),
            "report_model",
        ),
        (
            "Study folder",
            "Settings, table, weights and figures of every point, at the threshold of the run. "
            "The command line replays it to the same figures.",
            ("Download the study", lambda: study_zip(folder), "study.zip", "application/zip"),
            "report_zip",
        ),
    )
    for begin in (0, 2):
        pair = things[begin : begin + 2]
        for column, (title, text, (label, make, file, mime), key) in zip(
            st.columns(2), pair, strict=True
        ):
            with column, st.container(border=True, height="stretch", key=f"{key}_card"):
                st.markdown(f"**{title}**")
                st.caption(text)
                st.download_button(label, make, file, mime, key=key, on_click="ignore")


def score(study: Study) -> None:
    """Score an uploaded table with the operating point's model."""
    st.header("Score a table", anchor=False)
    st.markdown(
        "Upload a table with the model's columns; it comes back with a probability and a decision "
        "for each row. It is not kept."
    )
    file = st.file_uploader(
        "Table to score",
        type=list(tables.FORMATS),
        key="report_score",
        max_upload_size=tables.LARGEST_MEGABYTES,
    )
    if file is None:
        return
    try:
        scored = score_table(study, tables.passing(file))
    except IFFairError as error:
        st.error(str(error))
        return
    st.dataframe(
        scored.head(100), key="report_scored", alt="The first scored rows", hide_index=True
    )
    show.download("Download the scored table", scored, "scored.csv", key="report_scored_csv")


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
        st.markdown(readings.comparison_sentence(study))
    take_along(study)
    st.header("Use the weights with any learner", anchor=False)
    st.code(code_lines(study), language="python")
    score(study)
    st.caption(
        f"Study {study.id}, version {study.version}. Whoever has this page's address, with its "
        "?study=…, can open the study on this server."
    )


frame.run(page)
