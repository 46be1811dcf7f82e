"""What can be taken along: for people, for learners, and to check everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from iffair_core.data.builtin import builtin_name
from iffair_core.report.archive import study_zip
from iffair_core.report.exports import EXPORTS
from iffair_core.report.findings import Findings
from iffair_core.report.model import export_model
from iffair_core.report.weights import weights_table
from pages._ui import words

A_ROW = 3


@dataclass(frozen=True)
class Thing:
    """Something to take along: what it is, and how its file is made when it is asked for.

    ``persons`` says that it holds the rows of the table, so that these are asked for by words.
    """

    key: str
    title: str
    text: str
    file: str
    mime: str
    make: Callable[[], str | bytes]
    persons: bool = False


def section(found: Findings, folder: Path) -> None:
    """Cards: what holds groups alone, then what holds something of every row."""
    st.header("Take along", anchor=False)
    st.caption(
        "To read and to present. These hold figures of groups, no row of a person. All carry the "
        "digest of the data, settings, versions, intervals, what was left out, the decisions, and "
        "the command that computes it again."
    )
    _cards(_for_people(found))
    st.caption("To train, to decide and to check.")
    _cards(_for_machines(found, folder))


def report_button(found: Findings) -> None:
    """The report to download at once, beside what else is to be done first."""
    e = EXPORTS["html"]
    st.download_button(
        "Download the report",
        lambda: e.make(found),
        e.file,
        e.mime,
        key="report_quick",
        on_click="ignore",
    )


def _for_people(found: Findings) -> tuple[Thing, ...]:
    return tuple(
        Thing(f"report_{name}", e.title, e.text, e.file, e.mime, lambda e=e: e.make(found))
        for name, e in EXPORTS.items()
    )


def _for_machines(found: Findings, folder: Path) -> tuple[Thing, ...]:
    study = found.study
    return (
        Thing(
            "report_weights",
            "Weights",
            f"One line for each of the {words.count(len(study.prepared.y))} rows of the study: "
            "its place in the table, its id if one is named, its part, its weight; nothing else "
            "of it.",
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
        _folder(found, folder),
    )


def _folder(found: Findings, folder: Path) -> Thing:
    """The whole study; of a packaged set the table is not in it."""
    packaged = builtin_name(found.study.config.data) is not None
    rows = (
        "The packaged table is not in it."
        if packaged
        else "**It holds the whole table, every row and column**: hand it only to people who may "
        "see that."
    )
    return Thing(
        "report_zip",
        "Study folder",
        "Settings, weights, figures of every point and the decision log, at the threshold of the "
        f"run; the command line replays it to the same figures. {rows}",
        "study.zip",
        "application/zip",
        lambda: study_zip(folder),
        persons=not packaged,
    )


def _cards(things: Sequence[Thing]) -> None:
    for begin in range(0, len(things), A_ROW):
        for column, thing in zip(st.columns(A_ROW), things[begin : begin + A_ROW], strict=False):
            with column, st.container(border=True, height="stretch", key=f"{thing.key}_card"):
                st.markdown(f"**{thing.title}**")
                st.caption(thing.text)
                _button(thing)


def _button(thing: Thing) -> None:
    """What holds all rows is handed out only when that is asked for."""
    if thing.persons and not st.checkbox("With all rows of the table", key=f"{thing.key}_rows"):
        return
    st.download_button(
        f"Download the {thing.title.lower() if thing.title not in KEEP else thing.title}",
        thing.make,
        thing.file,
        thing.mime,
        key=thing.key,
        on_click="ignore",
    )


KEEP = ("PowerPoint", "PowerPoint, dark", "JSON")
