"""How results are put on a page: charts with their reading and data, tables, the threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from iffair_core.literal import spoken
from iffair_core.results import Point, Study
from iffair_core.sheet import sheet
from iffair_core.words import TITLES
from pages._ui import shell, state, studies, verbatim, widgets, words

COLUMNS = {"ci_low": "95 % from", "ci_high": "95 % to", "n": "rows"}
CUT_WAYS = ("Threshold on the probability", "Share to be selected")
CHART = {"displaylogo": False, "scrollZoom": False, "modeBarButtonsToRemove": ["autoScale2d"]}


def chart(
    figure: go.Figure,
    *,
    reading: str,
    data: pd.DataFrame,
    key: str,
    selection: tuple[Literal["points", "box"], ...] = (),
) -> list[str]:
    """A chart with one sentence that reads it, and its data as a table and as a download.

    ``selection`` names the ways to select marks; the text customdata of the selected is returned.
    Where a box can select, dragging draws one.
    """
    st.markdown(verbatim.shown(reading))
    common: dict[str, Any] = {
        "key": key,
        "alt": spoken(reading),
        "config": CHART,
        "theme": None,
    }
    marks: list[str] = []
    if "box" in selection:
        figure.update_layout(dragmode="select")
    if selection:
        event = st.plotly_chart(figure, on_select="rerun", selection_mode=selection, **common)
        marks = [_text(point.get("customdata")) for point in event["selection"]["points"]]
    else:
        st.plotly_chart(figure, **common)
    _data_of_chart(data, key)
    return [mark for mark in marks if mark]


@st.fragment
def _data_of_chart(data: pd.DataFrame, key: str) -> None:
    """The data of a chart: as a table, drawn once it is asked for, and as a file."""
    place = f"{key}_as_table"
    opened = widgets.kept(place, False)
    with st.container(horizontal=True, gap="medium", key=f"{key}_data"):
        st.button(
            "Hide the table" if opened else "Show as a table",
            key=place,
            type="tertiary",
            on_click=widgets.keep,
            args=(place, not opened),
        )
        download("Download the data of this chart", data, f"{key}.csv", key=f"{key}_csv")
    if opened:
        with st.container(key=f"{key}_lines"):
            st.dataframe(
                _named(data),
                hide_index=True,
                key=f"{key}_data_table",
                alt="The data of the chart above",
            )


def _named(data: pd.DataFrame) -> pd.DataFrame:
    """The data of a chart with the titles of the pages in place of names in the program."""
    titles = {name: COLUMNS.get(name, str(name).replace("_", " ")) for name in data.columns}
    return data.replace({"metric": dict(TITLES)}).rename(columns=titles)


def download(
    label: str,
    data: pd.DataFrame | Callable[[], pd.DataFrame],
    file: str,
    *,
    key: str,
    exact: bool = False,
) -> None:
    """A quiet button that downloads a table as CSV; a function makes it once it is pressed.

    ``exact`` leaves cells that a spreadsheet takes for formulas as they are, for programs.
    """

    def made() -> str:
        table = data() if callable(data) else data
        return table.to_csv(index=False) if exact else sheet(table)

    st.download_button(
        f"↓ {label}",
        made,
        file,
        "text/csv",
        key=key,
        on_click="ignore",
        type="tertiary",
    )


def warnings(texts: tuple[str, ...]) -> None:
    """What to know before a result is relied on, in one box; long ones in full below it."""
    if not texts:
        return
    short = [words.clipped(text) for text in texts]
    st.warning(
        verbatim.shown(short[0] if len(short) == 1 else "\n".join(f"- {text}" for text in short))
    )
    remarks("In full", [text for text in texts if words.clipped(text) != text], key="warnings_full")


def remarks(title: str, texts: Sequence[str], *, key: str) -> None:
    """Details that only some want to read: one line each, folded away; nothing if there is none."""
    if texts:
        with st.expander(title, key=key):
            st.markdown(verbatim.shown("\n".join(f"- {text}" for text in texts)))


def models(study: Study) -> dict[str, Point]:
    """The models that a page shows, by what people call them."""
    found = {"Plain model": study.plain}
    return found if len(study.points) == 1 else found | {"Operating point": study.operating}


def study_or_hint(purpose: str, *, key: str) -> Study | None:
    """The study at the user's threshold, or an empty state that leads to the data page."""
    study = studies.shown()
    if study is None:
        shell.missing(
            f"{purpose} needs a task: a table, its good outcome and the groups to compare.",
            shell.DATA,
            "Describe the task",
            key=key,
        )
    return study


def reweighted_or_hint(purpose: str, *, key: str) -> Study | None:
    """As ``study_or_hint``, and the study must have been reweighted."""
    study = study_or_hint(purpose, key=key)
    if study is not None and len(study.points) == 1:
        shell.missing(
            f"{purpose} needs a reweighting run; so far there is the plain model alone.",
            shell.REWEIGHT,
            "Go to Reweight",
            key=key,
        )
        return None
    return study


def threshold(study: Study) -> None:
    """The decision threshold of all pages, for plain and reweighted model alike, and the weights.

    Its widgets stand on several pages under one key, so what they begin with is given to them:
    another page's state under that key does not carry over.
    """
    kept = state.threshold()
    now = kept or state.Threshold(study.config.cut, study.config.share)
    with st.popover(f"Decision: {words.threshold_words(now.cut, now.share)}", key="cut_popover"):
        st.caption("Applies to every page, to the plain and to the reweighted model alike.")
        way = st.radio("Select by", CUT_WAYS, index=int(now.share is not None), key="cut_way")
        if way == CUT_WAYS[0]:
            cut = st.slider("Selected from p =", 0.01, 0.99, now.cut, 0.01, key="cut_value")
            chosen = state.Threshold(cut)
        else:
            share = st.slider(
                "Share of rows selected", 0.01, 0.99, now.share or 0.2, 0.01, key="cut_share"
            )
            chosen = state.Threshold(now.cut, share)
    if chosen != now:
        state.keep_threshold(chosen)
        studies.note_choice("threshold")
        st.rerun()
    if study.config.task.weight_column:
        st.caption(verbatim.shown(words.weighted_by(study.config.task.weight_column)))


def threshold_note() -> str | None:
    """What to say where the threshold shown is not the one that the weights were found at."""
    run, shown = studies.current(), studies.shown()
    if run is None or shown is None or len(run.points) == 1 or run.config == shown.config:
        return None
    return (
        "Figures are measured at your threshold "
        f"({words.threshold_words(shown.config.cut, shown.config.share)}); the weights were found, "
        "and the operating point was chosen, where "
        f"{words.threshold_words(run.config.cut, run.config.share)}."
    )


def threshold_differs() -> None:
    """The note, and how to find weights for this threshold."""
    note = threshold_note()
    if note:
        st.warning(f"{note} Run again on the Reweight page to find weights for your threshold.")


def _text(customdata: object) -> str:
    """The customdata of a selected mark, which the chart may hand back within a list."""
    if isinstance(customdata, (list, tuple)):
        return str(customdata[0]) if customdata else ""
    return "" if customdata is None else str(customdata)
